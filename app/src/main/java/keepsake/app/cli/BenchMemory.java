package keepsake.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import keepsake.app.home.EmbeddingChoice;
import keepsake.memory.Embedder;
import keepsake.memory.Memory;
import keepsake.memory.Recall.Purpose;
import keepsake.memory.Recall.Question;
import keepsake.runtime.residency.SystemMemory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How long recall takes in a large memory, and what that memory costs. The memory is made in a process of its own, so
/// that this one holds only what asking needs.
@Command(name = "memory", description = "Measures recall in a memory of made-up conversations of any size.")
final class BenchMemory implements Callable<Integer> {
    private static final double MIB = 1 << 20;
    private static final int WARM_UP = 60;

    private final Surroundings around;

    @Option(names = "--rows", required = true, paramLabel = "N", description = "messages")
    private int rows;

    @Option(names = "--questions", paramLabel = "N", description = "how many are timed (default: 300)")
    private int questions = 300;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description =
                    "make the memory there and leave it; used again when it is there (default: a temporary folder)")
    private Optional<Path> keep = Optional.empty();

    @Option(names = "--build-only", hidden = true)
    private boolean buildOnly;

    @Option(names = "--json", description = "a JSON object")
    private boolean json;

    BenchMemory(Surroundings around) {
        this.around = around;
    }

    /// @param buildSeconds empty when the memory was there
    private record Result(
            double p50, double p95, double p99, double indexMib, double rssMib, Optional<Double> buildSeconds) {}

    @Override
    public Integer call() {
        if (rows < 1 || questions < 1) throw CommandProblem.badInput("--rows and --questions must be at least 1.");
        try {
            if (buildOnly) {
                build(keep.orElseThrow(() -> CommandProblem.badInput("--build-only needs --keep.")));
                return ExitStatus.OK;
            }
            Path folder = keep.isPresent() ? keep.get() : Files.createTempDirectory("keepsake-bench");
            try {
                print(measure(folder));
            } finally {
                if (keep.isEmpty()) UpdateTrial.delete(folder);
            }
            return ExitStatus.OK;
        } catch (IOException e) {
            throw CommandProblem.failed("The memory to measure could not be made: " + e.getMessage());
        }
    }

    private void build(Path folder) throws IOException {
        Files.createDirectories(folder);
        MadeUpLife life = new MadeUpLife();
        try (Memory memory = Memory.open(folder, Clock.systemUTC(), Optional.of(new MadeUpVectors(Optional.empty())))) {
            life.fill(memory, rows);
            memory.recall().prepare();
            memory.embedding().complete(progress -> {}, () -> false);
        }
    }

    private Optional<Double> made(Path folder) throws IOException {
        if (Files.exists(folder.resolve("keepsake.db"))) return Optional.empty();
        long start = System.nanoTime();
        Optional<List<String>> command =
                OwnCommand.of("bench", "memory", "--rows", "" + rows, "--build-only", "--keep", folder.toString());
        if (command.isEmpty()) {
            build(folder);
        } else {
            Process process = new ProcessBuilder(command.get())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                int status = process.waitFor();
                if (status != 0) throw CommandProblem.failed("The memory to measure could not be made.");
            } catch (InterruptedException stopped) {
                process.destroy();
                Thread.currentThread().interrupt();
                throw CommandProblem.failed("Stopped before the memory was made.");
            }
        }
        return Optional.of((System.nanoTime() - start) / 1e9);
    }

    private Result measure(Path folder) throws IOException {
        Optional<Double> built = made(folder);
        Optional<Embedder> real = around.parts().embedder().apply(new EmbeddingChoice.BuiltIn());
        MadeUpLife life = new MadeUpLife();
        MadeUpVectors vectors = new MadeUpVectors(real);
        vectors.query("What is this model like when it is warm?");
        System.gc();
        long before = SystemMemory.resident();
        try (Memory memory = Memory.open(folder, Clock.systemUTC(), Optional.of(vectors))) {
            List<String> asked = new ArrayList<>();
            for (int i = 0; i < WARM_UP + questions; i++) asked.add(life.question(i));
            double[] times = new double[questions];
            for (int i = 0; i < asked.size(); i++) {
                long start = System.nanoTime();
                memory.recall().recall(new Question(asked.get(i), 10, Optional.empty(), Purpose.SEARCH));
                if (i >= WARM_UP) times[i - WARM_UP] = (System.nanoTime() - start) / 1e6;
            }
            System.gc();
            long after = SystemMemory.resident();
            Arrays.sort(times);
            return new Result(
                    percentile(times, 0.5),
                    percentile(times, 0.95),
                    percentile(times, 0.99),
                    Files.exists(folder.resolve("keepsake.vectors"))
                            ? Files.size(folder.resolve("keepsake.vectors")) / MIB
                            : 0,
                    Math.max(0, after - before) / MIB,
                    built);
        } finally {
            real.ifPresent(Embedder::close);
        }
    }

    private static double percentile(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
    }

    private void print(Result result) {
        if (json) {
            around.out()
                    .println(Json.text(new Json.Fields()
                            .with("rows", rows)
                            .with("p50_ms", result.p50())
                            .with("p95_ms", result.p95())
                            .with("p99_ms", result.p99())
                            .with("index_mib", result.indexMib())
                            .with("rss_mib", result.rssMib())
                            .with("build_s", result.buildSeconds())
                            .values()));
            return;
        }
        around.out()
                .println(String.format(
                        Locale.ROOT,
                        "%,d messages: a question takes %.1f ms (p95 %.1f, p99 %.1f); the index file has %.0f MiB, memory grew by %.0f MiB%s.",
                        rows,
                        result.p50(),
                        result.p95(),
                        result.p99(),
                        result.indexMib(),
                        result.rssMib(),
                        result.buildSeconds()
                                .map(s -> String.format(Locale.ROOT, "; made in %.0f s", s))
                                .orElse("")));
    }
}
