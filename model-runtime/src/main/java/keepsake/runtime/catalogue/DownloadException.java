package keepsake.runtime.catalogue;

/// A model could not be got. The message is plain: what happened, what was kept, what to do.
public sealed class DownloadException extends Exception {
    public DownloadException(String sentence) {
        super(sentence);
    }

    public DownloadException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /// The user paused it.
    public static final class Paused extends DownloadException {
        public Paused(String sentence) {
            super(sentence);
        }
    }
}
