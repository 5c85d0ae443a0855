package keepsake.app.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import keepsake.app.assistant.Assistant.ReplyOptions;
import keepsake.app.home.Keepsake;
import keepsake.app.home.ModelChoice;
import keepsake.runtime.catalogue.InstalledModel;
import keepsake.runtime.catalogue.ModelFolder;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.engine.LoadRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which model answers, and how: the options that `ask` and `chat` share.
final class ModelOptions {
    /// The largest seed llama.cpp takes; the one above it means "random".
    private static final long LARGEST_SEED = 0xFFFF_FFFEL;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "a GGUF file, or an id of 'model list' (default: the one chosen in the window, else starter)")
    private @Nullable String model;

    @Option(names = "--engine", paramLabel = "streaming|fallback", description = "what runs the model")
    private @Nullable String engine;

    @Option(
            names = "--budget-mib",
            paramLabel = "N",
            description = "RAM for the model in MiB (default: sized from the machine)")
    private @Nullable Integer budgetMib;

    @Option(names = "--experts", paramLabel = "N", description = "experts per token (default: the model's own number)")
    private @Nullable Integer experts;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "0 always takes the likeliest word; up to 5 (default: 0.7, or as set in the window)")
    private @Nullable Double temperature;

    @Option(names = "--seed", paramLabel = "S", description = "makes the answer repeatable (default: random)")
    private @Nullable Long seed;

    @Option(names = "--max-tokens", paramLabel = "N", description = "longest answer (default: 512)")
    private int maxTokens = ReplyOptions.DEFAULT_MAX_TOKENS;

    /// How to answer, checked. Without a seed a new one is drawn each time.
    ReplyOptions reply(Keepsake keepsake) {
        double warmth = Optional.ofNullable(temperature)
                .orElseGet(() -> keepsake.settings().choice().temperature());
        require(warmth >= 0 && warmth <= 5, "--temperature must be between 0 and 5.");
        require(maxTokens >= 1, "--max-tokens must be at least 1.");
        long drawn = Optional.ofNullable(seed)
                .orElseGet(() -> ThreadLocalRandom.current().nextLong(1, LARGEST_SEED));
        require(drawn >= 0 && drawn <= LARGEST_SEED, "--seed must be between 0 and " + LARGEST_SEED + ".");
        return ReplyOptions.of(warmth, drawn, maxTokens);
    }

    /// What to load, checked as far as possible without loading.
    LoadRequest load(Keepsake keepsake) {
        LoadRequest usual = ModelChoice.request(chosen(keepsake), keepsake.settings());
        require(budgetMib == null || budgetMib >= 1, "--budget-mib must be at least 1.");
        require(experts == null || experts >= 1, "--experts must be at least 1.");
        return new LoadRequest(
                usual.model(),
                engine().or(usual::engine),
                budgetMib == null ? usual.budgetMib() : OptionalInt.of(budgetMib),
                experts == null ? OptionalInt.empty() : OptionalInt.of(experts),
                LoadRequest.DEFAULT_CONTEXT);
    }

    private Optional<EngineKind> engine() {
        if (engine == null) return Optional.empty();
        for (EngineKind kind : EngineKind.values()) if (kind.id().equals(engine)) return Optional.of(kind);
        throw CommandProblem.badInput("There is no engine '" + engine + "'. Use streaming or fallback.");
    }

    private Path chosen(Keepsake keepsake) {
        if (model != null) return named(model, keepsake.models());
        return ModelChoice.usual(keepsake.settings(), keepsake.models())
                .orElseThrow(() -> CommandProblem.badInput(
                        keepsake.models().list().isEmpty()
                                ? "There is no model yet. Get one with 'keepsake model get starter', or give a GGUF"
                                        + " file with --model."
                                : "There are several models and none is chosen. Give one of " + ids(keepsake.models())
                                        + " with --model."));
    }

    /// The file for an id of 'model list', or for a path.
    static Path named(String name, ModelFolder models) {
        try {
            Path file = models.find(name).orElseGet(() -> Path.of(name)).toAbsolutePath();
            if (Files.isDirectory(file)) {
                throw CommandProblem.badInput(file + " is a folder. Give a GGUF file with --model.");
            }
            if (Files.isReadable(file)) return file;
            if (Files.exists(file)) {
                throw CommandProblem.badInput(file + " may not be read. Allow reading it, or give another model.");
            }
        } catch (InvalidPathException noPath) {
            throw missing(name, models);
        }
        throw missing(name, models);
    }

    private static CommandProblem missing(String name, ModelFolder models) {
        return CommandProblem.badInput("There is no model '" + name + "'. Give a GGUF file with --model"
                + (models.list().isEmpty()
                        ? ", or get one with 'keepsake model get starter'."
                        : ", or one of " + ids(models) + "."));
    }

    private static String ids(ModelFolder models) {
        return models.list().stream().map(InstalledModel::id).collect(Collectors.joining(", "));
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) throw CommandProblem.badInput(sentence);
    }
}
