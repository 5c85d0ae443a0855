package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import keepsake.memory.RecallLog.Use;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecallLogTest {
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
        return memory.conversations().say(memory.conversations().start().id(), text);
    }

    private Message answer(Message asked, String text) {
        Conversations.AnswerDraft draft = memory.conversations().answer(asked.conversationId(), List.of(), "test");
        draft.append(text);
        return draft.finish(Message.State.COMPLETE, Optional.empty());
    }

    private Fact remember(String statement) {
        return memory.facts()
                .remember(statement, say("Remember that " + statement).id(), statement);
    }

    @Test
    void notesWhatWasFoundGivenAndCited() {
        Fact dog = remember("my dog is called Bruno");
        Fact cat = remember("my cat is called Mia");
        Fact tea = remember("I like tea");
        Message asked = say("What is my dog called?");
        Message answer = answer(asked, "Your dog is called Bruno.");
        memory.recallLog().note(answer.id(), List.of(dog.id(), cat.id(), tea.id()), List.of(dog.id(), cat.id()));
        assertThat(memory.recallLog().of(answer.id()))
                .extracting(Use::memory, Use::rank, Use::isGiven, Use::isCited)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(dog.id(), 1, true, true),
                        org.assertj.core.groups.Tuple.tuple(cat.id(), 2, true, false),
                        org.assertj.core.groups.Tuple.tuple(tea.id(), 3, false, false));
        assertThat(memory.recallLog().uses(dog.id())).singleElement().satisfies(use -> assertThat(use.question())
                .isEqualTo(asked.id()));
    }

    @Test
    void anAnswerIsNotedOnce() {
        Fact dog = remember("my dog is called Bruno");
        Message answer = answer(say("What is my dog called?"), "Bruno.");
        memory.recallLog().note(answer.id(), List.of(dog.id()), List.of(dog.id()));
        memory.recallLog().note(answer.id(), List.of(dog.id()), List.of());
        assertThat(memory.recallLog().of(answer.id())).singleElement().satisfies(use -> assertThat(use.isGiven())
                .isTrue());
    }

    @Test
    void searchingIsNoUse() {
        Fact dog = remember("my dog is called Bruno");
        memory.recall().recall(new Recall.Question("dog", 5, Optional.empty(), Recall.Purpose.SEARCH));
        memory.recall().recall(new Recall.Question("dog", 5, Optional.empty(), Recall.Purpose.EVIDENCE));
        assertThat(memory.recallLog().uses(dog.id())).isEmpty();
    }

    @Test
    void goesWithItsQuestionItsAnswerOrTheMemory() {
        for (int part = 0; part < 3; part++) {
            Fact dog = remember("my dog is called Bruno" + part);
            Message asked = say("What is my dog called?");
            Message answer = answer(asked, "Bruno" + part);
            memory.recallLog().note(answer.id(), List.of(dog.id()), List.of(dog.id()));
            assertThat(memory.recallLog().of(answer.id())).hasSize(1);
            memory.erasure()
                    .erase(List.of(List.of(asked.id(), answer.id(), dog.id()).get(part)));
            assertThat(memory.recallLog().of(answer.id())).isEmpty();
            assertThat(memory.recallLog().uses(dog.id())).isEmpty();
        }
    }

    @Test
    void oldUsesAreForgotten() {
        Fact dog = remember("my dog is called Bruno");
        Message first = answer(say("What is my dog called?"), "Bruno.");
        memory.recallLog().note(first.id(), List.of(dog.id()), List.of());
        clock.advance(Duration.ofDays(RecallLog.MOST_DAYS + 1));
        Message second = answer(say("And what is my dog called now?"), "Bruno.");
        memory.recallLog().note(second.id(), List.of(dog.id()), List.of());
        assertThat(memory.recallLog().uses(dog.id())).extracting(Use::answer).containsExactly(second.id());
    }
}
