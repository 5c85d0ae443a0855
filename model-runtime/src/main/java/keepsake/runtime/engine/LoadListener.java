package keepsake.runtime.engine;

/// Hears how far loading has come.
@FunctionalInterface
public interface LoadListener {
    /// Ignores progress.
    LoadListener NONE = (stage, done, total) -> {};

    /// @param stage what is happening, one or two plain words: `checking`, `reading weights`, `starting`
    /// @param done  bytes done, `0..total`
    /// @param total bytes in all, at least 1
    void onProgress(String stage, long done, long total);
}
