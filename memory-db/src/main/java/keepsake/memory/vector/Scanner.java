package keepsake.memory.vector;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Scans codes with the calling thread and, when there are many, one more. Threads: any.
final class Scanner {
    /// Half of fewer blocks takes less time than waking a thread is worth.
    private static final int WORTH_TWO = 8;

    private static final long IDLE_SECONDS = 30;

    private final ExecutorService second;

    Scanner() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> Thread.ofPlatform()
                        .name("vector-scan")
                        .daemon()
                        .unstarted(work));
        pool.allowCoreThreadTimeOut(true);
        this.second = pool;
    }

    /// The rows whose codes promise the largest product, in no order; none when the thread was interrupted.
    long[] scan(CodeList.View view, QueryCode query, int shortlist) {
        AtomicBoolean stopped = new AtomicBoolean();
        Shortlist best = new Shortlist(Math.min(shortlist, Math.max(1, view.size())));
        int blocks = view.blocks().size();
        int half = blocks < WORTH_TWO ? blocks : blocks / 2;
        Shortlist others = new Shortlist(Math.min(shortlist, Math.max(1, view.size())));
        Future<?> rest = half == blocks
                ? CompletableFuture.completedFuture(null)
                : second.submit(() -> CodeList.scan(view, half, blocks, query, others, stopped::get));
        CodeList.scan(view, 0, half, query, best, () -> Thread.currentThread().isInterrupted());
        try {
            rest.get();
        } catch (InterruptedException cancelled) {
            stopped.set(true);
            Thread.currentThread().interrupt();
        } catch (ExecutionException broken) {
            throw new IllegalStateException(broken.getCause());
        }
        if (Thread.currentThread().isInterrupted()) return new long[0];
        best.addAll(others);
        return best.ids();
    }

    void close() {
        second.shutdown();
    }
}
