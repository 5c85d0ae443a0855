package keepsake.runtime.host;

/// Notices an engine that hangs: asked once a second, it counts seconds in a row in which nothing was done. Counting
/// instead of looking at a clock means that a computer that sleeps, or is too busy to ask, is not mistaken for one
/// that hangs. Threads: one at a time.
final class Watchdog {
    /// A drive that wakes up takes 15 seconds, and the longest step of a slow computer a few; a drive that was
    /// disconnected may never answer.
    static final int PATIENCE_SECONDS = 120;

    private long before;
    private int quiet;

    /// A second has passed.
    ///
    /// @param steps as [keepsake.runtime.engine.ChatEngine#steps] counts them
    /// @return whether the engine hangs
    boolean hangs(long steps) {
        quiet = steps == before ? quiet + 1 : 0;
        before = steps;
        return steps > 0 && quiet >= PATIENCE_SECONDS;
    }

    /// An answer begins: the time before it does not count.
    void rest() {
        quiet = 0;
    }
}
