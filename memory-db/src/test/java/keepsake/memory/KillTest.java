package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that writes, again and again; nothing it acknowledged may be lost.
@Tag("e2e")
class KillTest {
    /// `-Dkeepsake.kills=1000` for the full measure; a kill takes about half a second.
    private static final int KILLS = Integer.getInteger("keepsake.kills", 20);

    /// A fresh memory now and then, so that checking it stays quick.
    private static final int KILLS_PER_HOME = 50;

    @TempDir
    Path homes;

    /// The process that is killed: says, begins answers, acknowledges on standard output.
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            Conversations conversations =
                    Memory.open(Path.of(arguments[0]), InstantSource.system()).conversations();
            long conversation = conversations.start().id();
            for (int i = 0; ; i++) {
                String text = "I say number " + i + " " + "x".repeat(i % 5_000);
                System.out.println(
                        "said " + conversations.say(conversation, text).id() + " " + text.hashCode());
                Conversations.AnswerDraft draft = conversations.answer(conversation, List.of(), "test");
                System.out.println("begun " + draft.id());
                draft.append("half");
                if (i % 3 == 0) draft.finish(Message.State.COMPLETE, Optional.empty());
                if (i % 3 == 0) System.out.println("done " + draft.id());
                System.out.flush();
            }
        }
    }

    @Test
    void losesNothingThatWasAcknowledged() throws IOException, InterruptedException {
        Random random = new Random(Long.getLong("keepsake.seed", 2026));
        int acknowledged = 0;
        int begun = 0;
        for (int kill = 0; kill < KILLS; kill += KILLS_PER_HOME) {
            Path home = Files.createDirectory(homes.resolve("home" + kill));
            Acknowledged all = new Acknowledged();
            for (int i = 0; i < Math.min(KILLS_PER_HOME, KILLS - kill); i++) {
                Acknowledged now = Acknowledged.of(linesUntilKilled(home, 5 + random.nextInt(150)));
                try (Memory memory = Memory.open(home, InstantSource.system())) {
                    assertThat(memory.check().ok())
                            .as(memory.check().toString())
                            .isTrue();
                    now.assertKept(memory);
                }
                all.add(now);
            }
            try (Memory memory = Memory.open(home, InstantSource.system())) {
                all.assertKept(memory);
            }
            acknowledged += all.said.size();
            begun += all.begun.size();
        }
        System.out.println(KILLS + " kills, " + acknowledged + " messages acknowledged, " + begun + " answers begun");
        assertThat(acknowledged).isGreaterThan(KILLS);
    }

    /// What the writer said is on disk.
    private static final class Acknowledged {
        private final Map<String, Integer> said = new HashMap<>();
        private final List<String> done = new ArrayList<>();
        private final List<String> begun = new ArrayList<>();

        static Acknowledged of(List<String> lines) {
            Acknowledged acknowledged = new Acknowledged();
            for (String line : lines) {
                String[] words = line.split(" ", 3);
                switch (words[0]) {
                    case "said" -> acknowledged.said.put(words[1], Integer.valueOf(words[2]));
                    case "begun" -> acknowledged.begun.add(words[1]);
                    case "done" -> acknowledged.done.add(words[1]);
                    default -> throw new AssertionError(line);
                }
            }
            return acknowledged;
        }

        void add(Acknowledged more) {
            said.putAll(more.said);
            done.addAll(more.done);
            begun.addAll(more.begun);
        }

        void assertKept(Memory memory) {
            said.forEach((id, hash) ->
                    assertThat(message(memory, id).text().hashCode()).as(id).isEqualTo(hash));
            for (String id : done) {
                assertThat(message(memory, id).state()).as(id).isEqualTo(Message.State.COMPLETE);
                assertThat(message(memory, id).text()).as(id).isEqualTo("half");
            }
            for (String id : begun) {
                assertThat(message(memory, id).state()).as(id).isIn(Message.State.COMPLETE, Message.State.INTERRUPTED);
            }
        }
    }

    private static Message message(Memory memory, String id) {
        return memory.conversations().message(MemoryId.parse(id)).orElseThrow();
    }

    /// Reads `wanted` lines, kills, and reads whole lines that were still under way.
    private static List<String> linesUntilKilled(Path home, int wanted) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx200m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
                // By its handle: Process itself would close the stream that is still being read.
                if (lines.size() == wanted)
                    assertThat(process.toHandle().destroyForcibly()).isTrue();
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(lines).hasSizeGreaterThanOrEqualTo(wanted);
        // The last line may have been cut off by the kill.
        return lines.subList(0, lines.size() - 1);
    }
}
