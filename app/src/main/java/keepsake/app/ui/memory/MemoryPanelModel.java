package keepsake.app.ui.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.background.InOrder;
import keepsake.app.ui.memory.Shown.Card;
import keepsake.app.ui.memory.Shown.Editor;
import keepsake.app.ui.memory.Shown.Pin;
import keepsake.app.ui.memory.Shown.SourceLine;
import keepsake.app.ui.memory.Shown.Vacancy;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Fact;
import keepsake.memory.Facts;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryId;

/// What the memory panel knows and does, without a window. Everything it shows is a [Shown].
///
/// Threads: the FX thread; the database is asked in the background, one request after the other.
public final class MemoryPanelModel {
    /// Cards shown at first, and added by [#showMore]: each is several nodes.
    static final int PAGE = 60;

    private final Facts facts;
    private final InOrder work;
    private final Wording wording;
    private Consumer<Shown> view = shown -> {};

    private Look look = new Look("", List.of(), 0);
    private boolean loaded;
    private String query = "";
    private int limit = PAGE;
    private Optional<Editing> editing = Optional.empty();
    private List<Gone> gone = List.of();
    private Optional<String> problem = Optional.empty();

    private record Look(String query, List<Fact> found, int known) {}

    /// What was taken away and can come back.
    private record Gone(Fact fact, How how) {}

    private enum How {
        FORGOTTEN,
        DISMISSED
    }

    private record Editing(MemoryId fact, Editor editor) {}

    public MemoryPanelModel(Facts facts, Background background, Wording wording) {
        this.facts = facts;
        this.work = new InOrder(background);
        this.wording = wording;
    }

    /// Shows this in `view` from now on, the present state at once.
    void show(Consumer<Shown> view) {
        this.view = view;
        changed();
    }

    /// Reads everything again.
    public void refresh() {
        attempt(() -> true, nothing -> {});
    }

    public void search(String text) {
        query = text;
        limit = PAGE;
        refresh();
    }

    public void showMore() {
        limit += PAGE;
        changed();
    }

    public void togglePin(Card card) {
        attempt(
                () -> {
                    if (card.pin() == Pin.PINNED) facts.unpin(card.id());
                    else facts.pin(card.id());
                    return true;
                },
                nothing -> {});
    }

    /// Opens the editor of a card; another one that is open closes without keeping.
    public void edit(Card card) {
        editing = Optional.of(new Editing(card.id(), new Editor(card.statement(), Optional.empty())));
        changed();
    }

    public void cancelEdit() {
        editing = Optional.empty();
        changed();
    }

    /// Keeps what the open editor says: the fact is replaced, its sources stay.
    public void keepEdit(String text) {
        if (editing.isEmpty()) return;
        MemoryId fact = editing.get().fact();
        editing = Optional.of(new Editing(fact, new Editor(text, Optional.empty())));
        work.run(
                () -> {
                    facts.correct(fact, text);
                    return lookAround(query);
                },
                seen -> {
                    editing = Optional.empty();
                    problem = Optional.empty();
                    seen(seen);
                },
                failure -> {
                    Editor refused = new Editor(text, Optional.of(wording.sentence(failure)));
                    editing = editing.map(open -> open.fact().equals(fact) ? new Editing(fact, refused) : open);
                    changed();
                });
    }

    /// Forgets the fact. Until [#dismissUndo], [#undo] brings back all that was taken away since.
    public void forget(Card card) {
        Optional<Fact> fact = look.found().stream()
                .filter(found -> found.id().equals(card.id()))
                .findFirst();
        attempt(
                () -> {
                    facts.delete(card.id());
                    return true;
                },
                nothing -> fact.ifPresent(forgotten -> add(new Gone(forgotten, How.FORGOTTEN))));
    }

    /// A proposal was dismissed, which [#undo] takes back.
    void dismissed(Fact candidate) {
        add(new Gone(candidate, How.DISMISSED));
        changed();
    }

    private void add(Gone one) {
        gone = Stream.concat(gone.stream(), Stream.of(one)).distinct().toList();
    }

    /// @param then what is to be looked at again
    public void undo(Runnable then) {
        List<Gone> back = gone;
        gone = List.of();
        attempt(() -> back.stream().map(this::restore).flatMap(Optional::stream).toList(), refusals -> {
            problem = refusals.stream().findFirst();
            then.run();
        });
    }

    /// One that cannot come back must not keep the others away.
    private Optional<String> restore(Gone one) {
        try {
            switch (one.how()) {
                case FORGOTTEN -> facts.restore(one.fact().id());
                case DISMISSED -> facts.reconsider(one.fact());
            }
            return Optional.empty();
        } catch (MemoryException refused) {
            return Optional.of(wording.sentence(refused));
        }
    }

    public void dismissUndo() {
        gone = List.of();
        changed();
    }

    public void dismissProblem() {
        problem = Optional.empty();
        changed();
    }

    /// Whether nothing is under way.
    boolean idle() {
        return work.idle();
    }

    private record Done<T>(T result, Look look) {}

    private <T> void attempt(Callable<T> change, Consumer<T> then) {
        String asked = query;
        work.run(
                () -> new Done<>(change.call(), lookAround(asked)),
                done -> {
                    problem = Optional.empty();
                    then.accept(done.result());
                    seen(done.look());
                },
                failure -> {
                    loaded = true;
                    problem = Optional.of(wording.sentence(failure));
                    changed();
                });
    }

    private Look lookAround(String asked) {
        List<Fact> found = facts.search(asked);
        int known = asked.isBlank() ? found.size() : facts.active().size();
        return new Look(asked, found, known);
    }

    /// An answer to an earlier search is not shown: the next one is on its way.
    private void seen(Look seen) {
        if (seen.query().equals(query)) {
            look = seen;
            loaded = true;
        }
        changed();
    }

    private void changed() {
        view.accept(shown());
    }

    private Shown shown() {
        List<Card> cards = new ArrayList<>();
        look.found().stream().limit(limit).map(this::card).forEach(cards::add);
        return new Shown(
                count(),
                cards.stream().filter(card -> card.pin() == Pin.PINNED).toList(),
                cards.stream().filter(card -> card.pin() == Pin.LOOSE).toList(),
                look.found().size() - cards.size(),
                vacancy(),
                undoOffer(),
                problem);
    }

    private String count() {
        if (!loaded) return "";
        return look.query().isBlank()
                ? wording.count("count", look.known())
                : wording.say("count.found", look.found().size(), look.known());
    }

    private Vacancy vacancy() {
        if (!loaded) return Vacancy.LOADING;
        if (!look.found().isEmpty()) return Vacancy.NONE;
        return look.query().isBlank() ? Vacancy.NOTHING_KNOWN : Vacancy.NOTHING_FOUND;
    }

    private Optional<String> undoOffer() {
        if (gone.isEmpty()) return Optional.empty();
        Gone last = gone.getLast();
        boolean alike = gone.stream().allMatch(one -> one.how() == last.how());
        String key = !alike ? "undo.mixed" : last.how() == How.FORGOTTEN ? "undo" : "undo.dismissed";
        return Optional.of(
                gone.size() == 1
                        ? wording.say(key + ".one", last.fact().statement())
                        : wording.say(key + ".many", gone.size()));
    }

    private Card card(Fact fact) {
        return new Card(
                fact.id(),
                fact.statement(),
                fact.pinned() ? Pin.PINNED : Pin.LOOSE,
                fact.sources().stream().map(this::source).toList(),
                editing.filter(open -> open.fact().equals(fact.id())).map(Editing::editor));
    }

    private SourceLine source(Fact.Source source) {
        return SourceLine.of(source, wording);
    }
}
