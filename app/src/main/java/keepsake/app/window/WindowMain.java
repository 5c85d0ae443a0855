package keepsake.app.window;

import java.nio.file.Path;
import java.util.Optional;

/// Opens the window.
public final class WindowMain {
    private WindowMain() {}

    /// Opens the window on a home and returns when it was closed.
    ///
    /// @return the exit status
    public static int open(Optional<Path> home) {
        System.err.println("This build of Keepsake has no window"
                + home.map(h -> " for " + h).orElse("") + ".");
        return 1;
    }
}
