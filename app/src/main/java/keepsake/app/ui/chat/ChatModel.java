package keepsake.app.ui.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import keepsake.app.assistant.Assistant.Reply;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.state.Value;
import keepsake.memory.Conversation;
import keepsake.memory.Fact;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.Recall.Recollection;

/// The chat that is shown, and the answers under way in it and in others.
///
/// Threads: one (see [Value]); the disk and the model are waited for elsewhere.
public final class ChatModel {
    private static final Duration TYPING_PAUSE = Duration.ofSeconds(2);

    private final Keepsake keepsake;
    private final Background background;
    private final Consumer<Long> changed;
    private final Consumer<Reply> answered;

    private final Value<View> view = new Value<>(View.EMPTY);
    private final Answering answering;
    private final Transcript transcript;
    private final Runnable unwatch;

    private Optional<Long> shown = Optional.empty();
    private String title = "";
    private List<Message> history = List.of();
    private Optional<Highlight> highlight = Optional.empty();
    private Optional<String> problem = Optional.empty();
    private Optional<String> unkept = Optional.empty();
    private int counter;

    /// @param thread   the thread this lives on
    /// @param changed  a conversation began or something was said in it
    /// @param answered an answer ended
    public ChatModel(
            Keepsake keepsake,
            Background background,
            Executor thread,
            Consumer<Long> changed,
            Consumer<Reply> answered) {
        this(keepsake, background, thread, changed, answered, Entry.Kept.KEPT);
    }

    /// @param remembering what becomes of a fact that the user asks to remember
    ChatModel(
            Keepsake keepsake,
            Background background,
            Executor thread,
            Consumer<Long> changed,
            Consumer<Reply> answered,
            Entry.Kept remembering) {
        this.keepsake = keepsake;
        this.background = background;
        this.changed = changed;
        this.answered = answered;
        this.transcript = new Transcript(remembering);
        this.answering = new Answering(keepsake, background, thread, new Heard());
        this.unwatch = keepsake.model().onState(_ -> thread.execute(this::render));
    }

    /// What the chat shows.
    ///
    /// @param conversation empty for one that has not begun
    /// @param highlight    the message to bring into view
    /// @param problem      what went wrong outside of any message
    /// @param unkept       what the user said that could not be kept, to be put back into the input
    public record View(
            Optional<Long> conversation,
            String title,
            List<Entry> entries,
            Optional<Highlight> highlight,
            Optional<String> problem,
            Optional<String> unkept) {
        static final View EMPTY =
                new View(Optional.empty(), "", List.of(), Optional.empty(), Optional.empty(), Optional.empty());

        /// An answer is on its way here.
        public boolean busy() {
            return !entries.isEmpty() && entries.getLast() instanceof Entry.Answer answer && answer.inProgress();
        }
    }

    /// @param request grows, so that asking for the same message again counts
    public record Highlight(MemoryId message, int request) {}

    public Value<View> view() {
        return view;
    }

    public void showNew() {
        shown = Optional.empty();
        open("", List.of(), Optional.empty());
    }

    public void show(long conversation) {
        show(conversation, Optional.empty());
    }

    /// Shows a conversation and brings one of its messages into view.
    public void show(long conversation, MemoryId message) {
        show(conversation, Optional.of(message));
    }

    private void show(long conversation, Optional<MemoryId> message) {
        Optional<Highlight> wanted = message.map(id -> new Highlight(id, ++counter));
        if (shown.equals(Optional.of(conversation))) {
            highlight = wanted;
            render();
            return;
        }
        shown = Optional.of(conversation);
        work(() -> load(conversation), loaded -> {
            if (shown.equals(Optional.of(conversation))) open(loaded.title, loaded.messages, wanted);
        });
    }

    private record Loaded(String title, List<Message> messages) {}

    private Loaded load(long conversation) {
        return new Loaded(
                keepsake.memory()
                        .conversations()
                        .find(conversation)
                        .map(Conversation::title)
                        .orElse(""),
                keepsake.memory().conversations().messages(conversation));
    }

    /// Looks again: something was erased.
    public void reload() {
        shown.filter(_ -> view.get().conversation().isPresent())
                .ifPresent(conversation -> work(
                        () -> keepsake.memory()
                                        .conversations()
                                        .find(conversation)
                                        .isEmpty()
                                ? Optional.<Loaded>empty()
                                : Optional.of(load(conversation)),
                        loaded -> {
                            if (!shown.equals(Optional.of(conversation))) return;
                            loaded.filter(there -> !there.messages.isEmpty())
                                    .ifPresentOrElse(
                                            there -> open(there.title, there.messages, Optional.empty()),
                                            this::showNew);
                        }));
    }

    /// Stops the answers and lets go of everything that was shown, for good.
    ///
    /// @return complete when the answers have ended
    List<CompletableFuture<?>> close() {
        unwatch.run();
        List<CompletableFuture<?>> last = stopAll();
        showNew();
        return last;
    }

    private void open(String name, List<Message> messages, Optional<Highlight> wanted) {
        title = name;
        history = messages;
        highlight = wanted;
        problem = Optional.empty();
        unkept = Optional.empty();
        render();
    }

    /// The shown conversation was renamed.
    public void retitle(long conversation, String name) {
        if (!shown.equals(Optional.of(conversation))) return;
        title = name;
        render();
    }

