package keepsake.memory.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import keepsake.memory.Archive.Copy;
import keepsake.memory.Archive.Format;
import keepsake.memory.Archive.Overwriting;
import keepsake.memory.Archive.Watch;
import keepsake.memory.Archive.With;
import keepsake.memory.Memory;
import keepsake.memory.MemoryException;
import keepsake.memory.Message;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// Whatever the bytes are, an import ends with a report or with one kind of exception, and the memory is whole.
class DamagedImportTest {
    private static final Path FOLDER = temporary();
    private static final Memory MEMORY =
            Memory.open(FOLDER.resolve("home"), InstantSource.fixed(Instant.parse("2026-05-03T10:00:00Z")));

    private static byte[] chatGpt = {};
    private static byte[] claude = {};
    private static byte[] zip = {};
    private static byte[] lines = {};
    private static byte[] markdown = {};

    private static Path temporary() {
        try {
            return Files.createTempDirectory("keepsake-damaged");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeContainer
    static void makeWholeFiles() throws IOException {
        chatGpt = fixture("chatgpt.json");
        claude = fixture("claude.json");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("conversations.json"));
            out.write(chatGpt);
        }
        zip = bytes.toByteArray();
        try (Memory memory = Memory.open(FOLDER.resolve("source"), InstantSource.system())) {
            Message said =
                    memory.conversations().say(memory.conversations().start().id(), "My boat is called Halcyon");
            memory.facts().remember("My boat is called Halcyon", said.id(), "My boat");
            memory.conversations().answer(said.conversationId(), List.of(said.id()), "test");
            memory.identity().set("given-name", "Zoë");
            Path file = FOLDER.resolve("export");
            memory.archive().write(Copy.JSONL, file, Overwriting.ALLOWED, With.IDENTITY);
            lines = Files.readAllBytes(file);
            memory.archive().write(Copy.MARKDOWN, file, Overwriting.ALLOWED, With.IDENTITY);
            markdown = Files.readAllBytes(file);
        }
    }

    private static byte[] fixture(String name) throws IOException {
        try (InputStream in = DamagedImportTest.class.getResourceAsStream(name)) {
            if (in == null) throw new IOException(name + " is missing");
            return in.readAllBytes();
        }
    }

    @AfterContainer
    static void isWholeAndClosed() throws IOException {
        assertThat(MEMORY.check().ok()).as(MEMORY.check().toString()).isTrue();
        MEMORY.close();
        try (var files = Files.walk(FOLDER)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    private static byte[] whole(Format format, Random random) {
        return switch (format) {
            case CHATGPT -> random.nextBoolean() ? chatGpt : zip;
            case CLAUDE -> claude;
            case MARKDOWN -> markdown;
            case JSONL -> lines;
        };
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        switch (random.nextInt(5)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> {
                int flips = 1 + random.nextInt(8);
                for (int i = 0; i < flips; i++) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 2 -> {
                int at = random.nextInt(bytes.length);
                byte[] noise = new byte[Math.min(bytes.length - at, 1 + random.nextInt(30))];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, at, noise.length);
            }
            case 3 -> {
                // A piece of it twice, or one missing.
                int from = random.nextInt(bytes.length);
                int to = random.nextInt(bytes.length);
                byte[] spliced = Arrays.copyOf(bytes, from + bytes.length - to);
                System.arraycopy(bytes, to, spliced, from, bytes.length - to);
                bytes = spliced;
            }
            default -> {
                bytes = new byte[random.nextInt(3_000)];
                random.nextBytes(bytes);
            }
        }
        return bytes;
    }

    @Property(tries = 300)
    void endsWithAReportOrASentence(@ForAll Format format, @ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Path file = Files.write(FOLDER.resolve("damaged.md"), damaged(whole(format, random), random));
        try {
            var report = MEMORY.archive().read(format, file, Watch.NOBODY);
            assertThat(report.problems()).hasSizeLessThanOrEqualTo(report.skipped());
        } catch (MemoryException refused) {
            assertThat(refused.reason()).isEqualTo(MemoryException.Reason.BAD_INPUT);
            assertThat(refused.getMessage()).endsWith(".").doesNotContain("Exception");
        }
    }

    @Property(tries = 10)
    void whatIsWholeStillComesInAfterwards(@ForAll Format format, @ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Path file = FOLDER.resolve("mended.md");
        Path home = Files.createTempDirectory(FOLDER, "home");
        try (Memory memory = Memory.open(home, InstantSource.system())) {
            byte[] whole = whole(format, random);
            try {
                memory.archive().read(format, Files.write(file, damaged(whole, random)), Watch.NOBODY);
            } catch (MemoryException refused) {
                assertThat(refused.reason()).isEqualTo(MemoryException.Reason.BAD_INPUT);
            }
            memory.archive().read(format, Files.write(file, whole), Watch.NOBODY);
            assertThat(memory.conversations().search(format == Format.CLAUDE ? "apple" : "halcyon", 5))
                    .isNotEmpty();
            assertThat(memory.check().ok()).as(memory.check().toString()).isTrue();
        }
    }

    @Property(tries = 100)
    void anyTextIsANote(@ForAll String text) throws IOException {
        Path note = Files.write(FOLDER.resolve("note.md"), text.getBytes(StandardCharsets.UTF_8));
        try {
            assertThat(MEMORY.archive()
                            .read(Format.MARKDOWN, note, Watch.NOBODY)
                            .skipped())
                    .isZero();
        } catch (MemoryException refused) {
            assertThat(refused.getMessage()).contains("Nothing could be imported");
        }
    }
}
