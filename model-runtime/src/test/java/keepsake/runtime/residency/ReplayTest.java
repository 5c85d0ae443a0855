package keepsake.runtime.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How near the cache comes to the best that knows the future, on routing recorded from real text.
class ReplayTest {
    private static final int LAYERS = 28;
    private static final int EXPERTS = 24;
    private static final int NEVER = Integer.MAX_VALUE;

    @TempDir
    private static Path folder;

    private static Path recording;
    private static byte[] bytes;

    @BeforeAll
    static void recording() throws IOException {
        recording = folder.resolve("routing.bin");
        try (InputStream in = Objects.requireNonNull(ReplayTest.class.getResourceAsStream("routing-own-chats.bin"))) {
            bytes = in.readAllBytes();
        }
        Files.write(recording, bytes);
    }

    @Tag("e2e")
    @ParameterizedTest
    @CsvSource({
        "8, 25, 0.80", "8, 40, 0.86", "8, 50, 0.89", "8, 60, 0.91", "8, 75, 0.94",
        "12, 25, 0.82", "12, 40, 0.85", "12, 50, 0.88", "12, 60, 0.91", "12, 75, 0.94",
        "16, 25, 0.87", "16, 40, 0.88", "16, 50, 0.87", "16, 60, 0.90", "16, 75, 0.94",
        "24, 25, 0.88", "24, 40, 0.94", "24, 50, 0.96", "24, 60, 0.97", "24, 75, 0.98"
    })
    void comesNearToKnowingTheFutureAtAnySize(int used, int percent, double share) throws IOException {
        Replay replay = Replay.of(Routing.read(recording, LAYERS, EXPERTS), used, percent);
        int slots = LAYERS * EXPERTS * percent / 100;

        assertThat(replay.accesses()).isEqualTo(1600L * LAYERS * used);
        assertThat(replay.cacheExperts()).isEqualTo(slots);
        long best = belady(bytes, used, slots);
        assertThat((double) replay.hits() / best).isBetween(share, 1.0);
        assertThat(replay.hits()).isGreaterThanOrEqualTo(leastRecentlyUsed(bytes, used, slots));
    }

    /// The hardest of them.
    @Test
    void comesNearToKnowingTheFuture() throws IOException {
        Replay replay = Replay.of(Routing.read(recording, LAYERS, EXPERTS), 12, 40);
        assertThat((double) replay.hits() / belady(bytes, 12, 268)).isBetween(0.85, 1.0);
    }

    /// From an empty cache each, so with half the experience.
    @Tag("e2e")
    @ParameterizedTest
    @CsvSource({"8, 25, 0.77", "8, 40, 0.84", "12, 25, 0.80", "12, 40, 0.83", "16, 25, 0.85", "16, 50, 0.85"})
    void doesSoOnEitherHalf(int used, int percent, double share) throws IOException {
        int slots = LAYERS * EXPERTS * percent / 100;
        for (int half = 0; half < 2; half++) {
            byte[] part = Arrays.copyOfRange(bytes, half * bytes.length / 2, (half + 1) * bytes.length / 2);
            Path file = Files.write(folder.resolve("half.bin"), part);
            Replay replay = Replay.of(Routing.read(file, LAYERS, EXPERTS), used, percent);
            assertThat((double) replay.hits() / belady(part, used, slots)).isGreaterThanOrEqualTo(share);
        }
    }

    @Test
    void theBestIsAsGoodAsWasFoundElsewhere() {
        double uses = 1600.0 * LAYERS;
        assertThat(belady(bytes, 8, 168) / uses / 8).isBetween(0.644, 0.645);
        assertThat(belady(bytes, 12, 268) / uses / 12).isBetween(0.729, 0.731);
        assertThat(leastRecentlyUsed(bytes, 8, 268) / uses / 8).isBetween(0.58, 0.584);
        assertThat(leastRecentlyUsed(bytes, 12, 168)).isZero();
    }

