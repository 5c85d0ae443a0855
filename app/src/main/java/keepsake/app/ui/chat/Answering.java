package keepsake.app.ui.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import keepsake.app.assistant.Assistant.Reply;
import keepsake.app.assistant.Assistant.ReplyOptions;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.background.Background;

/// The answers under way, in the conversation that is shown and in others: begins them, stops them, and tells what is
/// heard of them at most once per picture.
///
/// Threads: the view model's; the disk and the model are waited for elsewhere.
final class Answering {
    /// About thirty pictures a second: more nobody sees, and laying out a long answer costs.
    private static final Duration FRAME = Duration.ofMillis(33);

    private final Keepsake keepsake;
    private final Background background;
    private final Executor nextFrame;
    private final Listener listener;
    private final List<Turn> turns = new ArrayList<>();
    private final List<CompletableFuture<?>> endings = new ArrayList<>();
    private final AtomicBoolean frameWanted = new AtomicBoolean();

    /// What the view model hears.
    interface Listener {
        /// A conversation was made for a turn that had none.
        void begun(Turn turn, long conversation);

        /// Something was heard of turns under way.
        void heard();

        /// The turn is still under way until [#leave].
        void ended(Turn turn, Reply reply);

        /// The turn is still under way until [#leave].
        void failed(Turn turn, Exception failure);
    }

    /// @param thread the thread this lives on
    Answering(Keepsake keepsake, Background background, Executor thread, Listener listener) {
        this.keepsake = keepsake;
        this.background = background;
        this.nextFrame = CompletableFuture.delayedExecutor(FRAME.toMillis(), TimeUnit.MILLISECONDS, thread);
        this.listener = listener;
    }

    /// Asks what the user said.
    ///
    /// @param key          names the turn
    /// @param conversation where it was said; empty for one that has not begun
    void ask(String key, Optional<Long> conversation, String said) {
        Turn turn = new Turn(key, conversation, said, this::soon);
        turns.add(turn);
        // Before anything is kept there is no conversation to tell this turn by.
        conversation.ifPresentOrElse(
                there -> reply(turn, there),
                () -> work(turn, () -> keepsake.memory().conversations().start().id(), begun -> {
                    listener.begun(turn, begun);
                    reply(turn, begun);
                }));
    }

    private void reply(Turn turn, long conversation) {
        ReplyOptions options = ReplyOptions.of(
                keepsake.settings().choice().temperature(), System.nanoTime(), ReplyOptions.DEFAULT_MAX_TOKENS);
        CompletableFuture<Boolean> ending = new CompletableFuture<>();
        endings.add(ending);
        work(
                turn,
                () -> {
                    try {
                        return keepsake.assistant().reply(conversation, turn.text(), options, turn, turn.stop());
                    } finally {
                        ending.complete(true);
                    }
                },
                reply -> listener.ended(turn, reply));
    }

    private <T> void work(Turn turn, Callable<T> task, Consumer<? super T> done) {
        var _ = background.run(task, done, failure -> listener.failed(turn, failure));
    }

    /// The turn is over.
    void leave(Turn turn) {
        turns.remove(turn);
        endings.removeIf(CompletableFuture::isDone);
    }

    List<Turn> all() {
        return List.copyOf(turns);
    }

    /// Those of a conversation; without one, the newest of an empty chat.
    List<Turn> in(Optional<Long> conversation) {
        return turns.stream().filter(turn -> isIn(turn, conversation)).toList();
    }

    boolean isIn(Turn turn, Optional<Long> conversation) {
        return turn.conversation().equals(conversation) && (conversation.isPresent() || turn == turns.getLast());
    }

    boolean underWay() {
        return !turns.isEmpty();
    }

    void stop(Optional<Long> conversation) {
        for (Turn turn : in(conversation)) turn.stop().raise();
    }

    /// Stops every answer; what it returns is complete when they are kept.
    List<CompletableFuture<?>> stopAll() {
        for (Turn turn : turns) turn.stop().raise();
        return List.copyOf(endings);
    }

    /// Called on replying threads: asks for one picture for whatever happens within a frame.
    private void soon() {
        if (frameWanted.compareAndSet(false, true)) {
            nextFrame.execute(() -> {
                frameWanted.set(false);
                listener.heard();
            });
        }
    }
}
