package keepsake.memory.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import keepsake.memory.Embedding.Progress;
import keepsake.memory.Memory;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.sql.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-04T10:00:00Z"));

    @TempDir
    Path home;

    private final WordBag model = new WordBag("bag", 64);

    private Memory open() {
        return Memory.open(home, CLOCK, Optional.of(model));
    }

    @Test
    void whatIsSaidWaitsForItsVectorAndGetsIt() {
        try (Memory memory = open()) {
            say(memory, "My sister lives in Lisbon", "The printer is out of ink");
            assertThat(memory.embedding().progress()).isEqualTo(new Progress(0, 2));

            assertThat(memory.embedding().complete(_ -> {}, () -> false)).isEqualTo(new Progress(2, 2));
        }
        assertThat(nearest("sister Lisbon")).isEqualTo(MemoryId.message(1));
        assertThat(nearest("printer ink")).isEqualTo(MemoryId.message(2));
    }

    @Test
    void theNewestComeFirst() {
        try (Memory memory = open()) {
            say(memory, "first", "second", "third");
            memory.embedding().complete(_ -> {}, () -> false);
        }
        assertThat(model.seen()).hasSize(3);
        assertThat(model.seen().getFirst()).endsWith("third");
        assertThat(model.seen().getLast()).endsWith("first");
    }

    @Test
    void anAnswerIsEmbeddedWhenItIsWhole() {
        try (Memory memory = open()) {
            long conversation = say(memory, "Tell me about tea");
            var draft = memory.conversations().answer(conversation, List.of(), "test");
            draft.append("Tea is a ");
            memory.embedding().complete(_ -> {}, () -> false);
            assertThat(model.seen()).hasSize(1);

            draft.append("plant.");
            draft.finish(Message.State.COMPLETE, Optional.empty());
            memory.embedding().complete(_ -> {}, () -> false);
        }
        assertThat(model.seen()).hasSize(2);
        assertThat(model.seen().getLast()).endsWith("Tea is a plant.");
    }

    @Test
    void anEmptyTextNeedsNone() {
        try (Memory memory = open()) {
            say(memory, " \n ", "something");
            assertThat(memory.embedding().complete(_ -> {}, () -> false)).isEqualTo(new Progress(1, 1));
        }
    }

    @Test
    void factsAreEmbeddedAndACorrectedOneAnew() {
        try (Memory memory = open()) {
            long conversation = say(memory, "Remember that my cat is called Mia");
            Message said = memory.conversations().messages(conversation).getFirst();
            MemoryId fact = memory.facts()
                    .remember("the cat is called Mia", said.id(), "my cat is called Mia")
                    .id();
            memory.embedding().complete(_ -> {}, () -> false);
            memory.facts().correct(fact, "the cat is called Pia");

            assertThat(memory.embedding().complete(_ -> {}, () -> false)).isEqualTo(new Progress(3, 3));
        }
        assertThat(model.seen()).anyMatch(text -> text.endsWith("called Mia")).anyMatch(text -> text.endsWith("Pia"));
    }

    @Test
    void identityFieldsAreNever() {
        try (Memory memory = open()) {
            memory.identity().set("email", "mia@example.org");
            memory.embedding().complete(_ -> {}, () -> false);
        }
        assertThat(model.seen()).isEmpty();
    }

    @Test
    void aBrokenModelIsSaidOnceAndNothingElseSuffers() {
        model.breakDown();
        try (Memory memory = open()) {
            say(memory, "My sister lives in Lisbon");
            memory.embedding().complete(_ -> {}, () -> false);

            assertThat(memory.embedding().notice()).contains("The test model is broken.");
            assertThat(memory.embedding().progress()).isEqualTo(new Progress(0, 1));
            assertThat(memory.conversations().search("Lisbon", 5)).hasSize(1);
        }
    }

    @Test
    void aTextTheModelCannotTakeDoesNotHoldUpTheOthers() {
        try (Memory memory = open()) {
            say(memory, "one", "poison", "three");
            assertThat(memory.embedding().complete(_ -> {}, () -> false)).isEqualTo(new Progress(2, 2));
            assertThat(memory.embedding().notice()).isEmpty();
        }
    }

    @Test
    void anotherModelEmbedsEverythingAnewAndGoingBackKeepsWhatIsLeft() {
        try (Memory memory = open()) {
            say(memory, "My sister lives in Lisbon", "The printer is out of ink");
            memory.embedding().complete(_ -> {}, () -> false);
        }
        WordBag other = new WordBag("other bag", 96);
        try (Memory memory = Memory.open(home, CLOCK, Optional.of(other))) {
            int[] looked = {0};
            memory.embedding().complete(_ -> {}, () -> looked[0]++ > 0);
            assertThat(memory.embedding().complete(_ -> {}, () -> false)).isEqualTo(new Progress(2, 2));
        }
        assertThat(other.seen()).hasSize(2);
        try (Database database = Database.open(home);
                Vectors vectors = new Vectors(database, Optional.of(other))) {
            assertThat(vectors.index().nearest(other.vector("printer ink"), 10, 1))
                    .extracting(Near::id)
                    .containsExactly(MemoryId.message(2));
            assertThat(vectors.index().nearest(model.vector("printer ink"), 10, 1))
                    .isEmpty();
        }
    }

    @Test
    void withoutAModelThereAreNoVectorsAndNothingIsLost() {
        try (Memory memory = Memory.open(home, CLOCK)) {
            say(memory, "My sister lives in Lisbon");
            memory.embedding().start();
            assertThat(memory.embedding().model()).isEmpty();
            assertThat(memory.embedding().complete(_ -> {}, () -> false)).isEqualTo(new Progress(0, 1));
        }
        try (Memory memory = open()) {
            assertThat(memory.embedding().complete(_ -> {}, () -> false).complete())
                    .isTrue();
        }
    }

    @Test
    void theBackgroundThreadWorksUnlessItIsPaused() throws InterruptedException {
        try (Memory memory = open()) {
            memory.embedding().pause();
            memory.embedding().start();
            say(memory, "My sister lives in Lisbon");
            Thread.sleep(100);
            assertThat(memory.embedding().progress().done()).isZero();

            memory.embedding().holdOff(Duration.ofMillis(10));
            memory.embedding().resume();
            for (int i = 0; i < 500 && !memory.embedding().progress().complete(); i++) Thread.sleep(20);
            assertThat(memory.embedding().progress()).isEqualTo(new Progress(1, 1));
        }
    }

    @Test
    void aQuestionWithoutTheThreadEmbedsTheNewestFirst() {
        try (Memory memory = open()) {
            say(memory, "My sister lives in Lisbon");
        }
        try (Database database = Database.open(home);
                Vectors vectors = new Vectors(database, Optional.of(model))) {
            vectors.prepareQuery("Lisbon");
            float[] question = vectors.query("Lisbon").orElseThrow();
            assertThat(vectors.index().nearest(question, 10, 3)).hasSize(1);
            assertThat(vectors.query("Lisbon").orElseThrow()).isSameAs(question);
        }
    }

    private static long say(Memory memory, String... texts) {
        long conversation = memory.conversations().start().id();
        for (String text : texts) memory.conversations().say(conversation, text);
        return conversation;
    }

    private MemoryId nearest(String question) {
        try (Database database = Database.open(home);
                Vectors vectors = new Vectors(database, Optional.of(model))) {
            return vectors.index()
                    .nearest(model.vector(question), 10, 1)
                    .getFirst()
                    .id();
        }
    }
}
