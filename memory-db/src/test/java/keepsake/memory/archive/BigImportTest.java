package keepsake.memory.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import keepsake.memory.Archive.Added;
import keepsake.memory.Archive.Format;
import keepsake.memory.Archive.Watch;
import keepsake.memory.ArchivedConversation;
import keepsake.memory.ArchivedMessage;
import keepsake.memory.ImportReport;
import keepsake.memory.Memory;
import keepsake.memory.Message;
import keepsake.memory.Recall.Purpose;
import keepsake.memory.Recall.Question;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A ChatGPT export of 100,000 messages, in a process of its own. How long it takes is printed, not asserted; a heap
/// much smaller than the file must do, and a kill must neither double nor lose anything.
@Tag("e2e")
class BigImportTest {
    private static final int CONVERSATIONS = 4_000;
    private static final int TURNS = 25;

    @TempDir
    Path folder;

    /// Imports a file and prints what it took.
    static final class Importer {
        private Importer() {}

        public static void main(String[] arguments) throws IOException {
            Memory memory = Memory.open(Path.of(arguments[0]), InstantSource.system());
            long start = System.nanoTime();
            Watch watch = new Watch() {
                private int told;

                @Override
                public void progress(double share, Added soFar) {
                    if (soFar.messages() == told) return;
                    told = soFar.messages();
                    System.out.println("messages " + told);
                    System.out.flush();
                }

                @Override
                public boolean goOn() {
                    return true;
                }
            };
            ImportReport report = memory.archive().read(Format.CHATGPT, Path.of(arguments[1]), watch);
            double seconds = (System.nanoTime() - start) / 1e9;
            memory.close();
            System.out.printf(
                    Locale.ROOT,
                    "imported %d messages in %.1f s, peak RSS %s%n",
                    report.added().messages(),
                    seconds,
                    peak());
        }

        private static String peak() throws IOException {
            Path status = Path.of("/proc/self/status");
            if (!Files.exists(status)) return "unknown";
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .findFirst()
                    .map(line -> line.substring(6).strip())
                    .orElse("unknown");
        }
    }

    @Test
    void aHundredThousandMessagesAreSearchable() throws IOException, InterruptedException {
        Path file = export();
        System.out.printf("a file of %d MB%n", Files.size(file) / 1_000_000);
        Process process = importer(file);
        String told = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        System.out.println(told.lines().toList().getLast());
        try (Memory memory = Memory.open(folder.resolve("home"), InstantSource.system())) {
            assertThat(memory.conversations().list()).hasSize(CONVERSATIONS);
            assertThat(memory.conversations().search("marker3999x", 5)).hasSize(1);
            long start = System.nanoTime();
            memory.recall().prepare();
            System.out.printf(
                    Locale.ROOT, "ready to be recalled after %.1f s more%n", (System.nanoTime() - start) / 1e9);
            assertThat(memory.recall()
                            .recall(new Question("marker123x", 3, Optional.empty(), Purpose.SEARCH))
                            .getFirst()
                            .text())
                    .contains("marker123x");
            assertThat(memory.check().ok()).as(memory.check().toString()).isTrue();
        }
    }

