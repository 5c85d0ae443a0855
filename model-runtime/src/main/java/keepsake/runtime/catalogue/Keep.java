package keepsake.runtime.catalogue;

/// What stays of the file that a model was made from.
public enum Keep {
    /// Only the model.
    RESULT,
    /// Also the dense original, as `<id>-dense.gguf`, for comparison.
    ORIGINAL_TOO
}
