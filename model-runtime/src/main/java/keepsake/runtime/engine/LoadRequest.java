package keepsake.runtime.engine;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// What to load and within which limits.
///
/// @param model       a GGUF file
/// @param engine      the engine asked for; empty chooses streaming where its libraries are, else fallback with a
/// notice
/// @param budgetMib   RAM that the whole model host may use, in MiB (dense weights, experts, KV, scratch, JVM);
///                    empty sizes it from what the system can spare
/// @param expertsUsed experts per token instead of the model's own number; for tests and benchmarks
/// @param contextTokens upper bound of the context in tokens, at least 256; the model's own limit applies too
/// @param cache       a folder of Keepsake's own, in which the host may keep what makes the next start faster:
/// evaluated
///                    beginnings of prompts and which experts were used; empty keeps nothing
public record LoadRequest(
        Path model,
        Optional<EngineKind> engine,
        OptionalInt budgetMib,
        OptionalInt expertsUsed,
        int contextTokens,
        Optional<Path> cache) {

    /// The context a chat gets unless asked otherwise. It does not depend on the budget: the tokens must not either.
    public static final int DEFAULT_CONTEXT = 4096;

    public LoadRequest {
        if (contextTokens < 256) throw new IllegalArgumentException("a context needs at least 256 tokens");
    }

    /// A request that keeps nothing between runs.
    public LoadRequest(
            Path model,
            Optional<EngineKind> engine,
            OptionalInt budgetMib,
            OptionalInt expertsUsed,
            int contextTokens) {
        this(model, engine, budgetMib, expertsUsed, contextTokens, Optional.empty());
    }

    /// The same with a folder to keep things in between runs.
    public LoadRequest withCache(Path folder) {
        return new LoadRequest(model, engine, budgetMib, expertsUsed, contextTokens, Optional.of(folder));
    }

    /// The given model with every choice left to Keepsake.
    public static LoadRequest of(Path model) {
        return new LoadRequest(model, Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), DEFAULT_CONTEXT);
    }
}
