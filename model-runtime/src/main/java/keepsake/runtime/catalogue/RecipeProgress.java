package keepsake.runtime.catalogue;

/// Hears how far a conversion has come. Called from several threads.
@FunctionalInterface
interface RecipeProgress {
    /// @param bytes of the result written since the last call
    void wrote(long bytes);
}
