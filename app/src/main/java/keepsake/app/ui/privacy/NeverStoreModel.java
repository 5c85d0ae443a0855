package keepsake.app.ui.privacy;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.background.InOrder;
import keepsake.app.ui.state.Value;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.NeverStore;
import keepsake.memory.NeverStore.Kind;
import keepsake.memory.NeverStore.Rule;

/// What is never kept, as it is shown and changed. Threads: one (see [Value]); the disk is waited for elsewhere.
public final class NeverStoreModel {
    private final NeverStore rules;
    private final InOrder work;
    private final Wording wording;
    private final Value<View> view =
            new Value<>(new View(List.of(), Set.of(), Optional.empty(), Optional.empty(), Reading.NOT_YET));

    public NeverStoreModel(NeverStore rules, Background background, Wording wording) {
        this.rules = rules;
        this.work = new InOrder(background);
        this.wording = wording;
    }

    /// Whether the rules were read.
    public enum Reading {
        NOT_YET,
        DONE
    }

    /// @param phrases oldest first
    /// @param kinds   what is covered as a whole
    /// @param removed the last phrase removed, while that can be undone
    /// @param problem why something was not done
    public record View(
            List<Rule> phrases, Set<Kind> kinds, Optional<String> removed, Optional<String> problem, Reading reading) {
        public View {
            phrases = List.copyOf(phrases);
            kinds = Set.copyOf(kinds);
        }
    }

    public Value<View> view() {
        return view;
    }

    public void refresh() {
        change(() -> true, _ -> {});
    }

    /// Never keeps these words from now on; blank text changes nothing.
    public void add(String phrase, Runnable added) {
        if (phrase.isBlank()) return;
        change(() -> rules.add(Kind.PHRASE, phrase.strip()), _ -> {
            removed(Optional.empty());
            added.run();
        });
    }

    /// Covers a kind, or no longer.
    public void toggle(Kind kind) {
        boolean on = view.get().kinds().contains(kind);
        change(
                () -> {
                    if (!on) return rules.add(kind, "");
                    for (Rule rule : rules.rules()) if (rule.kind() == kind) rules.remove(rule.id());
                    return kind;
                },
                _ -> {});
    }

    /// Until the next change, [#undo] brings it back.
    public void remove(Rule rule) {
        change(
                () -> {
                    rules.remove(rule.id());
                    return rule;
                },
                gone -> removed(Optional.of(gone.text())));
    }

    public void undo() {
        view.get().removed().ifPresent(phrase -> add(phrase, () -> {}));
    }

    private void removed(Optional<String> phrase) {
        View now = view.get();
        view.set(new View(now.phrases(), now.kinds(), phrase, now.problem(), now.reading()));
    }

    private record Done<T>(T result, List<Rule> rules) {}

    private <T> void change(Callable<T> change, Consumer<T> then) {
        work.run(
                () -> new Done<>(change.call(), rules.rules()),
                done -> {
                    show(done.rules(), Optional.empty());
                    then.accept(done.result());
                },
                failure -> {
                    View now = view.get();
                    view.set(new View(
                            now.phrases(),
                            now.kinds(),
                            now.removed(),
                            Optional.of(wording.sentence(failure)),
                            now.reading()));
                });
    }

    private void show(List<Rule> all, Optional<String> problem) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Rule rule : all) if (rule.kind() != Kind.PHRASE) kinds.add(rule.kind());
        view.set(new View(
                all.stream().filter(rule -> rule.kind() == Kind.PHRASE).toList(),
                kinds,
                view.get().removed(),
                problem,
                Reading.DONE));
    }
}
