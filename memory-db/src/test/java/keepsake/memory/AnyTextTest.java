package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import keepsake.memory.Recall.Purpose;
import keepsake.memory.Recall.Question;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/// What holds for any text at all.
class AnyTextTest {
    private static final Path HOME = newHome();
    private static final Memory MEMORY = Memory.open(HOME, new TestClock());

    private static Path newHome() {
        try {
            return Files.createTempDirectory("keepsake-properties");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterContainer
    static void close() throws IOException {
        MEMORY.close();
        try (var files = Files.walk(HOME)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /// Any UTF-16, lone surrogates and NUL included, with the signs that mean something to FTS5 and SQL.
    @Provide
    Arbitrary<String> anyText() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(60),
                Arbitraries.strings()
                        .withChars("\0\"'*()^:-+{}ANDORabc \n\uD83D\uDE00ß")
                        .ofMaxLength(40),
                Arbitraries.of("my name is ", "remember that ", "I ", "What ")
                        .flatMap(start ->
                                Arbitraries.strings().all().ofMaxLength(30).map(rest -> start + rest)));
    }

    @Property(tries = 300)
    void everythingSaidIsReadBackVerbatim(@ForAll("anyText") String text) {
        Conversations conversations = MEMORY.conversations();
        long id = conversations.start().id();
        Message said = conversations.say(id, text);
        Conversations.AnswerDraft draft = conversations.answer(id, List.of(), "test");
        for (int i = 0; i < text.length(); i++) draft.append(text.substring(i, i + 1));
        Message answer = draft.finish(Message.State.COMPLETE, Optional.empty());
        assertThat(conversations.messages(id)).extracting(Message::text).containsExactly(kept(text), kept(text));
        assertThat(said.text()).isEqualTo(kept(text));
        assertThat(answer.text()).isEqualTo(kept(text));
        assertThat(conversations.find(id).orElseThrow().title())
                .hasSizeLessThanOrEqualTo(60)
                .doesNotContain("\n");
    }

    /// The text as UTF-8 can hold it: half a surrogate pair becomes U+FFFD.
    private static String kept(String text) {
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) kept.append(c).append(text.charAt(++i));
            else kept.append(Character.isSurrogate(c) ? '\uFFFD' : c);
        }
        return new String(kept.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Property(tries = 300)
    void anyTextCanBeAskedFor(@ForAll("anyText") String text) {
        assertThat(MEMORY.conversations().search(text, 5)).hasSizeLessThanOrEqualTo(5);
        assertThat(MEMORY.facts().search(text)).isNotNull();
        for (Purpose purpose : Purpose.values()) {
            assertThat(MEMORY.recall().recall(new Question(text, 3, Optional.empty(), purpose)))
                    .hasSizeLessThanOrEqualTo(3);
        }
    }

    @Property(tries = 200)
    void anythingAskedToBeRememberedHasItsQuoteInTheMessage(@ForAll("anyText") String text) {
        Conversations conversations = MEMORY.conversations();
        Message said = conversations.say(conversations.start().id(), "Remember that " + text);
        keepsake.memory.text.RememberRequest.parse(said.text()).ifPresent(request -> {
            Fact fact = MEMORY.facts().remember(request.statement(), said.id(), request.quote());
            assertThat(MEMORY.facts().find(fact.id())).contains(fact);
        });
    }

    @Example
    void isWholeAfterwards() {
        assertThat(MEMORY.check().findings()).isNotEmpty();
        assertThat(MEMORY.check().ok()).as(MEMORY.check().toString()).isTrue();
    }
}
