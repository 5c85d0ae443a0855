package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import keepsake.memory.Memory.Repaired;
import keepsake.memory.sql.Database;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Damaged, cut-off and full: a memory opens, or is refused in a sentence and can be repaired. It never crashes, and
/// what
/// can be read is never lost.
@Tag("e2e")
class FaultTest {
    private static final int MESSAGES = 400;
    private static final int FLIPS = Integer.getInteger("keepsake.flips", 40);

    @TempDir
    Path folder;

    private final Random random = new Random(11);

    private static Memory open(Path home) {
        return Memory.open(home, InstantSource.system());
    }

    /// Messages of many lengths, facts, an identity.
    private static void fill(Memory memory) {
        long conversation = memory.conversations().start().id();
        for (int i = 0; i < MESSAGES; i++) {
            if (i % 20 == 0) conversation = memory.conversations().start().id();
            Message said = memory.conversations().say(conversation, text(i));
            if (i % 10 == 0) memory.facts().remember("number " + i, said.id(), "number " + i);
        }
        memory.identity().set("given-name", "Ada");
    }

    private static String text(int i) {
        return "I say number " + i + ", " + "which is a word ".repeat(i % 17 == 0 ? 500 : i % 7);
    }

    private byte[] filled() throws IOException {
        Path home = folder.resolve("whole");
        try (Memory memory = open(home)) {
            fill(memory);
        }
        return Files.readAllBytes(home.resolve("keepsake.db"));
    }

    private Path homeWith(String name, byte[] database) throws IOException {
        Path home = Files.createDirectory(folder.resolve(name));
        Path file = Files.write(home.resolve("keepsake.db"), database);
        // As Keepsake makes it; otherwise the checkup finds that others can read it.
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return home;
    }

