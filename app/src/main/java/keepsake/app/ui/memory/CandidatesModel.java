package keepsake.app.ui.memory;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.background.InOrder;
import keepsake.app.ui.memory.Shown.SourceLine;
import keepsake.app.ui.state.Value;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Fact;
import keepsake.memory.Facts;
import keepsake.memory.MemoryId;

/// What Keepsake thinks it heard: nothing of it counts before the user says so.
///
/// Threads: one (see [Value]); the memory is asked in the background, one request after the other.
final class CandidatesModel {
    /// Proposals stay in the background of what is known.
    static final int FEW = 2;

    private final Facts facts;
    private final InOrder work;
    private final Wording wording;
    private final Listener listener;
    private final Value<View> view = new Value<>(new View(List.of(), 0, Optional.empty()));
    private List<Fact> all = List.of();
    private boolean showAll;

    /// What the panel hears.
    interface Listener {
        /// A candidate became a fact.
        void confirmed();

        /// A candidate is gone; [Facts#reconsider] brings it back.
        void dismissed(Fact candidate);
    }

    CandidatesModel(Facts facts, Background background, Wording wording, Listener listener) {
        this.facts = facts;
        this.work = new InOrder(background);
        this.wording = wording;
        this.listener = listener;
    }

    /// @param rows    newest first
    /// @param more    how many are not among them
    /// @param problem why something was not done
    record View(List<Row> rows, int more, Optional<String> problem) {
        View {
            rows = List.copyOf(rows);
        }
    }

    /// @param source the words it was read from
    record Row(MemoryId id, String statement, SourceLine source) {}

    Value<View> view() {
        return view;
    }

    /// Reads them again.
    void refresh() {
        change(() -> true, () -> {});
    }

    void showAll() {
        showAll = true;
        show(Optional.empty());
    }

    /// Makes it a fact.
    void confirm(Row row) {
        change(() -> facts.confirm(row.id()), listener::confirmed);
    }

    /// Takes it away; it is not proposed again unless that is taken back.
    void dismiss(Row row) {
        Optional<Fact> gone =
                all.stream().filter(fact -> fact.id().equals(row.id())).findFirst();
        change(
                () -> {
                    facts.dismiss(row.id());
                    return row;
                },
                () -> gone.ifPresent(listener::dismissed));
    }

    /// Whether nothing is under way.
    boolean idle() {
        return work.idle();
    }

    private void change(Callable<?> change, Runnable then) {
        work.run(
                () -> {
                    var _ = change.call();
                    return facts.candidates();
                },
                found -> {
                    all = found;
                    then.run();
                    show(Optional.empty());
                },
                failure -> show(Optional.of(wording.sentence(failure))));
    }

    private void show(Optional<String> problem) {
        List<Row> rows = all.stream()
                .limit(showAll ? MemoryPanelModel.PAGE : FEW)
                .map(this::row)
                .toList();
        view.set(new View(rows, all.size() - rows.size(), problem));
    }

    private Row row(Fact fact) {
        return new Row(fact.id(), fact.statement(), SourceLine.of(fact.sources().getLast(), wording));
    }
}
