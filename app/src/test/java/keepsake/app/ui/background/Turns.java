package keepsake.app.ui.background;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Stands in for the FX thread: outcomes of background work wait until the test takes them, on its own thread.
public final class Turns implements AutoCloseable {
    private final BlockingQueue<Runnable> outcomes = new LinkedBlockingQueue<>();
    private final Background background = new Background(outcomes::add);

    public Background background() {
        return background;
    }

    /// Takes outcomes until `idle`.
    public void until(BooleanSupplier idle) {
        while (!idle.getAsBoolean()) take();
    }

    private void take() {
        try {
            Runnable outcome = outcomes.poll(30, TimeUnit.SECONDS);
            if (outcome == null) throw new AssertionError("The background work never ended.");
            outcome.run();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    @Override
    public void close() {
        background.close();
    }
}
