package keepsake.memory.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import keepsake.memory.Fact;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExtractionTest {
    private static final Instant SAID = Instant.parse("2026-03-10T12:00:00Z");

    private static List<CandidateFact> of(String message) {
        return Extraction.of(message, SAID, ZoneOffset.UTC);
    }

    static Stream<Arguments> messages() throws IOException {
        try (InputStream in = ExtractionTest.class.getResourceAsStream("own.txt")) {
            if (in == null) throw new IOException("own.txt is missing");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("#") && line.contains(" => "))
                            .map(line -> Arguments.of((Object[]) line.split(" => ", 2)))
                            .toList()
                            .stream();
        }
    }

    /// Every expected fact is found, every found one is expected, none holds forbidden words.
    @ParameterizedTest
    @MethodSource("messages")
    void findsWhatIsSaidAndNothingElse(String message, String expected) {
        int mark = expected.indexOf('!');
        String wanted = (mark < 0 ? expected : expected.substring(0, mark)).strip();
        List<String[]> expectations = new ArrayList<>();
        if (!wanted.equals("-")) {
            for (String one : wanted.split("; ", -1)) expectations.add(one.split(": ", 2));
        }
        List<CandidateFact> facts = of(message);
        for (String[] one : expectations) {
            assertThat(facts).as(Arrays.toString(one)).anyMatch(fact -> matches(fact, one));
        }
        assertThat(facts).allMatch(fact -> expectations.stream().anyMatch(one -> matches(fact, one)));
        assertThat(facts).allMatch(fact -> message.contains(fact.quote()));
        if (mark < 0) return;
        for (String forbidden : expected.substring(mark + 1).strip().split(", ", -1)) {
            assertThat(facts).noneMatch(fact -> text(fact).contains(forbidden));
        }
    }

    private static String text(CandidateFact fact) {
        return (fact.subject() + " " + fact.statement()).toLowerCase(Locale.ROOT);
    }

    private static boolean matches(CandidateFact fact, String[] expectation) {
        boolean about = expectation[0].equals("u")
                ? fact.subject().equals(Fact.USER)
                : text(fact).contains(expectation[0]);
        return about && text(fact).contains(expectation[1]);
    }

    @Test
    void saysSinceWhenAndWhatItReplaces() {
        assertThat(of("We moved to Leeds last month.")).singleElement().satisfies(fact -> {
            assertThat(fact.attribute()).contains("user.city");
            assertThat(fact.validFrom()).contains(Instant.parse("2026-02-01T00:00:00Z"));
        });
        assertThat(of("I used to work at Siemens.")).singleElement().satisfies(fact -> {
            assertThat(fact.attribute()).isEmpty();
            assertThat(fact.validTo()).contains(SAID);
        });
        assertThat(of("I no longer work at Siemens.")).singleElement().satisfies(fact -> assertThat(fact.attribute())
                .contains("user.employer"));
    }

    @Provide
    Arbitrary<String> anyText() {
        Arbitrary<String> words = Arbitraries.of(
                "I",
                "I'm",
                "my",
                "sister",
                "Mara",
                "is",
                "lives",
                "in",
                "Rome",
                ".",
                ",",
                "and",
                "\"",
                "'",
                "?",
                "since",
                "2019",
                "our",
                "dog",
                "called",
                "allergic to",
                "nuts",
                "if",
                "maybe",
                "we",
                "moved to",
                "Oslo",
                "\n",
                "her name is",
                "Ich",
                "wohne",
                "mein",
                "Hund",
                "birthday is",
                "the day after mine",
                "3 May",
                "one",
                "who",
                ":",
                "(",
                "’",
                "two years later");
        return Arbitraries.oneOf(
                words.list().ofMaxSize(25).map(list -> String.join(" ", list)),
                Arbitraries.strings().all().ofMaxLength(80));
    }

    @Property(tries = 2000)
    void everyQuoteIsInTheMessage(@ForAll("anyText") String message) {
        for (CandidateFact fact : of(message)) {
            assertThat(message).contains(fact.quote());
            assertThat(fact.quote()).isNotBlank();
            assertThat(fact.statement()).isNotBlank();
            assertThat(fact.subject()).isNotBlank();
            assertThat(fact.confidence()).isBetween(0.0, 1.0);
        }
    }

    /// Were a rule worse than linear in a sentence, these would take minutes.
    @Property(tries = 1)
    void endlessTextsEnd() {
        for (String piece : List.of(
                "I ",
                "my sister ",
                "and I have ",
                "I really ",
                "Aa ",
                "'",
                "\"x ",
                "my new ",
                ", so ",
                "a-",
                "I'm so very ")) {
            assertThat(of(piece.repeat(4000 / piece.length()))).isNotNull();
        }
    }
}