    /// The first message names a conversation.
    public void refreshTitle(long conversation) {
        if (shown.equals(Optional.of(conversation)) && title.isBlank()) {
            work(() -> load(conversation).title, name -> retitle(conversation, name));
        }
    }

    /// The user types: what runs in the background waits.
    public void typing() {
        keepsake.memory().embedding().holdOff(TYPING_PAUSE);
    }

    /// Sends what the user typed, unless it is blank or an answer is under way here.
    ///
    /// @return whether it was sent
    public boolean send(String text) {
        String said = text.strip();
        if (said.isEmpty() || view.get().busy()) return false;
        problem = Optional.empty();
        unkept = Optional.empty();
        highlight = Optional.empty();
        answering.ask("t" + ++counter, shown, said);
        render();
        return true;
    }

    /// Hears of the answers under way.
    private final class Heard implements Answering.Listener {
        @Override
        public void begun(Turn turn, long conversation) {
            boolean here = isShown(turn);
            turn.began(conversation);
            if (here) shown = Optional.of(conversation);
        }

        @Override
        public void heard() {
            Set<Long> begun = new HashSet<>();
            for (Turn turn : answering.all()) {
                if (transcript.heard(turn)) turn.kept().ifPresent(kept -> begun.add(kept.conversationId()));
            }
            render();
            begun.forEach(changed);
        }

        @Override
        public void ended(Turn turn, Reply reply) {
            boolean here = isShown(turn);
            answering.leave(turn);
            transcript.ended(turn, reply);
            if (here) add(reply);
            render();
            changed.accept(reply.answer().conversationId());
            answered.accept(reply);
        }

        @Override
        public void failed(Turn turn, Exception failure) {
            boolean here = isShown(turn);
            answering.leave(turn);
            if (here) {
                problem = Optional.of(Failures.sentence(failure));
                if (turn.kept().isEmpty()) unkept = Optional.of(turn.text());
            }
            render();
        }
    }

    private void add(Reply reply) {
        List<Message> longer = new ArrayList<>(history);
        longer.removeIf(message -> message.id().equals(reply.user().id())
                || message.id().equals(reply.answer().id()));
        longer.add(reply.user());
        longer.add(reply.answer());
        history = List.copyOf(longer);
    }

    /// Stops the answer that is shown.
    public void stop() {
        answering.stop(shown);
    }

    /// Stops every answer and waits a moment until they are kept. For the end; blocks, so call it from elsewhere.
    public static void finish(List<CompletableFuture<?>> endings) {
        var _ = CompletableFuture.allOf(endings.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, 2, TimeUnit.SECONDS)
                .join();
    }

    /// Whether an answer is under way, here or in another conversation.
    public boolean answering() {
        return answering.underWay();
    }

    /// Stops every answer; what it returns is complete when they are kept.
    public List<CompletableFuture<?>> stopAll() {
        return answering.stopAll();
    }

    /// Does something about the newest failure.
    public void apply(Entry.Remedy remedy) {
        switch (remedy) {
            case RESTART_MODEL -> keepsake.model().restart();
            case TRY_AGAIN ->
                history.reversed().stream()
                        .filter(message -> message.role() == Message.Role.USER)
                        .findFirst()
                        .ifPresent(message -> send(message.text()));
            case CHOOSE_MODEL -> {} // the window opens the model panel
        }
    }

    /// Takes back what was remembered, or remembers it after all.
    public void toggle(Entry.Remembered note) {
        Fact fact = note.fact();
        boolean forget = note.kept() == Entry.Kept.KEPT;
        work(
                () -> {
                    if (forget) keepsake.memory().facts().delete(fact.id());
                    else keepsake.memory().facts().restore(fact.id());
                    return fact.sources().getLast().message();
                },
                message -> {
                    transcript.note(
                            message,
                            new Entry.Remembered(note.key(), fact, forget ? Entry.Kept.FORGOTTEN : Entry.Kept.KEPT));
                    render();
                });
    }

    /// The newest answer here that has text, for copying.
    public Optional<String> lastAnswer() {
        return view.get().entries().reversed().stream()
                .filter(entry ->
                        entry instanceof Entry.Answer answer && !answer.text().isBlank())
                .map(entry -> ((Entry.Answer) entry).text())
                .findFirst();
    }

    /// Finds what an answer was given; memories that were erased since are left out.
    public void given(Entry.Answer answer, Consumer<List<Given>> found) {
        List<Recollection> known = answer.id()
                .flatMap(transcript::reasons)
                .or(() -> answering.in(shown).stream().findFirst().map(Turn::given))
                .orElse(List.of());
        work(() -> new GivenMemories(keepsake.memory()).find(answer.given(), known), found);
    }

    private boolean isShown(Turn turn) {
        return answering.isIn(turn, shown);
    }

    private <T> void work(Callable<T> task, Consumer<? super T> done) {
        var _ = background.run(task, done, failure -> {
            problem = Optional.of(Failures.sentence(failure));
            render();
        });
    }

    private void render() {
        List<Entry> entries = transcript.entries(
                history, answering.in(shown), keepsake.model().state());
        view.set(new View(shown, title, entries, highlight, problem, unkept));
    }
}
