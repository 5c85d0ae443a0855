package keepsake.app.ui.reflection;

import java.util.List;
import java.util.concurrent.Callable;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.background.InOrder;
import keepsake.app.ui.state.Value;
import keepsake.app.ui.wording.Wording;

/// A list that is read in the background. Threads: one (see [Value]).
final class Reading<T> {
    private final InOrder work;
    private final Wording wording;
    private final Value<State<T>> view = new Value<>(new State.Waiting<>());
    private int asked;

    Reading(Background background, Wording wording) {
        this.work = new InOrder(background);
        this.wording = wording;
    }

    /// How far it is.
    sealed interface State<T> {
        record Waiting<T>() implements State<T> {}

        record There<T>(List<T> rows) implements State<T> {
            public There {
                rows = List.copyOf(rows);
            }
        }

        /// @param why in a sentence
        record Failed<T>(String why) implements State<T> {}
    }

    Value<State<T>> view() {
        return view;
    }

    /// Reads; only the answer to the newest call is shown.
    void read(Callable<List<T>> rows) {
        int mine = ++asked;
        work.run(
                rows,
                found -> {
                    if (mine == asked) view.set(new State.There<>(found));
                },
                failure -> {
                    if (mine == asked) view.set(new State.Failed<>(wording.sentence(failure)));
                });
    }

    boolean idle() {
        return work.idle();
    }
}