    /// Everything a start of Keepsake reads. Nothing but a sentence may come out of it.
    private static Optional<String> trouble(Path home) {
        try (Memory memory = open(home)) {
            memory.conversations().list().forEach(c -> memory.conversations().messages(c.id()));
            memory.facts().active();
            memory.identity().fields();
            memory.recall().recall(new Recall.Question("number 7", 5, Optional.empty(), Recall.Purpose.SEARCH));
            Memory.Health health = memory.check();
            return health.ok()
                    ? Optional.empty()
                    : Optional.of(health.findings().toString());
        } catch (MemoryException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    private static int saved(Path home) {
        try (Memory memory = open(home)) {
            assertThat(memory.check().ok()).as(memory.check().toString()).isTrue();
            List<Message> all = new ArrayList<>();
            memory.conversations().everyMessage(all::add);
            return all.size();
        }
    }

    @Test
    void fallenOverBitsAreFoundOrHarmlessAndRepaired() throws IOException {
        byte[] whole = filled();
        int repaired = 0;
        int unreadable = 0;
        for (int i = 0; i < FLIPS; i++) {
            byte[] broken = whole.clone();
            for (int bits = 0; bits < 1 + i % 12; bits++) {
                broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path home = homeWith("flip" + i, broken);
            if (trouble(home).isEmpty()) {
                assertThat(saved(home)).isEqualTo(MESSAGES);
                continue;
            }
            repaired++;
            try {
                Repaired report = Memory.repair(home, InstantSource.system());
                assertThat(report.findings()).isNotEmpty();
                assertThat(saved(home)).as(report.toString()).isGreaterThan(MESSAGES / 2);
            } catch (MemoryException refused) {
                unreadable++;
                assertThat(refused.getMessage()).contains("Nothing can be read").endsWith(".");
                assertThat(home.toFile().list()).anyMatch(file -> file.contains(".damaged-"));
            }
        }
        System.out.println(
                FLIPS + " files with flipped bits: " + repaired + " repaired, " + unreadable + " of them unreadable");
        assertThat(repaired).isPositive();
        assertThat(unreadable).isLessThan(repaired / 4 + 1);
    }

    @Test
    void overwrittenPagesCostOnlyWhatWasOnThem() throws IOException {
        byte[] whole = filled();
        int pages = whole.length / 4096;
        for (int i = 0; i < 10; i++) {
            byte[] broken = whole.clone();
            int page = 2 + random.nextInt(pages - 2);
            // Nothing leads to the rows under an inner page of a tree that is gone, nor to a table when the list of
            // tables is (docs/decisions/0133).
            while (isInner(whole, page) || schema(whole).contains(page)) page = 2 + random.nextInt(pages - 2);
            for (int at = page * 4096; at < (page + 1) * 4096; at++) broken[at] = (byte) random.nextInt(256);
            Path home = homeWith("page" + i, broken);
            if (trouble(home).isEmpty()) continue;
            Repaired report = Memory.repair(home, InstantSource.system());
            assertThat(saved(home)).as("page " + page + " " + report).isGreaterThan(MESSAGES / 2);
            assertThat(trouble(home)).isEmpty();
        }
    }

    /// SQLite's file format: the first byte of an inner page is 2 (index) or 5 (table).
    private static boolean isInner(byte[] file, int page) {
        byte kind = file[page * 4096];
        return kind == 2 || kind == 5;
    }

    /// The pages, from 0, of the list of tables: what the first page, whose header is at 100, leads to.
    private static Set<Integer> schema(byte[] file) {
        ByteBuffer first = ByteBuffer.wrap(file, 0, 4096);
        if (first.get(100) != 5) return Set.of(0);
        Set<Integer> pages = new HashSet<>(Set.of(0, first.getInt(108) - 1));
        for (int cell = 0; cell < first.getShort(103); cell++) {
            pages.add(first.getInt(first.getShort(112 + 2 * cell)) - 1);
        }
        return pages;
    }

    @Test
    void aFileThatWasCutOffIsRefusedAndWhatIsThereIsSaved() throws IOException {
        byte[] whole = filled();
        for (int percent : List.of(1, 30, 60, 90, 99)) {
            byte[] cut = java.util.Arrays.copyOf(whole, (int) ((long) whole.length * percent / 100));
            Path home = homeWith("cut" + percent, cut);
            assertThat(trouble(home)).as(percent + " %").isPresent();
            try {
                Repaired report = Memory.repair(home, InstantSource.system());
                assertThat(report.whole()).as(report.toString()).isFalse();
                assertThat(trouble(home)).as(percent + " %").isEmpty();
            } catch (MemoryException refused) {
                assertThat(refused.getMessage()).contains("Nothing can be read");
            }
        }
    }

    private static final class Live {
        private final byte[] database;
        private final byte[] journal;

        private Live(byte[] database, byte[] journal) {
            this.database = database;
            this.journal = journal;
        }
    }

    /// As a kill leaves it: most of it is in the journal.
    private Live live() throws IOException {
        Path home = folder.resolve("live");
        try (Memory memory = open(home)) {
            fill(memory);
            return new Live(
                    Files.readAllBytes(home.resolve("keepsake.db")),
                    Files.readAllBytes(home.resolve("keepsake.db-wal")));
        }
    }

    @Test
    void aDamagedJournalIsNotLeftOutSilently() throws IOException {
        Live live = live();
        int frames = (live.journal.length - 32) / 4120;
        for (int i = 0; i < 12; i++) {
            byte[] broken = live.journal.clone();
            int at = i == 0 ? 20 : 32 + random.nextInt(frames / 2) * 4120 + 24 + random.nextInt(4096);
            broken[at] ^= (byte) (1 << random.nextInt(8));
            Path home = homeWith("journal" + i, live.database);
            Files.write(home.resolve("keepsake.db-wal"), broken);
            Optional<String> trouble = trouble(home);
            if (trouble.isEmpty()) {
                // An old frame, of which a checkpoint had taken everything already.
                assertThat(saved(home)).isEqualTo(MESSAGES);
                continue;
            }
            assertThat(trouble.get()).contains("doctor --repair");
            Repaired report = Memory.repair(home, InstantSource.system());
            if (i > 0) assertThat(saved(home)).as(report.toString()).isGreaterThan(MESSAGES * 9 / 10);
            assertThat(trouble(home)).isEmpty();
        }
    }

    @Test
    void aJournalThatWasCutOffLosesNothingBeforeTheCut() throws IOException {
        Live live = live();
        int before = 0;
        for (int percent : List.of(0, 20, 50, 80, 100)) {
            Path home = homeWith("cutoff" + percent, live.database);
            byte[] cut = java.util.Arrays.copyOf(live.journal, (int) ((long) live.journal.length * percent / 100));
            Files.write(home.resolve("keepsake.db-wal"), cut);
            int now = saved(home);
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
        assertThat(before).isEqualTo(MESSAGES);
    }

    @Test
    void aRepairIsRefusedWhileTheMemoryIsOpenAndChangesNothingOnAWholeOne() throws IOException {
        Path home = folder.resolve("home");
        try (Memory memory = open(home)) {
            fill(memory);
            assertThatThrownBy(() -> Memory.repair(home, InstantSource.system()))
                    .isInstanceOf(MemoryException.class)
                    .hasMessageContaining("close it");
        }
        byte[] before = Files.readAllBytes(home.resolve("keepsake.db"));
        Repaired report = Memory.repair(home, InstantSource.system());
        assertThat(report.whole()).isTrue();
        assertThat(report.aside()).isEmpty();
        assertThat(Files.readAllBytes(home.resolve("keepsake.db"))).hasSameSizeAs(before);
        assertThatThrownBy(() -> Memory.repair(folder.resolve("nowhere"), InstantSource.system()))
                .isInstanceOf(MemoryException.class);
    }

    @Test
    void whileAnotherKeepsakeReadsTheLastTracesWaitAndTheUserIsTold() {
        Path home = folder.resolve("shared");
        try (Memory memory = open(home)) {
            MemoryId said = memory.conversations()
                    .say(memory.conversations().start().id(), "My Grumblewort is hidden")
                    .id();
            try (Database other = Database.open(home)) {
                Erasure.Erased erased = other.read(sql -> {
                    sql.number("SELECT count(*) FROM message");
                    return memory.erasure().erase(List.of(said));
                });
                assertThat(erased.pending().orElseThrow())
                        .contains("other Keepsake")
                        .endsWith(".");
            }
            assertThat(memory.conversations().message(said)).isEmpty();
            assertThat(memory.erasure().pending()).isPresent();
            assertThat(memory.check().ok()).isFalse();
            assertThat(memory.erasure().finish()).isEmpty();
            assertThat(memory.check().ok()).as(memory.check().toString()).isTrue();
            assertThat(FileBytes.of(home).holding(List.of("Grumblewort"))).isEmpty();
        }
    }

    /// Says until it cannot, in a process whose files may not grow.
    static final class Talker {
        private Talker() {}

        public static void main(String[] arguments) {
            try (Memory memory = open(Path.of(arguments[0]))) {
                long conversation = memory.conversations().start().id();
                for (int i = 0; i < 5_000; i++) {
                    String text = "x".repeat(4_000) + i;
                    MemoryId id = memory.conversations().say(conversation, text).id();
                    System.out.println("said " + id + " " + text.hashCode());
                }
            } catch (MemoryException full) {
                System.out.println("refused " + full.getMessage());
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileThatMayNotGrowLosesNothingAcknowledged() throws IOException, InterruptedException {
        Path home = folder.resolve("full");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process talking = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f 6000; exec \"$@\"",
                        "bash",
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:-UsePerfData",
                        "-Xmx200m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Talker.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(talking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(talking.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Map<String, Integer> said = new HashMap<>();
        List<String> refused = new ArrayList<>();
        out.lines().forEach(line -> {
            String[] words = line.split(" ", 3);
            if (words[0].equals("said")) said.put(words[1], Integer.valueOf(words[2]));
            else refused.add(line);
        });
        assertThat(refused).as(out).hasSize(1);
        assertThat(said.size()).isBetween(10, 4_000);
        try (Memory memory = open(home)) {
            assertThat(memory.check().ok()).as(memory.check().toString()).isTrue();
            said.forEach((id, hash) -> assertThat(memory.conversations()
                            .message(MemoryId.parse(id))
                            .orElseThrow()
                            .text()
                            .hashCode())
                    .isEqualTo(hash));
        }
    }
}
