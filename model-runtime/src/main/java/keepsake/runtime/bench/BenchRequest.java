package keepsake.runtime.bench;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import keepsake.runtime.engine.LoadRequest;

/// What to measure.
///
/// @param model           a GGUF file
/// @param budgetMib       RAM for the whole process in MiB; empty sizes it from what the system can spare
/// @param expertsUsed     experts per token instead of the model's own number
/// @param promptTokens    evaluated in batches first, at least 1
/// @param generatedTokens evaluated one by one after them, at least 1
/// @param source          of the tokens
public record BenchRequest(
        Path model,
        OptionalInt budgetMib,
        OptionalInt expertsUsed,
        int promptTokens,
        int generatedTokens,
        TokenSource source) {
    public BenchRequest {
        if (promptTokens < 1 || generatedTokens < 1) throw new IllegalArgumentException("nothing to measure");
    }

    /// The context is as large as the measurement needs and no larger, as in llama-bench: keys and values count.
    LoadRequest load() {
        int context = (promptTokens + generatedTokens + 255) / 256 * 256;
        return new LoadRequest(model, Optional.empty(), budgetMib, expertsUsed, context);
    }
}
