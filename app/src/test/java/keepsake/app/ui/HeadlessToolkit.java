package keepsake.app.ui;

import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;

/// Starts JavaFX once per test JVM, on its headless platform (see the pom).
public final class HeadlessToolkit {
    static {
        CountDownLatch started = new CountDownLatch(1);
        Platform.setImplicitExit(false);
        Platform.startup(started::countDown);
        try {
            started.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HeadlessToolkit() {}

    /// Returns when JavaFX runs. Idempotent.
    public static void start() {
        // the class initialiser has done it
    }
}
