package keepsake.app.assistant;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import keepsake.memory.Conversations.AnswerDraft;
import keepsake.memory.Memory;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.Recall;
import keepsake.memory.Recall.Recollection;
import keepsake.memory.Reflection;
import keepsake.memory.text.RememberRequest;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.ChatTurn;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.Generation;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.engine.StopSignal;

/// One turn after the other: keep, remember, recall, compose, generate, keep.
public final class RememberingAssistant implements Assistant {
    private static final int MEMORIES = 8;
    private static final int LEARNED_AT_ONCE = 20;
    private static final long STOP_SEEN_WITHIN_MILLIS = 50;

    private final Memory memory;
    private final ModelSession model;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Beginnings beginnings;
    private final PrefillPace pace = new PrefillPace();
    private final ReentrantLock oneAtATime = new ReentrantLock(true);

    /// What the model host does with the beginning of a prompt that is the same in every conversation.
    public enum Beginnings {
        /// It may save its evaluated state for the next start.
        SAVED,
        /// Nothing of the prompt may reach the disk.
        NOT_SAVED
    }

    public RememberingAssistant(Memory memory, ModelSession model, InstantSource clock, ZoneId zone) {
        this(memory, model, clock, zone, Beginnings.SAVED);
    }

    public RememberingAssistant(
            Memory memory, ModelSession model, InstantSource clock, ZoneId zone, Beginnings beginnings) {
        this.memory = memory;
        this.model = model;
        this.clock = clock;
        this.zone = zone;
        this.beginnings = beginnings;
    }

    @Override
    public Reply reply(
            long conversationId, String text, ReplyOptions options, ReplyListener listener, StopSignal stop) {
        // Before waiting for another reply: a kill meanwhile must not take what the user said.
        Message user = memory.conversations().say(conversationId, text);
        listener.onKept(user);
        Turn turn = new Turn(user, text, options, listener, stop);
        if (!comesNext(stop)) return turn.stopped();
        // The processor belongs to the answer.
        memory.embedding().pause();
        try {
            return turn.answer();
        } finally {
            memory.embedding().resume();
            oneAtATime.unlock();
        }
    }

