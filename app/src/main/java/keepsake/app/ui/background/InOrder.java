package keepsake.app.ui.background;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Background work of one view, one piece after the other in the order asked: an undo must not overtake what it undoes.
///
/// Threads: the FX thread (in tests, the one that runs [Background]'s outcomes).
public final class InOrder {
    private final Background background;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean working;

    public InOrder(Background background) {
        this.background = background;
    }

    /// Runs `work` after everything asked before; then calls exactly one of `onDone` and `onFailed`.
    public <T> void run(Callable<T> work, Consumer<? super T> onDone, Consumer<? super Exception> onFailed) {
        waiting.add(() -> background.run(work, ending(onDone), ending(onFailed)));
        if (!working) next();
    }

    /// Nothing is under way.
    public boolean idle() {
        return !working;
    }

    private <T> Consumer<T> ending(Consumer<? super T> outcome) {
        return result -> {
            try {
                outcome.accept(result);
            } finally {
                next();
            }
        };
    }

    private void next() {
        Runnable first = waiting.poll();
        working = first != null;
        if (first != null) first.run();
    }
}
