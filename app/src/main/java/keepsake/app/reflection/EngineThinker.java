package keepsake.app.reflection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import keepsake.app.assistant.ModelSession;
import keepsake.memory.Thinker;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.ChatTurn;
import keepsake.runtime.engine.ChatTurn.Speaker;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.Generation;
import keepsake.runtime.engine.Generation.Ending;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.Sampling;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.grammar.JsonGrammar;

/// Thinks with a loaded model: greedy, in the form that was asked for, and never in the way of a conversation. It loads
/// nothing, and keeps nothing on disk: the instruction is the beginning of every prompt, so the model host evaluates it
/// once while nobody else asks, and each text costs its own tokens only.
///
/// Threads: one at a time. An answer that is being given blocks the calling thread.
public final class EngineThinker implements Thinker {
    /// Twice as often as stopping within 200 ms needs, with the 100 ms an engine takes at most.
    private static final Duration LOOK = Duration.ofMillis(50);

    private final String model;
    private final Supplier<Optional<ChatEngine>> engine;

    private EngineThinker(String model, Supplier<Optional<ChatEngine>> engine) {
        this.model = model;
        this.engine = engine;
    }

    /// With an engine that stays loaded, as a command has it.
    public static EngineThinker with(ChatEngine engine) {
        return new EngineThinker(engine.info().name(), () -> Optional.of(engine));
    }

    /// With the model that is loaded, as long as it is: when another one is chosen or it is gone, there are no answers
    /// any more.
    ///
    /// @return empty when none is ready now; nothing is loaded for thinking
    public static Optional<EngineThinker> with(ModelSession session) {
        return ready(session)
                .map(name -> new EngineThinker(
                        name, () -> ready(session).filter(name::equals).flatMap(_ -> engineOf(session))));
    }

    private static Optional<String> ready(ModelSession session) {
        return session.state() instanceof ModelSession.State.Ready(var info)
                ? Optional.of(info.name())
                : Optional.empty();
    }

    private static Optional<ChatEngine> engineOf(ModelSession session) {
        try {
            return Optional.of(session.engine());
        } catch (EngineException gone) {
            return Optional.empty();
        }
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public Optional<String> answer(
            String instruction, String text, String jsonSchema, int maxTokens, BooleanSupplier stop) {
        if (stop.getAsBoolean()) return Optional.empty();
        Optional<ChatEngine> ready = engine.get();
        if (ready.isEmpty()) return Optional.empty();
        String grammar = grammar(jsonSchema);
        StopSignal signal = new StopSignal();
        AtomicBoolean over = new AtomicBoolean();
        Thread.ofVirtual().name("thinking-stop").start(() -> watch(stop, signal, over));
        try {
            GenerationRequest request =
                    new GenerationRequest(turns(instruction, text), Sampling.greedy(), maxTokens, Optional.of(grammar));
            Generation made = ready.get().generate(request, GenerationListener.NONE, signal);
            return made.ending() == Ending.COMPLETE ? Optional.of(made.text()) : Optional.empty();
        } catch (EngineException failed) {
            // Reflection does without: the rules go on. Whoever talks to the model is told by the session.
            return Optional.empty();
        } finally {
            over.set(true);
        }
    }

    /// Examples are shown as earlier turns: a small model follows what it seems to have done before far better than a
    /// description of it.
    private static List<ChatTurn> turns(String instruction, String text) {
        String[] blocks = instruction.split("\\R\\RText:\\R", -1);
        List<ChatTurn> turns = new ArrayList<>();
        turns.add(new ChatTurn(Speaker.SYSTEM, blocks[0]));
        for (int i = 1; i < blocks.length; i++) {
            String[] example = blocks[i].split("\\RAnswer:\\R", 2);
            if (example.length < 2) throw new IllegalArgumentException("an example without an answer");
            turns.add(new ChatTurn(Speaker.USER, example[0]));
            turns.add(new ChatTurn(Speaker.ASSISTANT, example[1].strip()));
        }
        turns.add(new ChatTurn(Speaker.USER, text));
        return turns;
    }

    private static String grammar(String jsonSchema) {
        try {
            return JsonGrammar.of(jsonSchema);
        } catch (EngineException.BadRequest mistake) {
            throw new IllegalArgumentException(mistake.getMessage(), mistake);
        }
    }

    private static void watch(BooleanSupplier stop, StopSignal signal, AtomicBoolean over) {
        while (!over.get()) {
            if (stop.getAsBoolean()) {
                signal.raise();
                return;
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException ended) {
                return;
            }
        }
    }
}
