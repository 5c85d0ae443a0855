package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepsake.memory.Erasure.What;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureTest {
    @TempDir
    Path home;

    private final TestClock clock = new TestClock();
    private Memory memory;

    @BeforeEach
    void open() {
        memory = Memory.open(home, clock);
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private Message say(String text) {
        return say(memory.conversations().start().id(), text);
    }

    private Message say(long conversation, String text) {
        clock.tick();
        return memory.conversations().say(conversation, text);
    }

    private Message answer(long conversation, String text, MemoryId... given) {
        Conversations.AnswerDraft draft = memory.conversations().answer(conversation, List.of(given), "test");
        draft.append(text);
        return draft.finish(Message.State.COMPLETE, Optional.empty());
    }

    private Fact remember(Message source, String statement) {
        return memory.facts().remember(statement, source.id(), statement);
    }

    private void erase(MemoryId... ids) {
        Erasure.Erased erased = memory.erasure().erase(List.of(ids));
        assertThat(erased.pending()).isEmpty();
        assertThat(memory.check().ok()).as(memory.check().toString()).isTrue();
    }

    private void assertNoByteOf(String... words) {
        assertThat(FileBytes.of(home).holding(List.of(words))).isEmpty();
    }

    @Test
    void noByteOfAnErasedMessageIsLeft() {
        long conversation = memory.conversations().start().id();
        Message kept = say(conversation, "The weather in Oslo is fine");
        Message secret = say(conversation, "My QuuxlyBerries are hidden under Zanzibarium ".repeat(400));
        Message answer = answer(conversation, "I will keep that in mind");
        assertThat(FileBytes.of(home).holding(List.of("QuuxlyBerries"))).isNotEmpty();
        erase(secret.id());
        assertNoByteOf("QuuxlyBerries", "quuxlyberri", "Zanzibarium");
        assertThat(memory.conversations().messages(conversation))
                .extracting(Message::id)
                .containsExactly(kept.id(), answer.id());
        assertThat(memory.conversations().message(answer.id()).orElseThrow().parent())
                .contains(kept.id());
        assertThat(memory.conversations().search("weather", 5)).hasSize(1);
        assertThat(memory.conversations().search("quuxly", 5)).isEmpty();
    }

    @Test
    void aTitleMadeFromAnErasedMessageGoesToo() {
        Message first = say("Flumberwick is my secret village");
        long conversation = first.conversationId();
        say(conversation, "What is the capital of Norway?");
        erase(first.id());
        assertThat(memory.conversations().find(conversation).orElseThrow().title())
                .isEqualTo("What is the capital of Norway?");
        assertNoByteOf("Flumberwick");
        Message named = say("Gribblenook and other secret places of mine");
        memory.conversations().rename(named.conversationId(), "Other secret places");
        say(named.conversationId(), "Hello there");
        erase(named.id());
        assertThat(memory.conversations()
                        .find(named.conversationId())
                        .orElseThrow()
                        .title())
                .isEqualTo("Hello there");
        Message own = say("Snorkelwhack");
        memory.conversations().rename(own.conversationId(), "Notes");
        say(own.conversationId(), "Hello again");
        erase(own.id());
        assertThat(memory.conversations()
                        .find(own.conversationId())
                        .orElseThrow()
                        .title())
                .isEqualTo("Notes");
        assertNoByteOf("Flumberwick", "Gribblenook", "Snorkelwhack");
    }

    @Test
    void aFactGoesWithItsLastSourceAndTakesItsHistoryWithIt() {
        Message said = say("Remember that I live in Krambleton");
        Fact old = remember(said, "I live in Krambleton");
        Fact corrected = memory.facts().correct(old.id(), "I live in Wobblemouth");
        Fact deleted = remember(say("Remember that I like Plinkfish"), "I like Plinkfish");
        memory.facts().delete(deleted.id());
        Erasure.Preview preview = memory.erasure().preview(List.of(said.id()));
        assertThat(preview.facts().first()).extracting(Erasure.Line::id).containsExactlyInAnyOrder("f1", "f2");
        assertThat(preview.conversations().count()).isEqualTo(1);
        erase(said.id());
        assertThat(memory.facts().find(old.id())).isEmpty();
        assertThat(memory.facts().find(corrected.id())).isEmpty();
        assertNoByteOf("Krambleton", "Wobblemouth");
        erase(deleted.id(), deleted.sources().getFirst().message());
        assertNoByteOf("Plinkfish");
        assertThat(memory.conversations().list()).isEmpty();
    }

    @Test
    void aFactWithAnotherSourceStaysAndSaysOnlyWhatThatOneSays() {
        Message first = say("Remember that my dog Bruno bites Zubblewitz");
        Fact fact = remember(first, "my dog Bruno bites Zubblewitz");
        Message second = say("my dog bruno bites");
        memory.facts().remember("my dog Bruno bites Zubblewitz", second.id(), "my dog bruno bites");
        erase(first.id());
        Fact left = memory.facts().find(fact.id()).orElseThrow();
        assertThat(left.statement()).isEqualTo("My dog bruno bites");
        assertThat(left.sources()).extracting(Fact.Source::message).containsExactly(second.id());
        assertNoByteOf("Zubblewitz");
    }

    @Test
    void aStatementTheUserWroteAnewStays() {
        Message first = say("Remember that I live in Leipzig");
        Fact fact = remember(first, "I live in Leipzig");
        remember(say("Yes, I live in Leipzig"), "I live in Leipzig");
        Fact moved = memory.facts().correct(fact.id(), "I live in Dresden");
        erase(first.id());
        assertThat(memory.facts().find(moved.id()).orElseThrow().statement()).isEqualTo("I live in Dresden");
    }

    @Test
    void anErasedFactIsNotFoundAgainInItsSourceAndTheUserIsToldWhereItIs() {
        Message said = say("My cat is called Fizzlegrim.");
        Fact fact = remember(said, "My cat is called Fizzlegrim");
        Message answer = answer(said.conversationId(), "A fine name", fact.id());
        Erasure.Preview preview = memory.erasure().preview(List.of(fact.id()));
        assertThat(preview.elsewhere().first())
                .extracting(Erasure.Line::id)
                .containsExactly(said.id().toString(), answer.id().toString());
        erase(fact.id());
        assertThat(memory.facts().find(fact.id())).isEmpty();
        assertThat(memory.recall()
                        .recall(new Recall.Question("cat Fizzlegrim", 5, Optional.empty(), Recall.Purpose.EVIDENCE)))
                .isEmpty();
        assertThat(memory.conversations().message(answer.id()).orElseThrow().memoriesGiven())
                .isEmpty();
    }

    @Test
    void anIdentityFieldConfirmedFromItGoesAndATypedOneStays() {
        Message said = say("My email is hubble@glimwood.example.");
        memory.identity().confirm("email");
        memory.identity().set("given-name", "Ada");
        Message refused = say("My name is Wuzzlepuff.");
        memory.identity().fields().stream()
                .filter(field -> field.value().contains("Wuzzle"))
                .map(Identity.Field::name)
                .toList()
                .forEach(memory.identity()::dismiss);
        assertThat(memory.erasure().preview(List.of(said.id())).identity().first())
                .containsExactly(new Erasure.Line("email", "hubble@glimwood.example"));
        erase(said.id(), refused.id());
        assertThat(memory.identity().fields()).extracting(Identity.Field::value).containsExactly("Ada");
        assertNoByteOf("glimwood", "Wuzzlepuff");
    }

    @Test
    void whatWasSaidAgainElsewhereIsStillFoundThere() {
        Message first = say("I collect stamps from Peru.");
        Message again = say("I collect stamps from Peru.");
        erase(first.id());
        assertThat(memory.recall().recall(new Recall.Question("stamps", 5, Optional.empty(), Recall.Purpose.EVIDENCE)))
                .extracting(Recall.Recollection::id)
                .containsExactly(again.id());
    }

    @Test
    void anUnknownIdChangesNothing() {
        Message said = say("I like tea");
        assertThatThrownBy(() -> memory.erasure().erase(List.of(said.id(), MemoryId.message(99))))
                .isInstanceOf(MemoryException.class)
                .hasMessageContaining("m99");
        assertThatThrownBy(() -> memory.erasure().hide(List.of(said.id(), MemoryId.fact(99))))
                .isInstanceOf(MemoryException.class);
        assertThatThrownBy(() -> memory.erasure().erase(new What.WholeConversation(77)))
                .isInstanceOf(MemoryException.class);
        assertThatThrownBy(() -> memory.erasure().erase(Set.of())).isInstanceOf(MemoryException.class);
        assertThat(memory.conversations().messages(said.conversationId())).hasSize(1);
    }

    @Test
    void aWholeConversationGoesWithHiddenAndDeletedThings() {
        Message hidden = say("Drobblewent is here");
        long conversation = hidden.conversationId();
        answer(conversation, "Yes, Klobbering");
        memory.erasure().hide(List.of(hidden.id()));
        memory.conversations().rename(conversation, "Frambusiq");
        memory.conversations().delete(conversation);
        Message kept = say("Still here");
        memory.erasure().erase(new What.WholeConversation(conversation));
        assertNoByteOf("Drobblewent", "Klobbering", "Frambusiq");
        assertThat(memory.conversations().message(kept.id())).isPresent();
        assertThat(memory.check().ok()).isTrue();
    }

    @Test
    void everythingGoesAndNumbersAreNotUsedAgain() {
        Message said = say("Remember that my boat is called Yindlewax");
        Fact fact = remember(said, "my boat is called Yindlewax");
        memory.identity().set("given-name", "Oggleby");
        memory.neverStore().add(NeverStore.Kind.PHRASE, "Tusselmarch");
        memory.erasure().erase(new What.Everything());
        assertNoByteOf("Yindlewax", "Oggleby", "Tusselmarch");
        assertThat(memory.counts()).isEqualTo(new Memory.Counts(0, 0, 0, 0));
        assertThat(memory.identity().fields()).isEmpty();
        Message next = say("Remember that I like tea");
        assertThat(next.id().number()).isGreaterThan(said.id().number());
        assertThat(remember(next, "I like tea").id().number())
                .isGreaterThan(fact.id().number());
        assertThat(memory.check().ok()).isTrue();
    }

    @Test
    void whatWasErasedIsKnownAsErasedUntilTheUserSaysItAgain() {
        Message said = say("Remember that my PIN is 4711");
        Fact fact = remember(said, "my PIN is 4711");
        assertThat(memory.erasure().wasErased("my pin is 4711")).isFalse();
        erase(said.id());
        assertThat(memory.erasure().wasErased("MY PIN IS 4711!")).isTrue();
        assertThat(memory.erasure().wasErased("Remember that my PIN is 4711")).isTrue();
        assertThat(memory.erasure().wasErased("my PIN is 4712")).isFalse();
        assertNoByteOf("4711");
        remember(say("Remember that my PIN is 4711"), "my PIN is 4711");
        assertThat(memory.erasure().wasErased(fact.statement())).isFalse();
    }

    @Test
    void olderCopiesGoToo() throws IOException {
        Message said = say("Blimmerflot was here");
        close();
        Files.copy(home.resolve("keepsake.db"), home.resolve("keepsake.db.before-v1"));
        Files.copy(home.resolve("keepsake.db"), home.resolve("keepsake.db.before-v2.part"));
        Files.copy(home.resolve("keepsake.db"), home.resolve("keepsake.db.damaged-2026-01-01"));
        Files.writeString(home.resolve("model.gguf.part"), "a download");
        open();
        assertThat(memory.erasure().preview(List.of(said.id())).copies()).hasSize(3);
        erase(said.id());
        assertNoByteOf("Blimmerflot");
        assertThat(home.resolve("model.gguf.part")).exists();
    }

    @Test
    void anAnswerThatGrewLeavesNothing() {
        Message asked = say("Tell me something");
        Conversations.AnswerDraft draft = memory.conversations().answer(asked.conversationId(), List.of(), "test");
        draft.append("Vexlihoop ".repeat(500));
        Message answered = draft.finish(Message.State.STOPPED, Optional.empty());
        erase(answered.id());
        assertNoByteOf("Vexlihoop");
    }

    @Test
    void hidingIsUndoneByShowing() {
        Message said = say("I collect Wimblestones.");
        Fact fact = remember(said, "I collect Wimblestones");
        Message second = say(said.conversationId(), "And what about tea?");
        memory.erasure().hide(List.of(said.id(), fact.id()));
        assertThat(memory.conversations().messages(said.conversationId()))
                .extracting(Message::id)
                .containsExactly(second.id());
        assertThat(memory.conversations().search("wimble", 5)).isEmpty();
        assertThat(memory.conversations().list().getFirst().title()).isEqualTo("And what about tea?");
        assertThat(memory.conversations().list().getFirst().messages()).isEqualTo(1);
        for (Recall.Purpose purpose : Recall.Purpose.values()) {
            assertThat(memory.recall().recall(new Recall.Question("Wimblestones", 5, Optional.empty(), purpose)))
                    .isEmpty();
        }
        assertThat(memory.counts()).isEqualTo(new Memory.Counts(1, 0, 0, 0));
        assertThat(memory.check().ok()).as(memory.check().toString()).isTrue();
        memory.erasure().show(List.of(said.id(), fact.id()));
        assertThat(memory.conversations().search("wimble", 5)).hasSize(1);
        assertThat(memory.facts().active()).containsExactly(fact);
        assertThat(memory.conversations().list().getFirst().title()).isEqualTo("I collect Wimblestones");
        assertThat(memory.check().ok()).as(memory.check().toString()).isTrue();
        memory.erasure().hide(List.of(said.id()));
        erase(said.id());
        assertNoByteOf("Wimblestones");
    }
}
