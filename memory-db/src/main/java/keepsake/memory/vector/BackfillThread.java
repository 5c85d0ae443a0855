package keepsake.memory.vector;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import keepsake.memory.MemoryException;

/// Runs a [Backfill] in the background, of low priority, whenever there is something to do and nobody wants the
/// processor. Threads: any may call.
final class BackfillThread implements AutoCloseable {
    /// How often an empty queue is looked at: other processes write too.
    private static final long LOOK_MILLIS = 1_000;

    /// After a failed write (a full disk, a long lock).
    private static final long RETRY_MILLIS = 30_000;

    private final Backfill work;
    private final VectorIndex index;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private int pauses;
    private long heldUntil = System.nanoTime();
    private boolean started;
    private boolean closed;

    @SuppressWarnings("ThreadPriorityCheck") // a hint to those systems that take it; nothing depends on it
    BackfillThread(Backfill work, VectorIndex index) {
        this.work = work;
        this.index = index;
        this.thread = Thread.ofPlatform()
                .name("embedding")
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .unstarted(this::run);
    }

    void start() {
        lock.lock();
        try {
            if (started || closed) return;
            started = true;
            thread.start();
        } finally {
            lock.unlock();
        }
    }

    boolean isStarted() {
        lock.lock();
        try {
            return started;
        } finally {
            lock.unlock();
        }
    }

    void pause() {
        change(1);
    }

    void resume() {
        change(-1);
    }

    private void change(int by) {
        lock.lock();
        try {
            pauses = Math.max(0, pauses + by);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void holdOff(Duration time) {
        lock.lock();
        try {
            heldUntil = System.nanoTime() + time.toNanos();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        boolean behind = true;
        while (mayWork(0)) {
            try {
                if (work.batch(Integer.MAX_VALUE) > 0) {
                    behind = true;
                    continue;
                }
                // The index reads what was added while there is time, not when a question waits for it.
                if (behind) index.follow();
                behind = false;
                if (work.notice().isPresent() || !mayWork(LOOK_MILLIS)) return;
            } catch (MemoryException refused) {
                if (!mayWork(RETRY_MILLIS)) return;
            }
        }
    }

    /// Waits for at least `millis`, and until nobody pauses it.
    ///
    /// @return false when it is to end
    private boolean mayWork(long millis) {
        lock.lock();
        try {
            long from = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            while (!closed) {
                long wait = Math.max(from, heldUntil) - System.nanoTime();
                if (pauses == 0 && wait <= 0) return true;
                if (pauses > 0) changed.await();
                else changed.awaitNanos(wait);
            }
            return false;
        } catch (InterruptedException ended) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            if (!started) return;
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
