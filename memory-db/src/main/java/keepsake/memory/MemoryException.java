package keepsake.memory;

/// Memory could not do what was asked. The message is one or two plain sentences: what happened, what it means for
/// the data, what to do.
public final class MemoryException extends RuntimeException {
    private final Reason reason;

    public MemoryException(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    public MemoryException(Reason reason, String sentence, Throwable cause) {
        super(sentence, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// What a caller may want to tell apart.
    public enum Reason {
        /// Something asked for makes no sense: an unknown id, a bad value.
        BAD_INPUT,
        /// The folder or file cannot be written.
        READ_ONLY,
        DISK_FULL,
        /// The file is not a Keepsake database or is damaged.
        DAMAGED,
        /// Written by a newer Keepsake.
        TOO_NEW,
        FAILED
    }
}
