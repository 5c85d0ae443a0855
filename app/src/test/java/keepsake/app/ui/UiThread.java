package keepsake.app.ui;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import keepsake.app.ui.background.Background;

/// The thread that a view model lives on, without JavaFX: what is sent to it runs on the test's own thread, when the
/// test waits for something.
public final class UiThread implements Executor, AutoCloseable {
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final Background background = new Background(this);

    public Background background() {
        return background;
    }

    @Override
    public void execute(Runnable task) {
        waiting.add(task);
    }

    /// Runs what comes in until `holds`.
    public void until(BooleanSupplier holds) {
        while (!holds.getAsBoolean()) {
            try {
                Runnable next = waiting.poll(30, TimeUnit.SECONDS);
                if (next == null) throw new AssertionError("it never came");
                next.run();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw new AssertionError(ended);
            }
        }
    }

    @Override
    public void close() {
        background.close();
    }
}
