package keepsake.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import keepsake.memory.ArchivedConversation;
import keepsake.memory.ArchivedMessage;
import keepsake.memory.Memory;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.Recall.Purpose;
import keepsake.memory.Recall.Question;
import keepsake.memory.Recall.Recollection;
import keepsake.memory.TestClock;
import keepsake.memory.sql.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Much to index at once, as after an import.
class CatchUpTest {
    private static final int MESSAGES = 1_200;

    @TempDir
    Path folder;

    @Test
    void manyAtOnceAreIndexedAsAFewAtATimeAre() {
        List<String> texts = texts();
        Path often = folder.resolve("often");
        Path once = folder.resolve("once");
        for (Path home : List.of(often, once)) {
            try (Memory memory = Memory.open(home, new TestClock())) {
                for (int from = 0; from < texts.size(); from += 100) {
                    memory.archive().add(conversation("c" + from, texts.subList(from, from + 100)));
                    if (home.equals(often)) memory.recall().prepare();
                }
                memory.recall().prepare();
                // Many of those that are indexed become due again.
                List<MemoryId> hidden = new ArrayList<>();
                for (long id = 1; id < MESSAGES; id += 3) hidden.add(MemoryId.message(id));
                memory.erasure().hide(hidden);
                memory.recall().prepare();
                memory.erasure().show(hidden.subList(0, hidden.size() / 2));
                memory.recall().prepare();
            }
        }
        assertThat(content(once)).hasSizeGreaterThan(1_000).isEqualTo(content(often));
    }

    @Test
    void whatIsNotIndexedYetIsFoundByItsWords() {
        List<String> texts = texts();
        texts.set(700, "My kayaks are orange, and I paddled on the Elbe");
        try (Memory memory = Memory.open(folder, new TestClock());
                Database other = Database.open(folder)) {
            long conversation =
                    memory.archive().add(conversation("import", texts)).conversations();
            assertThat(conversation).isOne();
            // Nothing can be indexed while another process writes.
            List<Recollection> found = other.write(sql -> {
                List<Recollection> all = new ArrayList<>();
                for (Purpose purpose : Purpose.values()) {
                    all.addAll(memory.recall()
                            .recall(new Question("What colour is my kayak?", 3, Optional.empty(), purpose)));
                }
                assertThat(sql.number("SELECT count(*) FROM place")).isZero();
                return all;
            });
            assertThat(found)
                    .extracting(Recollection::text)
                    .filteredOn(text -> text.contains("orange"))
                    .hasSize(2);
            memory.recall().prepare();
            assertThat(memory.recall()
                            .recall(new Question("What colour is my kayak?", 3, Optional.empty(), Purpose.SEARCH))
                            .getFirst()
                            .text())
                    .contains("orange");
        }
    }

    private static List<String> texts() {
        Random random = new Random(3);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            StringBuilder text = new StringBuilder("I remember");
            for (int word = 0; word < 3 + random.nextInt(12); word++) {
                text.append(" w").append((int) Math.exp(random.nextDouble() * Math.log(3_000)));
            }
            texts.add(text.toString());
        }
        return texts;
    }

    private static ArchivedConversation conversation(String key, List<String> texts) {
        List<ArchivedMessage> messages = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            messages.add(new ArchivedMessage(
                    key + i,
                    i == 0 ? Optional.empty() : Optional.of(key + (i - 1)),
                    Message.Role.USER,
                    Optional.empty(),
                    texts.get(i),
                    Instant.EPOCH.plusSeconds(i * 7_000L)));
        }
        return new ArchivedConversation("chatgpt", key, "Conversation", Instant.EPOCH, messages);
    }

    /// What the index holds, whatever numbers words have in it: places, and messages by word.
    private static Map<String, String> content(Path home) {
        try (Database database = Database.open(home)) {
            return database.read(sql -> {
                Map<String, String> content = new TreeMap<>();
                sql.visit(
                        "SELECT w.text, w.messages, p.block, p.places FROM word w JOIN word_place p ON p.word = w.id",
                        row -> {
                            List<String> places = new ArrayList<>();
                            PlaceList.visit(
                                    row.getLong(3),
                                    row.getBytes(4),
                                    (message, times) -> places.add(message + "×" + times));
                            content.put(row.getString(1) + " " + row.getLong(3), row.getLong(2) + " in " + places);
                            return true;
                        });
                sql.visit("SELECT * FROM place", row -> {
                    List<Long> place = new ArrayList<>();
                    for (int column = 2; column <= 7; column++) place.add(row.getLong(column));
                    content.put("place " + row.getLong(1), place.toString());
                    return true;
                });
                content.put("all", sql.text("SELECT places || ' of ' || length FROM place_state"));
                content.put("due", sql.text("SELECT count(*) FROM place_due"));
                content.put("words", sql.text("SELECT count(*) FROM word"));
                return content;
            });
        }
    }
}
