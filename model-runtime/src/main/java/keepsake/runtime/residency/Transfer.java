package keepsake.runtime.residency;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/// Pieces on their way from the file into memory. Threads: any.
public final class Transfer {
    private final CountDownLatch open;
    private final BooleanSupplier stopped;
    private volatile boolean cancelled;
    private volatile boolean incomplete;
    private volatile Optional<WeightsLost> failure = Optional.empty();

    /// @param chunks  that the pieces were cut into
    /// @param stopped is asked before each chunk; chunks after a yes are left out
    Transfer(int chunks, BooleanSupplier stopped) {
        this.open = new CountDownLatch(chunks);
        this.stopped = stopped;
    }

    /// Whether a chunk is still wanted; remembers that one was not.
    boolean wanted() {
        if (!cancelled && failure.isEmpty() && !stopped.getAsBoolean()) return true;
        incomplete = true;
        return false;
    }

    void failed(WeightsLost why) {
        incomplete = true;
        failure = Optional.of(why);
    }

    void chunkDone() {
        open.countDown();
    }

    /// Leaves out what has not been begun.
    public void cancel() {
        cancelled = true;
    }

    /// Whether nothing of it is under way any more.
    public boolean isDone() {
        return open.getCount() == 0;
    }

    /// Waits until all is there. An interrupt does not end the wait, because memory that is in use is being written;
    /// it is kept for the caller.
    ///
    /// @return true when all was read, false when stopped or cancelled
    /// @throws WeightsLost when the file cannot be read or is not what it was
    public boolean await() throws WeightsLost {
        boolean interrupted = false;
        while (true) {
            try {
                open.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        if (failure.isPresent()) throw failure.get();
        return !incomplete;
    }
}
