package keepsake.runtime.streaming;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import keepsake.runtime.residency.ExpertCache;

/// Uses the time between loading and the first message: reads the experts that earlier conversations used most, one at
/// a time, as long as there is room. Ends for good when a request comes, after the expert under way. Threads: any.
final class WarmStart {

    /// Where experts are put.
    interface Shelf {
        /// Reads an expert unless it is there already or would push another one out.
        ///
        /// @return whether it was read
        boolean warm(ExpertCache.Key expert) throws IOException;
    }

    private final Supplier<List<ExpertCache.Key>> ranked;
    private final Shelf shelf;
    private final ReentrantLock turn;
    private volatile boolean over;
    private final AtomicInteger read = new AtomicInteger();

    /// @param ranked the most wanted first; asked when this runs
    /// @param turn   held by whoever uses the model
    WarmStart(Supplier<List<ExpertCache.Key>> ranked, Shelf shelf, ReentrantLock turn) {
        this.ranked = ranked;
        this.shelf = shelf;
        this.turn = turn;
    }

    /// A request has come.
    void giveWay() {
        over = true;
    }

    /// Experts read so far.
    int read() {
        return read.get();
    }

    /// Reads until everything wanted is there or somebody asks something.
    void run() {
        try {
            for (ExpertCache.Key expert : ranked.get()) if (!one(expert)) return;
        } catch (IOException unreadable) {
            // the first answer will meet the same fault, and say so
        }
    }

    private boolean one(ExpertCache.Key expert) throws IOException {
        if (over) return false;
        turn.lock();
        try {
            if (over) return false;
            // No room in one layer does not mean none in the next.
            if (shelf.warm(expert)) read.incrementAndGet();
            return true;
        } finally {
            turn.unlock();
        }
    }
}
