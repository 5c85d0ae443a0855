package keepsake.app.ui.erase;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.state.Value;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Erasure;
import keepsake.memory.Erasure.Erased;
import keepsake.memory.Erasure.Preview;
import keepsake.memory.Erasure.What;
import keepsake.memory.MemoryId;

/// Erasing for good, as the window asks about it: look what would go, ask, erase, tell.
///
/// Threads: one (see [Value]); the memory is waited for elsewhere.
public final class EraseModel implements Eraser {
    private static final int ANSWERS_END_SECONDS = 2;

    private final Erasure erasure;
    private final Background background;
    private final Wording wording;
    private final Around around;
    private final Value<View> view = new Value<>(new View(new Step.Closed(), Optional.empty()));
    private Background.Running running = () -> {};
    private Optional<What> asked = Optional.empty();
    private List<MemoryId> repeating = List.of();

    public EraseModel(Erasure erasure, Background background, Wording wording, Around around) {
        this.erasure = erasure;
        this.background = background;
        this.wording = wording;
        this.around = around;
    }

    /// What erasing asks of the window.
    public interface Around {
        /// Stops the answers being written: they may be about to repeat what goes.
        ///
        /// @return complete when they are kept
        List<CompletableFuture<?>> stopAnswers();

        /// Something is gone: what is shown may be out of date.
        void erased();
    }

    /// @param note what became of the last erasure, until it is dismissed
    public record View(Step step, Optional<Note> note) {
        public boolean open() {
            return !(step instanceof Step.Closed);
        }
    }

    /// Where the question stands.
    public sealed interface Step {
        record Closed() implements Step {}

        /// What would go is being looked up.
        record Looking(String subject) implements Step {}

        record Asking(String subject, Going going) implements Step {}

        /// Takes seconds on a large memory and cannot be stopped half-way.
        record Erasing(String subject) implements Step {}

        /// Nothing was changed.
        record Refused(String subject, String why) implements Step {}
    }

    /// @param rest whether something is left to be done
    public record Note(String text, Rest rest) {}

    public enum Rest {
        NONE,
        /// The last traces are still in the files; [#finish] tries again.
        TRACES
    }

    public Value<View> view() {
        return view;
    }

    @Override
    public void fact(MemoryId fact, String statement) {
        ask(new What.Memories(Set.of(fact)), wording.say("subject.fact", statement));
    }

    @Override
    public void message(MemoryId message, String quote) {
        ask(new What.Memories(Set.of(message)), wording.say("subject.message", quote));
    }

    @Override
    public void conversation(long conversation, String title) {
        ask(new What.WholeConversation(conversation), wording.say("subject.conversation", title));
    }

    private void ask(What what, String subject) {
        if (view.get().step() instanceof Step.Erasing) return;
        running.cancel();
        asked = Optional.of(what);
        step(new Step.Looking(subject));
        running = background.run(
                () -> erasure.preview(what),
                preview -> {
                    repeating = what instanceof What.Memories ? ids(preview) : List.of();
                    step(new Step.Asking(subject, Going.of(preview, wording)));
                },
                failure -> step(new Step.Refused(subject, wording.sentence(failure))));
    }

    private static List<MemoryId> ids(Preview preview) {
        return preview.elsewhere().first().stream()
                .map(line -> MemoryId.parse(line.id()))
                .toList();
    }

    /// Whether [#withRepeating] would add something.
    public boolean canAddRepeating() {
        return !repeating.isEmpty();
    }

    /// Asks again, about what repeats it, too.
    public void withRepeating() {
        if (view.get().step() instanceof Step.Asking(String subject, Going _)
                && asked.orElse(new What.Everything()) instanceof What.Memories(Set<MemoryId> first)) {
            Set<MemoryId> more = new HashSet<>(first);
            more.addAll(repeating);
            ask(new What.Memories(more), subject);
        }
    }

    /// Leaves everything as it is.
    public void cancel() {
        if (view.get().step() instanceof Step.Erasing) return;
        running.cancel();
        step(new Step.Closed());
    }

    /// The user said so.
    public void erase() {
        if (!(view.get().step() instanceof Step.Asking asking) || asked.isEmpty()) return;
        What what = asked.get();
        step(new Step.Erasing(asking.subject()));
        List<CompletableFuture<?>> endings = around.stopAnswers();
        running = background.run(
                () -> {
                    var _ = CompletableFuture.allOf(endings.toArray(CompletableFuture[]::new))
                            .completeOnTimeout(null, ANSWERS_END_SECONDS, TimeUnit.SECONDS)
                            .join();
                    return erasure.erase(what);
                },
                erased -> {
                    view.set(new View(new Step.Closed(), Optional.of(note(erased))));
                    around.erased();
                },
                failure -> step(new Step.Refused(asking.subject(), wording.sentence(failure))));
    }

    private Note note(Erased erased) {
        List<String> parts = new ArrayList<>();
        Going.count(parts, "count.messages", erased.messages(), wording);
        Going.count(parts, "count.facts", erased.facts(), wording);
        Going.count(parts, "count.identity", erased.identityFields(), wording);
        String gone = parts.isEmpty() ? wording.say("gone") : wording.say("gone.counted", Going.join(parts, wording));
        return erased.pending()
                .map(why -> new Note(gone + " " + why, Rest.TRACES))
                .orElseGet(() -> new Note(gone, Rest.NONE));
    }

    /// Tries to clean the files of what was erased earlier, if there is anything left of it; says so only if it stays.
    public void resume() {
        var _ = background.run(
                () -> erasure.pending().isEmpty() ? Optional.<String>empty() : erasure.finish(),
                why -> why.ifPresent(sentence -> note(new Note(sentence, Rest.TRACES))),
                failure -> note(new Note(wording.sentence(failure), Rest.TRACES)));
    }

    /// Tries again to clean the files, because the user asked.
    public void finish() {
        var _ = background.run(
                erasure::finish,
                why -> note(why.map(sentence -> new Note(sentence, Rest.TRACES))
                        .orElseGet(() -> new Note(wording.say("finished"), Rest.NONE))),
                failure -> note(new Note(wording.sentence(failure), Rest.TRACES)));
    }

    public void dismissNote() {
        view.set(new View(view.get().step(), Optional.empty()));
    }

    private void note(Note note) {
        view.set(new View(view.get().step(), Optional.of(note)));
    }

    private void step(Step step) {
        view.set(new View(step, view.get().note()));
    }
}
