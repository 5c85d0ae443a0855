package keepsake.app.home;

import java.nio.file.Path;
import java.util.Optional;

/// Which model finds memories by their meaning. Kept in the settings as `embedding_model`: `builtin`, `none`, or the
/// path of a folder.
public sealed interface EmbeddingChoice {
    /// The one that comes with Keepsake.
    record BuiltIn() implements EmbeddingChoice {}

    /// Memories are found by their words only.
    record None() implements EmbeddingChoice {}

    /// One of the user's own.
    record Folder(Path path) implements EmbeddingChoice {}

    /// Why this choice cannot be used: a plain sentence. Looks into a folder, loads no model.
    default Optional<String> problem() {
        return LocalEmbedder.problem(this);
    }
}
