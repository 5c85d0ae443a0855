package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import keepsake.memory.Conversations.AnswerDraft;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationsTest {
    @TempDir
    Path home;

    private final TestClock clock = new TestClock();
    private Memory memory;
    private Conversations conversations;

    @BeforeEach
    void open() {
        memory = Memory.open(home, clock);
        conversations = memory.conversations();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private long said(String... texts) {
        long id = conversations.start().id();
        for (String text : texts) {
            clock.tick();
            conversations.say(id, text);
        }
        return id;
    }

    @Test
    void keepsWhatWasSaidAndAnsweredAcrossARestart() {
        long id = said("Hello there.");
        AnswerDraft draft =
                conversations.answer(id, List.of(MemoryId.fact(3), MemoryId.message(1)), "test · streaming");
        draft.append("Hel");
        draft.append("lo!");
        draft.finish(Message.State.COMPLETE, Optional.empty());
        memory.close();
        open();

        List<Message> messages = conversations.messages(id);
        assertThat(messages).extracting(Message::text).containsExactly("Hello there.", "Hello!");
        Message answer = messages.get(1);
        assertThat(answer.parent()).contains(messages.getFirst().id());
        assertThat(answer.state()).isEqualTo(Message.State.COMPLETE);
        assertThat(answer.memoriesGiven()).containsExactly(MemoryId.fact(3), MemoryId.message(1));
        assertThat(answer.madeBy()).contains("test · streaming");
        assertThat(conversations.find(id).orElseThrow().messages()).isEqualTo(2);
    }

    @Test
    void listsWhatChangedLastFirstAndNothingEmpty() {
        long first = said("First");
        long second = said("Second");
        conversations.start();
        assertThat(conversations.list()).extracting(Conversation::id).containsExactly(second, first);
        clock.tick();
        conversations.say(first, "again");
        assertThat(conversations.list()).extracting(Conversation::id).containsExactly(first, second);
    }

    @Test
    void namesAConversationAfterItsFirstSentence() {
        assertThat(title("## **Plan** my [trip](http://x) to Rome. It starts in May."))
                .isEqualTo("Plan my trip to Rome");
        assertThat(title("- what about snake_case_names?")).isEqualTo("what about snake_case_names?");
        assertThat(title("word ".repeat(40))).hasSizeLessThanOrEqualTo(60).endsWith("word…");
        assertThat(title("x".repeat(500))).hasSize(60);
        assertThat(title("\n\n   \nSecond line")).isEqualTo("Second line");
        assertThat(title("e.g. this")).isEqualTo("e.g");
    }

    private String title(String text) {
        return conversations.find(said(text)).orElseThrow().title();
    }

    @Test
    void keepsAnAnswerThatItsWriterLeftAsInterrupted() {
        long id = said("Question");
        AnswerDraft draft = conversations.answer(id, List.of(), "test");
        draft.append("half an");
        memory.close();
        open();
        assertThat(conversations.message(draft.id()).orElseThrow().state()).isEqualTo(Message.State.INTERRUPTED);
    }

    @Test
    void leavesAnAnswerAloneThatAnotherOpeningStillWrites() {
        long id = said("Question");
        AnswerDraft draft = conversations.answer(id, List.of(), "test");
        try (Memory other = Memory.open(home, clock)) {
            assertThat(other.conversations().message(draft.id()).orElseThrow().state())
                    .isEqualTo(Message.State.WRITING);
        }
        assertThat(draft.finish(Message.State.FAILED, Optional.of("No model.")).problem())
                .contains("No model.");
    }

    @Test
    void deletesAndRestores() {
        long id = said("The zeppelin lands at noon");
        conversations.delete(id);
        assertThat(conversations.list()).isEmpty();
        assertThat(conversations.search("zeppelin", 10)).isEmpty();
        assertThat(conversations.find(id)).isEmpty();
        assertThatThrownBy(() -> conversations.say(id, "more")).isInstanceOf(MemoryException.class);
        conversations.restore(id);
        assertThat(conversations.search("zeppelin", 10)).hasSize(1);
        assertThat(conversations.messages(id)).hasSize(1);
    }

    @Test
    void searchesEveryWordWithPrefixesInMessagesAndTitles() {
        long trip = said("We fly to Zürich in October", "The hotel is near the university");
        said("Nothing of that sort");
        assertThat(conversations.search("zurich octo", 5)).singleElement().satisfies(found -> {
            assertThat(found.conversation().id()).isEqualTo(trip);
            assertThat(found.excerpt()).contains("Zürich");
        });
        for (String typed : List.of("u", "univ", "universi", "university")) {
            assertThat(conversations.search("hotel " + typed, 5))
                    .as(typed)
                    .singleElement()
                    .extracting(Conversations.Found::message)
                    .isEqualTo(
                            Optional.of(conversations.messages(trip).getLast().id()));
        }
        conversations.rename(trip, "Holidays");
        assertThat(conversations.search("holid", 5)).hasSize(1);
        assertThat(conversations.search("zurich missing", 5)).isEmpty();
        assertThat(conversations.search("\" OR * ( NEAR", 5)).isEmpty();
        assertThat(conversations.search("  ", 5)).isEmpty();
    }

    @Test
    void renamesWithASentenceWhenItCannot() {
        long id = said("x");
        assertThatThrownBy(() -> conversations.rename(id, " \n"))
                .isInstanceOfSatisfying(
                        MemoryException.class, e -> assertThat(e.reason()).isEqualTo(MemoryException.Reason.BAD_INPUT));
        assertThatThrownBy(() -> conversations.rename(99, "t")).isInstanceOf(MemoryException.class);
    }

    @Test
    void findsAnAnswerOnceItIsWhole() {
        long id = said("Question");
        AnswerDraft draft = conversations.answer(id, List.of(), "test");
        draft.append("The kumquat");
        assertThat(conversations.search("kumquat", 5)).isEmpty();
        draft.finish(Message.State.STOPPED, Optional.empty());
        assertThat(conversations.search("kumquat", 5)).hasSize(1);
        assertThat(memory.check().findings()).anyMatch(f -> f.contains("text index agrees"));
        assertThat(memory.check().ok()).isTrue();
    }
}
