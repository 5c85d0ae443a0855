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
    private final Runnable confirmed;
    private final Value<View> view = new Value<>(new View(List.of(), 0, Optional.empty()));
    private List<Fact> all = List.of();
    private boolean showAll;

    /// @param confirmed a candidate became a fact
    CandidatesModel(Facts facts, Background background, Wording wording, Runnable confirmed) {
        this.facts = facts;
        this.work = new InOrder(background);
        this.wording = wording;
        this.confirmed = confirmed;
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
        change(() -> facts.confirm(row.id()), confirmed);
    }

    /// Takes it away for good.
    void dismiss(Row row) {
        change(
                () -> {
                    facts.dismiss(row.id());
                    return row;
                },
                () -> {});
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
                    show(Optional.empty());
                    then.run();
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
