package keepsake.memory.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import keepsake.memory.Embedding.Progress;
import keepsake.memory.Memory;
import keepsake.memory.MemoryId;
import keepsake.memory.sql.Database;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process while it embeds and writes the index file often; afterwards everything is found, and the work goes
/// on.
@Tag("e2e")
class VectorKillTest {
    private static final int MESSAGES = 6_000;
    private static final int KILLS = 12;

    @TempDir
    Path home;

    /// The process that is killed. Writes the index file more often than the app.
    static final class Embedding {
        private Embedding() {}

        public static void main(String[] arguments) {
            WordBag model = new WordBag("bag", 64);
            try (Database database = Database.open(Path.of(arguments[0]))) {
                Backfill work = new Backfill(database, model);
                VectorIndex index = new VectorIndex(database);
                System.out.println("started");
                System.out.flush();
                while (work.batch(Integer.MAX_VALUE) > 0) {
                    index.follow();
                    index.save();
                }
            }
        }
    }

    @Test
    void whateverTheMomentNothingIsLostAndNothingIsWrong() throws IOException, InterruptedException {
        try (Memory memory = Memory.open(home, InstantSource.system())) {
            long conversation = memory.conversations().start().id();
            for (int i = 0; i < MESSAGES; i++) memory.conversations().say(conversation, "thing" + i + " is here");
        }
        WordBag model = new WordBag("bag", 64);
        Random random = new Random(11);
        long before = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            killed(100 + random.nextInt(500));
            try (Database database = Database.open(home);
                    Vectors vectors = new Vectors(database, Optional.of(model))) {
                Progress progress = vectors.progress();
                assertThat(progress.total()).isEqualTo(MESSAGES);
                assertThat(progress.done()).isGreaterThanOrEqualTo(before);
                before = progress.done();
                if (before == 0) continue;
                List<Near> newest =
                        vectors.index().nearest(model.vector("thing" + (MESSAGES - 1) + " is here"), 400, 1);
                assertThat(newest).extracting(Near::id).containsExactly(MemoryId.message(MESSAGES));
            }
        }
        assertThat(before).isPositive();
        try (Memory memory = Memory.open(home, InstantSource.system(), Optional.of(model))) {
            assertThat(memory.embedding().complete(_ -> {}, () -> false)).isEqualTo(new Progress(MESSAGES, MESSAGES));
            assertThat(memory.check().ok()).isTrue();
        }
    }

    private void killed(int afterMillis) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx200m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Embedding.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("started");
            Thread.sleep(afterMillis);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
}