    /// Waits for the replies before this one, unless the user stops it first.
    ///
    /// @return whether this one holds the lock
    private boolean comesNext(StopSignal stop) {
        try {
            while (!stop.isRaised())
                if (oneAtATime.tryLock(STOP_SEEN_WITHIN_MILLIS, TimeUnit.MILLISECONDS)) return true;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /// The rest of a turn, once the user's words are on disk.
    private final class Turn {
        private final Message user;
        private final String typed;
        private final ReplyOptions options;
        private final ReplyListener listener;
        private final StopSignal stop;
        private List<Recollection> given = List.of();
        private Optional<AnswerDraft> draft = Optional.empty();

        private Turn(Message user, String typed, ReplyOptions options, ReplyListener listener, StopSignal stop) {
            this.user = user;
            this.typed = typed;
            this.options = options;
            this.listener = listener;
            this.stop = stop;
        }

        private Reply answer() {
            try {
                remember();
                List<Recollection> evidence = recall();
                ChatEngine engine = engine();
                PromptComposer.Prompt prompt = compose(engine, evidence);
                given = prompt.given();
                listener.onRecalled(given);
                AnswerDraft writing = begin(madeBy(engine.info()));
                Generation made = engine.generate(request(prompt), hear(writing), stop);
                Message answer = writing.finish(stateAfter(made), Optional.empty());
                pace.saw(made.stats());
                noteUse(answer, evidence);
                learn();
                return new Reply(user, answer, given, Optional.of(new Made(made.tokens(), made.stats())));
            } catch (EngineException problem) {
                // A signal such as Ctrl-C can end the host before our own stop reaches it.
                if (stop.isRaised()) return stopped();
                listener.onFailed(problem);
                return failed(BackgroundModel.sentence(problem));
            } catch (StoppedWhileWaiting early) {
                return stopped();
            } catch (MemoryException problem) {
                return failed(BackgroundModel.sentence(problem));
            } catch (RuntimeException defect) {
                return failed("The answer failed because of a fault in Keepsake (" + defect
                        + "). Your message is kept. Try again; if it happens again, please report it.");
            }
        }

        private void remember() {
            RememberRequest.parse(user.text())
                    .map(asked -> memory.facts().remember(asked.statement(), user.id(), asked.quote()))
                    .ifPresent(listener::onRemembered);
        }

        /// What was of use is recalled better; nothing of this answer depends on it.
        private void noteUse(Message answer, List<Recollection> evidence) {
            try {
                memory.recallLog()
                        .note(
                                answer.id(),
                                evidence.stream().map(Recollection::id).toList(),
                                given.stream().map(Recollection::id).toList());
            } catch (MemoryException _) {
                // What is wrong with the memory shows where it matters.
            }
        }

        /// The answer is whole; should this fail, the next time reads the message again.
        private void learn() {
            try {
                memory.facts().learn(LEARNED_AT_ONCE);
            } catch (MemoryException _) {
                // What is wrong with the memory shows where it matters; this answer needs nothing of it.
            }
        }

        /// What was just said is not a memory of it: the model reads it anyway.
        private List<Recollection> recall() {
            return memory
                    .recall()
                    .recall(new Recall.Question(
                            user.text(), MEMORIES, Optional.of(user.conversationId()), Recall.Purpose.EVIDENCE))
                    .stream()
                    .filter(found -> !found.source().message().equals(user.id()))
                    .toList();
        }

        /// Waits for the model, unless the user stops first.
        private ChatEngine engine() throws EngineException {
            CompletableFuture<ChatEngine> waiting = new CompletableFuture<>();
            Thread waiter = Thread.ofVirtual().name("model-wait").start(() -> {
                try {
                    waiting.complete(model.engine());
                } catch (EngineException problem) {
                    waiting.completeExceptionally(problem);
                }
            });
            stop.onRaise(() -> waiting.cancel(false));
            try {
                return waiting.get();
            } catch (CancellationException stopped) {
                throw new StoppedWhileWaiting();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw new StoppedWhileWaiting();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof EngineException problem) throw problem;
                throw new IllegalStateException(failed.getCause());
            } finally {
                waiter.interrupt();
            }
        }

        private PromptComposer.Prompt compose(ChatEngine engine, List<Recollection> evidence) throws EngineException {
            return PromptComposer.compose(
                    new PromptComposer.Material(
                            new StablePart(
                                    memory.identity().fields(), List.of(), LocalDate.ofInstant(clock.instant(), zone)),
                            evidence,
                            memory.conversations().messages(user.conversationId()).stream()
                                    .map(this::asTyped)
                                    .toList(),
                            earlier(),
                            new PromptComposer.Room(
                                    engine.info().contextTokens(), options.maxTokens(), pace.historyTokens())),
                    engine::countTokens);
        }

        private List<String> aboutYou() {
            return beginnings == Beginnings.NOT_SAVED
                    ? List.of()
                    : texts(memory.reflection().profile().sentences());
        }

        /// What sums up the conversation's beginning; used when it no longer fits.
        private List<String> earlier() {
            return beginnings == Beginnings.NOT_SAVED
                    ? List.of()
                    : memory.reflection()
                            .summary(user.conversationId())
                            .map(summary -> texts(summary.text()))
                            .orElse(List.of());
        }

        private static List<String> texts(List<Reflection.Sentence> sentences) {
            return sentences.stream().map(Reflection.Sentence::text).toList();
        }

        /// What the user's rules leave out of what is kept, the model still reads in this one turn.
        private Message asTyped(Message message) {
            return message.id().equals(user.id()) ? message.withText(typed) : message;
        }

        private GenerationRequest request(PromptComposer.Prompt prompt) {
            // Who Keepsake is and the profile: the same in every conversation of a day.
            boolean stable =
                    beginnings == Beginnings.SAVED && prompt.turns().getFirst().speaker() == ChatTurn.Speaker.SYSTEM;
            return new GenerationRequest(prompt.turns(), options.sampling(), options.maxTokens(), Optional.empty())
                    .withStableTurns(stable ? 1 : 0);
        }

        private GenerationListener hear(AnswerDraft writing) {
            return new GenerationListener() {
                @Override
                public void onPrompt(int done, int total) {
                    listener.onPrompt(done, total);
                }

                @Override
                public void onText(String text) {
                    writing.append(text);
                    listener.onText(text);
                }
            };
        }

        private AnswerDraft begin(String madeBy) {
            List<MemoryId> ids = given.stream().map(Recollection::id).toList();
            AnswerDraft begun = memory.conversations().answer(user.conversationId(), ids, madeBy);
            draft = Optional.of(begun);
            return begun;
        }

        private Reply stopped() {
            Message answer = draft.orElseGet(() -> begin(madeByNow())).finish(Message.State.STOPPED, Optional.empty());
            return new Reply(user, answer, given, Optional.empty());
        }

        private Reply failed(String sentence) {
            Message answer =
                    draft.orElseGet(() -> begin(madeByNow())).finish(Message.State.FAILED, Optional.of(sentence));
            return new Reply(user, answer, given, Optional.empty());
        }
    }

    private String madeByNow() {
        return model.state() instanceof ModelSession.State.Ready(ModelInfo info) ? madeBy(info) : "Keepsake";
    }

    private static String madeBy(ModelInfo info) {
        return info.name() + " · " + info.engine().id();
    }

    private static Message.State stateAfter(Generation made) {
        return switch (made.ending()) {
            case COMPLETE, LENGTH, CONTEXT -> Message.State.COMPLETE;
            case STOPPED -> Message.State.STOPPED;
        };
    }

    /// The user stopped before there was an engine.
    private static final class StoppedWhileWaiting extends RuntimeException {}
}
