package keepsake.runtime.streaming;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import keepsake.runtime.saved.ModelPrint;
import keepsake.runtime.saved.SavedFolder;

/// Where one engine keeps things for the next run, and the one thread on which it does so, beside the answers. A folder
/// that cannot be used costs nothing but the time it would have saved. Threads: any.
final class BetweenRuns implements AutoCloseable {
    /// A host that is asked to close has two seconds.
    private static final long LONGEST_CLOSE_MILLIS = 1_500;

    private final SavedFolder folder;
    private final ExecutorService background = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("between-runs").factory());
    private final Future<ModelPrint> print;

    /// @param print of the model; made in the background, because it reads the head of the file again
    BetweenRuns(SavedFolder folder, Callable<ModelPrint> print) {
        this.folder = folder;
        this.print = background.submit(print);
    }

    /// A place for one model until everything is forgotten.
    record Place(Path generation, ModelPrint model) {}

    /// Where to keep things from now on; empty when that is not possible.
    Optional<Place> place() {
        try {
            return Optional.of(new Place(folder.generation(), print.get()));
        } catch (IOException | ExecutionException unusable) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Runs later, after what was given before; not at all when this is closed.
    void run(Runnable task) {
        try {
            background.execute(task);
        } catch (RejectedExecutionException closed) {
            // the engine is being closed: what would be kept can be computed again
        }
    }

    /// Waits until everything given so far has run.
    void await() {
        try {
            background.submit(() -> {}).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing cannot fail", e);
        }
    }

    /// Waits for what is under way, not for a disk that hangs.
    @Override
    public void close() {
        background.shutdown();
        try {
            if (!background.awaitTermination(LONGEST_CLOSE_MILLIS, TimeUnit.MILLISECONDS)) background.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
