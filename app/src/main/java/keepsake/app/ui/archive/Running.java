package keepsake.app.ui.archive;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import keepsake.memory.Archive;
import keepsake.memory.Archive.Added;

/// An import or export under way. Watches on the working thread; whatever happens until the view's thread looks is told
/// in one piece.
final class Running implements Archive.Watch {
    private final Executor thread;
    private final Consumer<Progress> told;
    private final AtomicReference<Optional<Progress>> latest = new AtomicReference<>(Optional.empty());
    private volatile boolean stop;

    /// @param share 0 to 1
    record Progress(double share, Added soFar) {}

    /// @param thread the view's
    /// @param told   is called on it
    Running(Executor thread, Consumer<Progress> told) {
        this.thread = thread;
        this.told = told;
    }

    /// Ends it soon. From any thread.
    void stop() {
        stop = true;
    }

    @Override
    public void progress(double share, Added soFar) {
        Progress now = new Progress(Math.clamp(share, 0, 1), soFar);
        if (latest.getAndSet(Optional.of(now)).isEmpty()) thread.execute(this::tell);
    }

    private void tell() {
        latest.getAndSet(Optional.empty()).ifPresent(told);
    }

    @Override
    public boolean goOn() {
        return !stop;
    }
}
