package keepsake.app.ui.reflection;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.background.InOrder;
import keepsake.app.ui.reflection.Change.Deed;
import keepsake.app.ui.state.Value;
import keepsake.app.ui.text.Moments;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Fact;
import keepsake.memory.Memory;
import keepsake.memory.MemoryId;
import keepsake.memory.Reflection;
import keepsake.memory.Reflection.Change.Kind;
import keepsake.memory.Reflection.Later;
import keepsake.memory.Reflection.Undone;

/// What the runs of reflection changed, newest first: from which messages, and how to correct it or take it back.
///
/// Threads: one (see [Value]); the memory is asked in the background, one request after the other.
final class ChangesModel {
    /// Older ones are in the memory, but nobody looks for them here.
    static final int RUNS = 50;

    private final Memory memory;
    private final Reflection reflection;
    private final InOrder work;
    private final Wording wording;
    private final InstantSource clock;
    private final Runnable changed;
    private final Value<View> view =
            new Value<>(new View(false, List.of(), Optional.empty(), Optional.empty(), Optional.empty()));
    private final Set<Long> opened = new HashSet<>();
    private boolean looked;

    /// @param changed the memory is not as it was: something was corrected or undone
    ChangesModel(
            Memory memory,
            Reflection reflection,
            Background background,
            Wording wording,
            InstantSource clock,
            Runnable changed) {
        this.memory = memory;
        this.reflection = reflection;
        this.work = new InOrder(background);
        this.wording = wording;
        this.clock = clock;
        this.changed = changed;
    }

    /// @param loaded   false until the memory answered once
    /// @param question asked before more than one run is undone
    /// @param notice   what was done just now
    /// @param problem  why something was not done
    record View(
            boolean loaded,
            List<Run> runs,
            Optional<Question> question,
            Optional<String> notice,
            Optional<String> problem) {
        View {
            runs = List.copyOf(runs);
        }
    }

    /// @param told    when, and by what
    /// @param changes empty while it is closed
    record Run(long number, String told, Undo undo, Optional<List<Change>> changes) {}

    enum Undo {
        POSSIBLE,
        /// It still goes on, or was undone.
        NOT
    }

    /// @param run  the one to be undone
    /// @param text what would be undone with it
    record Question(long run, String text) {}

    Value<View> view() {
        return view;
    }

    /// Reads the runs again.
    void refresh() {
        act(() -> Optional.empty());
    }

    /// Opens a run, or closes it.
    void toggle(long run) {
        if (!opened.remove(run)) opened.add(run);
        refresh();
    }

    /// Takes a run back; asks first when later ones build on it.
    void undo(long run) {
        work.run(
                () -> reflection.dependants(run).size(),
                later -> {
                    if (later == 0) undoWithLater(run);
                    else set(Optional.of(new Question(run, wording.count("undo.later", later))));
                },
                this::failed);
    }

    /// Takes a run back, and those that build on it first.
    void undoWithLater(long run) {
        set(Optional.empty());
        act(() -> Optional.of(told(reflection.undo(run, Later.UNDO))));
    }

    void leave() {
        set(Optional.empty());
    }

    private String told(Undone undone) {
        String back = wording.count("undone", undone.restored());
        return undone.kept().isEmpty()
                ? back
                : back + " " + wording.count("undone.kept", undone.kept().size());
    }

    void confirm(MemoryId fact) {
        act(() -> {
            memory.facts().confirm(fact);
            return Optional.of(wording.say("did.keep"));
        });
    }

    void dismiss(MemoryId fact) {
        act(() -> {
            memory.facts().dismiss(fact);
            return Optional.of(wording.say("did.dismiss"));
        });
    }

    void correct(MemoryId fact, String statement) {
        act(() -> Optional.of(wording.say(
                "did.correct", memory.facts().correct(fact, statement).statement())));
    }

    void forget(MemoryId fact) {
        act(() -> {
            memory.facts().delete(fact);
            return Optional.of(wording.say("did.forget"));
        });
    }

    void restore(MemoryId fact) {
        act(() -> {
            memory.facts().restore(fact);
            return Optional.of(wording.say("did.restore"));
        });
    }

    void dismissNotice() {
        View now = view.get();
        view.set(new View(now.loaded(), now.runs(), now.question(), Optional.empty(), Optional.empty()));
    }

    /// Whether nothing is under way.
    boolean idle() {
        return work.idle();
    }

