package keepsake.runtime.host;

/// Says in plain words why a model host process ended.
final class HostDeath {
    /// Exit status of a host whose Java heap was too small; `-XX:+ExitOnOutOfMemoryError` uses the same one.
    static final int OUT_OF_HEAP = 3;

    /// Exit status of a host that ended itself because its engine hung.
    static final int HUNG = 4;

    static final String HUNG_SENTENCE = "The model host did nothing for " + Watchdog.PATIENCE_SECONDS
            + " seconds and was ended. The drive of the model may have been disconnected.";

    /// Java reports a signal as 128 + its number.
    private static final int SIGNALLED = 128;

    private static final int SIGILL = 4;
    private static final int SIGABRT = 6;
    private static final int SIGBUS = 7;
    private static final int SIGFPE = 8;
    private static final int SIGKILL = 9;
    private static final int SIGSEGV = 11;
    private static final int SIGTERM = 15;

    private HostDeath() {}

    /// @param exit status of the process as [Process#exitValue] gives it
    static String sentence(int exit) {
        return kept(happened(exit));
    }

    private static String kept(String happened) {
        return happened + " Your messages are kept. Load the model again to go on.";
    }

    private static String happened(int exit) {
        return switch (exit) {
            case OUT_OF_HEAP -> "The model host ran out of memory for itself.";
            case HUNG -> HUNG_SENTENCE;
            case SIGNALLED + SIGKILL ->
                "The model host was killed (signal 9), most often because the computer ran out of memory;"
                        + " a smaller memory budget helps then.";
            case SIGNALLED + SIGTERM -> "The model host was ended from outside (signal 15).";
            case SIGNALLED + SIGILL, SIGNALLED + SIGABRT, SIGNALLED + SIGBUS, SIGNALLED + SIGFPE, SIGNALLED + SIGSEGV ->
                "The model host crashed in native code (signal " + (exit - SIGNALLED) + ").";
            default -> "The model host ended unexpectedly (exit status " + exit + ").";
        };
    }
}
