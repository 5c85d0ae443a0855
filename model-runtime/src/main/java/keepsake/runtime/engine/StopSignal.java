package keepsake.runtime.engine;

import java.util.ArrayList;
import java.util.List;

/// A request to end a generation early, raised from any thread, once and for all.
public final class StopSignal {
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean raised;

    /// Asks the generation to stop. Idempotent; the listeners run on the calling thread.
    public void raise() {
        List<Runnable> toRun;
        synchronized (this) {
            if (raised) return;
            raised = true;
            toRun = List.copyOf(listeners);
        }
        toRun.forEach(Runnable::run);
    }

    public synchronized boolean isRaised() {
        return raised;
    }

    /// Runs `action` when the signal is raised, at once if it already is.
    public void onRaise(Runnable action) {
        synchronized (this) {
            if (!raised) {
                listeners.add(action);
                return;
            }
        }
        action.run();
    }
}