    @Test
    void aTreeMayBeAHundredThousandDeepAndComeInAnyOrder() {
        List<ArchivedMessage> chain = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            Optional<String> follows = i == 0 ? Optional.empty() : Optional.of("k" + (i - 1));
            chain.add(new ArchivedMessage(
                    "k" + i, follows, Message.Role.USER, Optional.empty(), "number " + i, Instant.EPOCH));
        }
        Collections.shuffle(chain, new Random(1));
        try (Memory memory = Memory.open(folder.resolve("deep"), InstantSource.system())) {
            Added added =
                    memory.archive().add(new ArchivedConversation("chatgpt", "deep", "Deep", Instant.EPOCH, chain));
            assertThat(added).isEqualTo(new Added(1, 100_000, 0));
            long id = memory.archive().find("chatgpt", "deep").orElseThrow().conversationId();
            assertThat(memory.conversations().messages(id))
                    .hasSize(100_000)
                    .last()
                    .extracting(Message::text)
                    .isEqualTo("number 99999");
        }
    }

    @Test
    void aKillInTheMiddleDoublesAndLosesNothing() throws IOException, InterruptedException {
        Path file = export();
        for (int kill = 1; kill <= 3; kill++) {
            Process process = importer(file);
            try (var out = process.inputReader()) {
                for (int i = 0; i < 2 * kill && out.readLine() != null; i++) {
                    // That many commits are waited for.
                }
                assertThat(process.toHandle().destroyForcibly()).isTrue();
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            try (Memory memory = Memory.open(folder.resolve("home"), InstantSource.system())) {
                assertThat(memory.check().ok()).as(memory.check().toString()).isTrue();
                assertThat(memory.conversations().list().size()).isBetween(1, CONVERSATIONS - 1);
            }
        }
        try (Memory memory = Memory.open(folder.resolve("home"), InstantSource.system())) {
            Added rest =
                    memory.archive().read(Format.CHATGPT, file, Watch.NOBODY).added();
            assertThat(rest.alreadyThere()).isPositive();
            assertThat(rest.conversations()).isPositive();
            assertThat(memory.conversations().list()).hasSize(CONVERSATIONS).allMatch(c -> c.messages() == TURNS);
            assertThat(memory.archive().read(Format.CHATGPT, file, Watch.NOBODY).added())
                    .isEqualTo(new Added(0, 0, CONVERSATIONS));
        }
    }

    private Process importer(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Importer.class.getName(),
                        folder.resolve("home").toString(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// Questions of about 200 characters, answers of about 1,200, in words as frequent as words are.
    private Path export() throws IOException {
        return export(folder.resolve("conversations.json"));
    }

    static Path export(Path file) throws IOException {
        Random random = new Random(7);
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("[");
            for (int c = 0; c < CONVERSATIONS; c++) {
                out.write(
                        (c == 0 ? "" : ",\n") + "{\"title\":\"Conversation " + c + "\",\"create_time\":" + (1.7e9 + c)
                                + ",\"conversation_id\":\"conv-" + c + "\",\"current_node\":\"n" + (TURNS - 1)
                                + "\",\"mapping\":{\"root\":{\"id\":\"root\",\"message\":null,\"parent\":null,\"children\":[\"n0\"]}");
                for (int t = 0; t < TURNS; t++) turn(out, c, t, random);
                out.write("}}");
            }
            out.write("]");
        }
        return file;
    }

    private static void turn(Writer out, int conversation, int turn, Random random) throws IOException {
        boolean user = turn % 2 == 0;
        StringBuilder text = new StringBuilder(turn == 0 ? "I wonder about marker" + conversation + "x. " : "");
        int length = (int) ((user ? 200 : 1_200) * (0.3 + 1.4 * random.nextDouble()));
        while (text.length() < length) {
            // Zipf-like: a few words everywhere, many words seldom.
            int word = (int) Math.exp(random.nextDouble() * Math.log(60_000));
            text.append(word(word)).append(random.nextInt(12) == 0 ? ". " : " ");
        }
        out.write(",\"n" + turn + "\":{\"id\":\"n" + turn + "\",\"parent\":\"" + (turn == 0 ? "root" : "n" + (turn - 1))
                + "\",\"children\":[" + (turn + 1 < TURNS ? "\"n" + (turn + 1) + "\"" : "")
                + "],\"message\":{\"id\":\"n" + turn + "\",\"author\":{\"role\":\"" + (user ? "user" : "assistant")
                + "\",\"name\":null,\"metadata\":{}},\"create_time\":" + (1.7e9 + conversation + turn)
                + ",\"update_time\":null,\"content\":{\"content_type\":\"text\",\"parts\":[\"" + text
                + "\"]},\"status\":\"finished_successfully\",\"end_turn\":true,\"weight\":1.0,\"metadata\":{\"model_slug\":"
                + "\"gpt-4o\",\"timestamp_\":\"absolute\",\"citations\":[]},\"recipient\":\"all\",\"channel\":null}}");
    }

    private static String word(int number) {
        String[] frequent = {"the", "I", "you", "my", "and", "of", "to", "is", "a", "in", "was", "it"};
        if (number < frequent.length) return frequent[number];
        StringBuilder word = new StringBuilder();
        for (int n = number; n > 0; n /= 20)
            word.append("bcdfghklmnprstvwzjqx".charAt(n % 20)).append("aeiou".charAt(n % 5));
        return word.toString();
    }
}
