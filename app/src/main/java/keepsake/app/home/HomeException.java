package keepsake.app.home;

/// Keepsake's folder cannot be used. The message is plain: what happened, what it means for the data, what to do.
public final class HomeException extends RuntimeException {
    private final Reason reason;

    public HomeException(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    public HomeException(Reason reason, String sentence, Throwable cause) {
        super(sentence, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// What a caller may want to tell apart.
    public enum Reason {
        /// The place asked for cannot be a home: it is a file, or no path at all.
        BAD_INPUT,
        /// The place could be a home, but the system does not let us write there.
        FAILED
    }
}
