package keepsake.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import keepsake.memory.Memory;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.TestClock;
import keepsake.memory.sql.Database;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextIndexTest {
    private static final List<String> WORDS = List.of("kayak", "walnut", "harbour", "violin", "lantern");

    @TempDir
    Path folder;

    @Provide
    Arbitrary<List<String>> steps() {
        Arbitrary<String> says =
                Arbitraries.of(WORDS).list().ofMinSize(1).ofMaxSize(4).map(words -> "say " + String.join(" ", words));
        return Arbitraries.oneOf(says, says, Arbitraries.of("hide", "show", "erase", "ask"))
                .list()
                .ofMaxSize(25);
    }

    /// Whatever happened, the index holds for each word just the messages that hold it, and no other words.
    @Property(tries = 60)
    void holdsWhatTheMessagesHold(@ForAll("steps") List<String> steps) throws IOException {
        Path home = Files.createTempDirectory("keepsake-index");
        try {
            Map<Long, String> visible = new TreeMap<>();
            Map<Long, String> hidden = new TreeMap<>();
            try (Memory memory = Memory.open(home, new TestClock())) {
                long conversation = memory.conversations().start().id();
                for (String step : steps) act(memory, conversation, step, visible, hidden);
                memory.recall().prepare();
            }
            try (Database database = Database.open(home)) {
                for (String word : WORDS) {
                    List<Long> expected = visible.entrySet().stream()
                            .filter(entry ->
                                    List.of(entry.getValue().split(" ", -1)).contains(word))
                            .map(Map.Entry::getKey)
                            .toList();
                    assertThat(indexed(database, Terms.of(word).getFirst()))
                            .as(word)
                            .isEqualTo(expected);
                }
                long places = database.read(sql -> sql.number("SELECT places FROM place_state"));
                assertThat(places).isEqualTo(visible.size());
                long empty = database.read(sql -> sql.number("SELECT count(*) FROM word WHERE messages < 1"));
                assertThat(empty).isZero();
            }
        } finally {
            try (var files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            }
        }
    }

    private static void act(
            Memory memory, long conversation, String step, Map<Long, String> visible, Map<Long, String> hidden) {
        if (step.startsWith("say ")) {
            Message said = memory.conversations().say(conversation, step.substring(4));
            visible.put(said.id().number(), step.substring(4));
        } else if (step.equals("ask")) {
            memory.recall().prepare();
        } else if (step.equals("show") && !hidden.isEmpty()) {
            long id = hidden.keySet().iterator().next();
            memory.erasure().show(List.of(MemoryId.message(id)));
            visible.put(id, hidden.remove(id));
        } else if (!step.equals("show") && !visible.isEmpty()) {
            long id = visible.keySet().iterator().next();
            String text = visible.remove(id);
            if (step.equals("hide")) {
                memory.erasure().hide(List.of(MemoryId.message(id)));
                hidden.put(id, text);
            } else {
                memory.erasure().erase(List.of(MemoryId.message(id)));
            }
        }
    }

    private static List<Long> indexed(Database database, String term) {
        return database.read(sql -> {
            List<Long> found = new ArrayList<>();
            sql.visit(
                    "SELECT p.block, p.places FROM word w JOIN word_place p ON p.word = w.id WHERE w.text = ?"
                            + " ORDER BY p.block",
                    row -> {
                        PlaceList.visit(row.getLong(1), row.getBytes(2), (message, times) -> found.add(message));
                        return true;
                    },
                    term);
            return found;
        });
    }

    @Property(tries = 200)
    void aListOfPlacesHoldsWhatWasPutIn(@ForAll("places") List<Integer> messages) {
        byte[] list = {};
        TreeMap<Long, Integer> expected = new TreeMap<>();
        for (int message : messages) {
            int times = message % 7;
            list = PlaceList.with(list, new int[] {message}, new int[] {times}, 0, 1);
            if (times == 0) expected.remove((long) message);
            else expected.put((long) message, times);
        }
        TreeMap<Long, Integer> found = new TreeMap<>();
        PlaceList.visit(0, list, found::put);
        assertThat(found).isEqualTo(expected);
    }

    @Provide
    Arbitrary<List<Integer>> places() {
        return Arbitraries.integers()
                .between(0, (1 << PlaceList.BLOCK_BITS) - 1)
                .list()
                .ofMaxSize(60);
    }

    @Test
    void anOlderMemoryIsIndexedAtItsFirstQuestion() {
        try (Memory memory = Memory.open(folder, new TestClock())) {
            memory.conversations().say(memory.conversations().start().id(), "My kayak is orange");
        }
        try (Database database = Database.open(folder)) {
            database.write(sql -> sql.update("UPDATE place_state SET form = 0"));
            assertThat(new TextIndex(database).catchUp()).isEqualTo(1);
            assertThat(new TextIndex(database).catchUp()).isZero();
        }
    }
}