    private record Done(Optional<String> notice, List<Run> runs) {}

    private void act(Callable<Optional<String>> deed) {
        Set<Long> open = Set.copyOf(opened);
        // The newest run is open at first: it is what one came for.
        boolean first = !looked;
        work.run(() -> new Done(deed.call(), look(open, first)), this::did, this::failed);
    }

    private void did(Done done) {
        if (!looked) done.runs().stream().limit(1).forEach(run -> opened.add(run.number()));
        looked |= !done.runs().isEmpty();
        boolean deed = done.notice().isPresent();
        Optional<String> notice = deed ? done.notice() : view.get().notice();
        view.set(new View(true, done.runs(), view.get().question(), notice, Optional.empty()));
        if (deed) changed.run();
    }

    private void failed(Exception failure) {
        View now = view.get();
        view.set(new View(true, now.runs(), now.question(), now.notice(), Optional.of(wording.sentence(failure))));
    }

    private void set(Optional<Question> question) {
        View now = view.get();
        view.set(new View(now.loaded(), now.runs(), question, Optional.empty(), Optional.empty()));
    }

    /// In the background.
    private List<Run> look(Set<Long> asked, boolean first) {
        List<Reflection.Run> runs = reflection.runs(RUNS);
        Set<Long> open = new HashSet<>(asked);
        if (first) runs.stream().limit(1).forEach(newest -> open.add(newest.number()));
        Sources sources = new Sources(memory, wording);
        return runs.stream()
                .map(run -> new Run(
                        run.number(),
                        told(run),
                        run.state() == Reflection.Run.State.UNDONE
                                        || run.ended().isEmpty()
                                ? Undo.NOT
                                : Undo.POSSIBLE,
                        open.contains(run.number()) ? Optional.of(changes(run.number(), sources)) : Optional.empty()))
                .toList();
    }

    private String told(Reflection.Run run) {
        String moment = Moments.ago(run.started(), clock.instant(), wording.zone());
        String how = run.state() == Reflection.Run.State.UNDONE
                ? wording.say("run.undone")
                : run.madeBy().map(model -> wording.say("run.model", model)).orElseGet(() -> wording.say("run.rules"));
        return wording.say("run", moment, how);
    }

    private List<Change> changes(long run, Sources sources) {
        return reflection.diff(run).stream()
                .flatMap(diff -> Changed.things(diff.changes()).stream())
                .map(change -> change(change, sources))
                .toList();
    }

    private Change change(Reflection.Change change, Sources sources) {
        Optional<MemoryId> id = fact(change.thing());
        Optional<Fact> fact = id.flatMap(sources::fact);
        Optional<String> before = change.after().isPresent() ? change.before() : Optional.empty();
        return new Change(
                what(change, fact),
                change.after().or(change::before).orElse(""),
                before.filter(text -> !change.after().equals(Optional.of(text))),
                fact.map(there -> sources.of(there, change.sources())).orElseGet(() -> sources.of(change.sources())),
                fact.map(Fact::id),
                fact.map(ChangesModel::deed).orElse(Deed.NONE));
    }

    private String what(Reflection.Change change, Optional<Fact> fact) {
        boolean proposed = change.kind() == Kind.ADDED
                && fact.filter(there -> there.status() == Fact.Status.CANDIDATE).isPresent();
        if (proposed) return wording.say("what.proposed");
        String thing =
                switch (change.thing().isEmpty() ? ' ' : change.thing().charAt(0)) {
                    case 'f' -> "fact";
                    case 'e' -> "episode";
                    case 'c' -> "summary";
                    case 'p' -> "profile";
                    default -> "other";
                };
        return wording.say("what." + thing + "." + change.kind().id());
    }

    private static Deed deed(Fact fact) {
        return switch (fact.status()) {
            case CANDIDATE -> Deed.DECIDE;
            case ACTIVE -> Deed.CORRECT;
            case RETRACTED -> Deed.RESTORE;
            case SUPERSEDED, ARCHIVED, QUARANTINED -> Deed.NONE;
        };
    }

    private static Optional<MemoryId> fact(String thing) {
        try {
            return Optional.of(MemoryId.parse(thing)).filter(id -> id.kind() == MemoryId.Kind.FACT);
        } catch (IllegalArgumentException somethingElse) {
            return Optional.empty();
        }
    }
}
