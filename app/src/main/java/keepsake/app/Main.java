package keepsake.app;

/// The one entry point: no arguments open the window, anything else is a command.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(args.length);
    }
}
