package keepsake.app.cli;

/// What commands tell the shell.
public final class ExitStatus {
    public static final int OK = 0;

    /// Something could not be done: no network, a full disk, a model host that died.
    public static final int FAILED = 1;

    /// What was asked makes no sense: an unknown option, a bad value, a hostile file.
    public static final int BAD_INPUT = 2;

    /// The user pressed Ctrl-C; what there was is kept.
    public static final int STOPPED = 130;

    private ExitStatus() {}
}