    /// Belady's optimum: what is needed again last goes first, a newcomer too. A layer's uses come at one moment.
    private static long belady(byte[] routing, int used, int slots) {
        int rows = routing.length / EXPERTS;
        int[][] next = new int[rows][used];
        int[] seen = new int[LAYERS * EXPERTS];
        Arrays.fill(seen, NEVER);
        for (int row = rows - 1; row >= 0; row--) {
            for (int i = 0; i < used; i++) {
                int id = id(routing, row, i);
                next[row][i] = seen[id];
                seen[id] = row;
            }
        }
        long hits = 0;
        NavigableSet<Long> inRam = new TreeSet<>(); // by next use, then id
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < used; i++) {
                if (inRam.remove(entry(row, id(routing, row, i)))) hits++;
            }
            for (int i = 0; i < used; i++) inRam.add(entry(next[row][i], id(routing, row, i)));
            while (inRam.size() > slots) inRam.pollLast();
        }
        return hits;
    }

    private static long entry(int nextUse, int id) {
        return ((long) nextUse << 32) | id;
    }

    private static long leastRecentlyUsed(byte[] routing, int used, int slots) {
        long hits = 0;
        Set<Integer> oldestFirst = new LinkedHashSet<>();
        for (int row = 0; row < routing.length / EXPERTS; row++) {
            for (int i = 0; i < used; i++) {
                int id = id(routing, row, i);
                if (oldestFirst.remove(id)) hits++;
                else if (oldestFirst.size() == slots)
                    oldestFirst.remove(oldestFirst.iterator().next());
                oldestFirst.add(id);
            }
        }
        return hits;
    }

    private static int id(byte[] routing, int row, int rank) {
        return row % LAYERS * EXPERTS + routing[row * EXPERTS + rank];
    }

    @Test
    void refusesWhatIsNoRouting() throws IOException {
        assertThatThrownBy(() -> Routing.read(recording, 27, EXPERTS))
                .isInstanceOf(Routing.BadRouting.class)
                .hasMessageContaining("not a whole number of tokens");
        assertThatThrownBy(() -> Routing.read(write(), 1, 2)).hasMessageContaining("0 bytes");
        assertThatThrownBy(() -> Routing.read(write(0, 1, 2, 0, 2, 1), 1, 2))
                .isInstanceOf(Routing.BadRouting.class)
                .hasMessageContaining("Token 1, layer 0")
                .hasMessageContaining("names expert 2, but there are only 2");
        assertThatThrownBy(() -> Routing.read(write(0, 1, 1, 1), 2, 2)).hasMessageContaining("names expert 1 twice");
        assertThatThrownBy(() -> Routing.read(recording, 0, EXPERTS)).hasMessageContaining("layers is 0");
        assertThatThrownBy(() -> Routing.read(recording, LAYERS, 257)).hasMessageContaining("from 1 to 256");
    }

    @Test
    void refusesNumbersThatDoNotFitTheRouting() throws IOException {
        Routing routing = Routing.read(recording, LAYERS, EXPERTS);
        assertThatThrownBy(() -> Replay.of(routing, 25, 50)).hasMessageContaining("from 1 to 24");
        assertThatThrownBy(() -> Replay.of(routing, 0, 50)).hasMessageContaining("from 1 to 24");
        assertThatThrownBy(() -> Replay.of(routing, 8, 0)).hasMessageContaining("from 1 to 100");
        assertThatThrownBy(() -> Replay.of(routing, 8, 101)).hasMessageContaining("from 1 to 100");
        assertThatThrownBy(() -> Replay.of(routing, 8, 3)).hasMessageContaining("one layer's");
    }

    @Test
    void findsEverythingButTheFirstUsesWhenAllFits() throws IOException {
        Replay replay = Replay.of(Routing.read(recording, LAYERS, EXPERTS), 24, 100);
        assertThat(replay.accesses() - replay.hits()).isEqualTo(LAYERS * EXPERTS);
    }

    private static Path write(int... ids) throws IOException {
        byte[] content = new byte[ids.length];
        for (int i = 0; i < ids.length; i++) content[i] = (byte) ids[i];
        return Files.write(folder.resolve("other.bin"), content);
    }
}
