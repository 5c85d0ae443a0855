package keepsake.app.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import keepsake.runtime.bench.BenchRequest;
import keepsake.runtime.bench.BenchResult;
import keepsake.runtime.bench.ModelBench;
import keepsake.runtime.bench.TokenSource;
import keepsake.runtime.catalogue.ModelFolder;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.StopSignal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "model",
        description = {
            "Measures how fast a model runs here, and how fast it could.",
            "It runs in this process, without the model host: one memory limit covers everything."
        })
final class BenchModel implements Callable<Integer> {
    private static final int MOST_TOKENS = 1 << 20;

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "FILE",
            description = "a GGUF file, or an id of 'model list'")
    private String model;

    @Option(
            names = "--budget-mib",
            paramLabel = "N",
            description = "RAM for the process in MiB (default: sized from the machine)")
    private @Nullable Integer budgetMib;

    @Option(names = "--experts", paramLabel = "N", description = "experts per token (default: the model's own number)")
    private @Nullable Integer experts;

    @Option(names = "--prompt-tokens", paramLabel = "P", description = "evaluated in batches first (default: 512)")
    private int promptTokens = 512;

    @Option(names = "--gen-tokens", paramLabel = "G", description = "evaluated one by one after them (default: 64)")
    private int genTokens = 64;

    @Option(
            names = "--tokens",
            paramLabel = "random|zipf|text:FILE",
            description = "what is evaluated; the same every time (default: random)")
    private String tokens = "random";

    @Option(names = "--json", description = "one JSON object instead of a table")
    private boolean json;

    BenchModel(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws EngineException {
        BenchRequest request = request();
        Progress progress = new Progress(around);
        StopSignal stop = new StopSignal();
        try (Interrupts _ = Interrupts.raising(stop)) {
            BenchResult result = ModelBench.run(
                            request, (stage, done, total) -> progress.show(line(stage, done, total)), stop)
                    .orElseThrow(() -> CommandProblem.stopped("Stopped. Nothing was measured."));
            progress.clear();
            if (json) around.out().println(Json.text(BenchOutput.fields(result).values()));
            else around.out().print(BenchOutput.table(result));
            return ExitStatus.OK;
        } finally {
            progress.clear();
        }
    }

    private static String line(String stage, long done, long total) {
        return "%s, %.0f %%".formatted(stage, 100.0 * done / Math.max(1, total));
    }

    private BenchRequest request() {
        require(budgetMib == null || budgetMib >= 1, "--budget-mib must be at least 1.");
        require(experts == null || experts >= 1, "--experts must be at least 1.");
        require(promptTokens >= 1 && promptTokens <= MOST_TOKENS, "--prompt-tokens must be 1 to " + MOST_TOKENS + ".");
        require(genTokens >= 1 && genTokens <= MOST_TOKENS, "--gen-tokens must be 1 to " + MOST_TOKENS + ".");
        ModelFolder models = around.parts().models().apply(Session.home(spec));
        return new BenchRequest(
                ModelOptions.named(model, models),
                optional(budgetMib),
                optional(experts),
                promptTokens,
                genTokens,
                source());
    }

    private TokenSource source() {
        if (tokens.equals("random")) return new TokenSource.Uniform();
        if (tokens.equals("zipf")) return new TokenSource.Zipf();
        if (tokens.startsWith("text:")) return new TokenSource.Text(text(tokens.substring("text:".length())));
        throw CommandProblem.badInput("There are no tokens '" + tokens + "'. Use random, zipf or text:FILE.");
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (CharacterCodingException otherEncoding) {
            throw CommandProblem.badInput(file + " is not UTF-8 text. Give a plain text file.");
        } catch (IOException | InvalidPathException unreadable) {
            throw CommandProblem.badInput(
                    "There is no text file '" + file + "' that can be read. Give one after text:.");
        }
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) throw CommandProblem.badInput(sentence);
    }
}
