package keepsake.runtime.embedding;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Work that another thread does while this one does something else: loading takes half as long with two processors.
final class Meanwhile<T> {
    private final FutureTask<T> task;

    private Meanwhile(FutureTask<T> task) {
        this.task = task;
    }

    interface Work<T> {
        T run() throws IOException, EmbeddingException;
    }

    static <T> Meanwhile<T> start(Work<T> work) {
        FutureTask<T> task = new FutureTask<>(work::run);
        Thread.ofPlatform().daemon().name("embedding-load").start(task);
        return new Meanwhile<>(task);
    }

    /// Waits for the result.
    T result() throws IOException, EmbeddingException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException later) {
                    interrupted = true; // half a second at most; the caller sees it afterwards
                }
            }
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException unreadable -> throw unreadable;
                case EmbeddingException unusable -> throw unusable;
                case null, default -> throw new IllegalStateException(failed.getCause());
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
