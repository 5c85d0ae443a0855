package keepsake.app.ui.background;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// The one way off the FX thread: work runs on a thread of its own, its outcome comes back on the FX thread.
///
/// Threads: any. After [#close] nothing is started and no outcome is delivered.
public final class Background implements AutoCloseable {
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().name("keepsake-work-", 1).daemon().factory());
    private final Executor deliver;
    private volatile boolean closed;

    /// @param deliver runs outcomes; `Platform::runLater` in the window, the calling thread in tests
    public Background(Executor deliver) {
        this.deliver = deliver;
    }

    /// Work under way.
    @FunctionalInterface
    public interface Running {
        /// Interrupts the work; its outcome is not delivered.
        void cancel();
    }

    /// Runs `work`; then exactly one of `onDone` and `onFailed` is called, unless it was cancelled before.
    public <T> Running run(Callable<T> work, Consumer<? super T> onDone, Consumer<? super Exception> onFailed) {
        Delivery delivery = new Delivery();
        if (closed) return delivery::cancel;
        delivery.task = workers.submit(() -> {
            try {
                T result = work.call();
                deliver(delivery, () -> onDone.accept(result));
            } catch (Exception e) { // whatever the work throws belongs to its caller's handler
                deliver(delivery, () -> onFailed.accept(e));
            }
        });
        return delivery::cancel;
    }

    private void deliver(Delivery delivery, Runnable outcome) {
        deliver.execute(() -> {
            if (!closed && !delivery.cancelled) outcome.run();
        });
    }

    /// Interrupts what is under way and delivers nothing more.
    @Override
    public void close() {
        closed = true;
        workers.shutdownNow();
    }

    private static final class Delivery {
        private volatile boolean cancelled;
        private volatile @org.jspecify.annotations.Nullable Future<?> task;

        private void cancel() {
            cancelled = true;
            Future<?> running = task;
            if (running != null) running.cancel(true);
        }
    }
}
