package keepsake.app;

import keepsake.app.cli.CommandLineApp;
import keepsake.app.cli.Surroundings;
import keepsake.app.window.WindowMain;

/// The one entry point: no command opens the window, anything else runs in the terminal and loads no JavaFX.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // A lambda, not a method reference: that would load the window's class at once.
        int status = CommandLineApp.run(
                Surroundings.ofThisProcess(home -> WindowMain.open(home)), CommandArguments.asTyped(arguments));
        System.exit(status);
    }
}
