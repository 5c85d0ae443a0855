package keepsake.memory.recall;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Work done on a thread of its own while the caller does something else, and never for longer than the caller is
/// there: closing it waits. An interrupt of the caller is passed on.
final class Beside<T> implements AutoCloseable {
    private final FutureTask<T> task;
    private final Thread thread;

    private Beside(FutureTask<T> task) {
        this.task = task;
        this.thread = Thread.ofPlatform().name("recall-beside").daemon().start(task);
    }

    static <T> Beside<T> of(Supplier<T> work) {
        return new Beside<>(new FutureTask<>(work::get));
    }

    /// What came out, when it is there; empty when the caller was interrupted.
    Optional<T> result() {
        try {
            return Optional.of(task.get());
        } catch (InterruptedException cancelled) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(failed.getCause());
        }
    }

    @Override
    public void close() {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException cancelled) {
                interrupted = true;
                thread.interrupt();
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
