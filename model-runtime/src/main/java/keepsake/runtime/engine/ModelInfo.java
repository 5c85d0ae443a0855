package keepsake.runtime.engine;

import java.nio.file.Path;
import java.util.Optional;

/// A loaded model, as shown to the user.
///
/// @param engine        which engine runs it
/// @param engineVersion for example `llama.cpp v0.5.0`
/// @param architecture  `general.architecture` of the file, for example `olmoe`
/// @param name          `general.name` of the file, else the file name
/// @param path          the file
/// @param contextTokens room for prompt and answer together
/// @param layers        number of transformer blocks
/// @param experts       routed experts per layer; 0 when the model is dense
/// @param expertsUsed   routed experts each token uses; 0 when dense
/// @param budget        where the memory goes
/// @param loadMillis    from the request until ready
/// @param notice        something the user should know, in a plain sentence: why the fallback runs, which template was
/// assumed
public record ModelInfo(
        EngineKind engine,
        String engineVersion,
        String architecture,
        String name,
        Path path,
        int contextTokens,
        int layers,
        int experts,
        int expertsUsed,
        MemoryBudget budget,
        long loadMillis,
        Optional<String> notice) {

    /// The same model with another budget.
    public ModelInfo with(MemoryBudget other) {
        return new ModelInfo(
                engine,
                engineVersion,
                architecture,
                name,
                path,
                contextTokens,
                layers,
                experts,
                expertsUsed,
                other,
                loadMillis,
                notice);
    }
}
