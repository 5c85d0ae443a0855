package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import keepsake.memory.Recall.Purpose;
import keepsake.memory.Recall.Question;
import keepsake.memory.sql.Database;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten thousand conversations. Speed is printed, not asserted; what must hold are the results.
@Tag("e2e")
class ScaleTest {
    private static final int CONVERSATIONS = 10_000;

    @TempDir
    Path home;

    @Test
    void listsSearchesAndRecallsAmongTenThousandConversations() {
        fill();
        try (Memory memory = Memory.open(home, InstantSource.system())) {
            assertThat(timed("list", () -> memory.conversations().list())).hasSize(CONVERSATIONS);
            assertThat(timed("search one word", () -> memory.conversations().search(SomeWords.word(7_777), 20)))
                    .hasSize(1);
            assertThat(timed("search a common prefix", () -> memory.conversations()
                            .search("conv", 20)))
                    .hasSize(20);
            assertThat(timed("search one letter", () -> memory.conversations().search("m", 20)))
                    .hasSize(20);
            Question question = new Question(
                    "What is my " + SomeWords.word(4_242) + " called?", 8, Optional.empty(), Purpose.EVIDENCE);
            // Until then questions are answered without what tells frequent words from rare ones.
            memory.recall().prepare();
            assertThat(timed("recall", () -> memory.recall().recall(question))).hasSize(1);
            assertThat(timed("fields", () -> memory.identity().fields())).isEmpty();
            assertThat(timed("check", memory::check).ok()).isTrue();
        }
    }

    private static <T> T timed(String what, java.util.function.Supplier<T> work) {
        T result = work.get();
        long start = System.nanoTime();
        for (int i = 0; i < 5; i++) result = work.get();
        System.out.printf("%s: %.1f ms%n", what, (System.nanoTime() - start) / 5e6);
        return result;
    }

    private void fill() {
        try (Database database = Database.open(home)) {
            database.write(sql -> {
                for (int i = 1; i <= CONVERSATIONS; i++) {
                    String text = "My " + SomeWords.word(i) + " is called thing in conversation number " + i;
                    sql.update(
                            "INSERT INTO conversation (title, started_at, changed_at) VALUES (?, ?, ?)",
                            "Conversation " + i,
                            i,
                            i);
                    sql.update(
                            "INSERT INTO message (conversation_id, role, text, said_at, state, told, told_key)"
                                    + " VALUES (?, 'user', ?, ?, 'complete', ?, ?)",
                            i,
                            text,
                            i,
                            text,
                            text);
                    sql.update("INSERT INTO telling (message_id, key, text) VALUES (?, ?, ?)", 2 * i - 1, text, text);
                    sql.update(
                            "INSERT INTO message (conversation_id, parent_id, role, text, said_at, state)"
                                    + " VALUES (?, (SELECT max(id) FROM message), 'assistant', ?, ?, 'complete')",
                            i,
                            "Good to know. ".repeat(20),
                            i);
                }
                return CONVERSATIONS;
            });
        }
    }
}
