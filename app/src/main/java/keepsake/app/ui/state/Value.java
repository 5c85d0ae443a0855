package keepsake.app.ui.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A value that others watch. Needs no JavaFX, so that view models can be tried without it.
///
/// Threads: one, the one that the view model lives on; in the window that is the FX thread.
public final class Value<T> {
    private final List<Consumer<? super T>> watchers = new ArrayList<>();
    private T now;

    public Value(T first) {
        now = first;
    }

    public T get() {
        return now;
    }

    /// Tells the watchers, unless nothing changed.
    public void set(T next) {
        if (now.equals(next)) return;
        now = next;
        // A copy: a watcher may end its own subscription.
        for (Consumer<? super T> watcher : List.copyOf(watchers)) watcher.accept(next);
    }

    /// Calls `watcher` now and after every change.
    ///
    /// @return ends the subscription
    public Runnable watch(Consumer<? super T> watcher) {
        watchers.add(watcher);
        watcher.accept(now);
        return () -> watchers.remove(watcher);
    }
}
