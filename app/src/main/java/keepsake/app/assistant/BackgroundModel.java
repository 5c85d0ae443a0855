package keepsake.app.assistant;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.engine.Generation;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.engine.RoutingLocality;
import keepsake.runtime.engine.StopSignal;

/// Loads models one after the other on a thread of its own. At most one engine is there at a time: the earlier one
/// is closed before the next is loaded, so that the RAM budget holds. A newer request interrupts and replaces an
/// older one.
///
/// The end of the host process is noticed twice: by a generation that fails with [EngineException.HostDied], and by
/// watching the process while nobody asks anything.
public final class BackgroundModel implements ModelSession {
    private static final String NO_MODEL =
            "No model is open, so there is no answer. Get the starter model or open a GGUF file; what you wrote is kept.";

    private final EngineLoader loader;
    private final Function<ChatEngine, Optional<Long>> pidOf;
    private final ExecutorService loads = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("model-load").factory());
    private final List<Consumer<State>> listeners = new CopyOnWriteArrayList<>();

    // Guarded by this.
    private State state = new State.None();
    private Optional<LoadRequest> request = Optional.empty();
    private Optional<EngineException> failure = Optional.empty();
    private Optional<Watched> engine = Optional.empty();
    private Optional<Future<?>> running = Optional.empty();
    private int attempt;
    private boolean closed;

    /// @param loader makes the engines
    /// @param pidOf  the process that an engine runs in, if it runs in one of its own
    public BackgroundModel(EngineLoader loader, Function<ChatEngine, Optional<Long>> pidOf) {
        this.loader = loader;
        this.pidOf = pidOf;
    }

    @Override
    public synchronized State state() {
        return state;
    }

    @Override
    public Runnable onState(Consumer<State> listener) {
        listeners.add(listener);
        listener.accept(state());
        return () -> listeners.remove(listener);
    }

    @Override
    public void load(LoadRequest asked) {
        State begun = new State.Loading(asked.model(), "starting", 0);
        synchronized (this) {
            if (closed) return;
            int mine = ++attempt;
            running.ifPresent(earlier -> earlier.cancel(true));
            Optional<Watched> before = engine;
            engine = Optional.empty();
            request = Optional.of(asked);
            failure = Optional.empty();
            state = begun;
            notifyAll();
            // A task of its own: a load that is cancelled before it begins must not take the close with it.
            before.ifPresent(old -> loads.execute(old::close));
            running = Optional.of(loads.submit(() -> run(asked, mine)));
        }
        tell(begun);
    }

    @Override
    public void restart() {
        request().ifPresent(this::load);
    }

    @Override
    public synchronized ChatEngine engine() throws EngineException {
        while (state instanceof State.Loading && !closed) {
            try {
                wait();
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
                throw new EngineException.Failed("Waiting for the model was ended. What you wrote is kept.");
            }
        }
        if (failure.isPresent()) throw again(failure.get());
        return engine.orElseThrow(() -> new EngineException.Unavailable(NO_MODEL));
    }

    @Override
    public synchronized Optional<LoadRequest> request() {
        return request;
    }

    @Override
    public synchronized Optional<Long> hostPid() {
        return engine.flatMap(there -> pidOf.apply(there.inner));
    }

    @Override
    public void close() {
        Optional<Watched> last;
        synchronized (this) {
            if (closed) return;
            closed = true;
            attempt++;
            running.ifPresent(load -> load.cancel(true));
            last = engine;
            engine = Optional.empty();
            state = new State.None();
            notifyAll();
        }
        last.ifPresent(Watched::close);
        // Waits for a load that was interrupted: it closes what it made.
        loads.close();
    }

    private void run(LoadRequest asked, int mine) {
        try {
            ChatEngine loaded = loader.load(asked, (stage, done, total) -> progress(asked, mine, stage, done, total));
            Watched watched = new Watched(loaded, asked, mine);
            if (!ready(watched, mine)) {
                watched.close();
                return;
            }
            tell(new State.Ready(loaded.info()));
            pidOf.apply(loaded).ifPresent(pid -> watch(pid, asked, mine));
        } catch (EngineException problem) {
            failed(asked, mine, problem);
        } catch (RuntimeException | Error defect) {
            failed(
                    asked,
                    mine,
                    new EngineException.Failed("The model could not be loaded because of a fault in Keepsake (" + defect
                            + "). Nothing you wrote is lost. Try again, or choose another model."));
            if (defect instanceof Error error) throw error;
        }
    }

    private void watch(long pid, LoadRequest asked, int mine) {
        Runnable gone = () -> died(asked, mine, new EngineException.HostDied(hostGone()));
        ProcessHandle.of(pid)
                .ifPresentOrElse(
                        host -> {
                            var _ = host.onExit().thenRun(gone);
                        },
                        gone); // it has ended since it was ready
    }

    private void progress(LoadRequest asked, int mine, String stage, long done, long total) {
        State now = new State.Loading(asked.model(), stage, Math.clamp((double) done / Math.max(total, 1), 0, 1));
        synchronized (this) {
            if (mine != attempt) return;
            state = now;
        }
        tell(now);
    }

    private synchronized boolean ready(Watched watched, int mine) {
        if (mine != attempt || closed) return false;
        engine = Optional.of(watched);
        state = new State.Ready(watched.info());
        notifyAll();
        return true;
    }

    private void failed(LoadRequest asked, int mine, EngineException problem) {
        State now = new State.Failed(asked.model(), sentence(problem), problem instanceof EngineException.HostDied);
        synchronized (this) {
            if (mine != attempt || closed) return;
            failure = Optional.of(problem);
            engine = Optional.empty();
            state = now;
            notifyAll();
        }
        tell(now);
    }

    private void died(LoadRequest asked, int mine, EngineException.HostDied problem) {
        Optional<Watched> gone;
        synchronized (this) {
            if (mine != attempt || engine.isEmpty()) return;
            gone = engine;
        }
        failed(asked, mine, problem);
        gone.ifPresent(Watched::close);
    }

    private static String hostGone() {
        return "The process that ran the model ended. Nothing you wrote is lost. Start the model again to go on.";
    }

    static String sentence(Throwable problem) {
        String message = problem.getMessage();
        return message == null ? problem.toString() : message;
    }

    // The same kind with the same words; a shared exception would carry another thread's stack.
    private static EngineException again(EngineException problem) {
        String sentence = sentence(problem);
        return switch (problem) {
            case EngineException.BadModel same -> new EngineException.BadModel(sentence);
            case EngineException.BudgetTooSmall same -> new EngineException.BudgetTooSmall(sentence, same.neededMib());
            case EngineException.Unavailable same -> new EngineException.Unavailable(sentence);
            case EngineException.PromptTooLong same -> new EngineException.PromptTooLong(sentence);
            case EngineException.BadRequest same -> new EngineException.BadRequest(sentence);
            case EngineException.HostDied same -> new EngineException.HostDied(sentence);
            case EngineException.Failed same -> new EngineException.Failed(sentence);
        };
    }

    private void tell(State now) {
        for (Consumer<State> listener : listeners) listener.accept(now);
    }

    /// An engine that tells the session when its process ended.
    private final class Watched implements ChatEngine {
        private final ChatEngine inner;
        private final LoadRequest asked;
        private final int mine;

        private Watched(ChatEngine inner, LoadRequest asked, int mine) {
            this.inner = inner;
            this.asked = asked;
            this.mine = mine;
        }

        @Override
        public ModelInfo info() {
            return inner.info();
        }

        @Override
        public int countTokens(String text) throws EngineException {
            try {
                return inner.countTokens(text);
            } catch (EngineException.HostDied problem) {
                died(asked, mine, problem);
                throw problem;
            }
        }

        @Override
        public Optional<RoutingLocality> locality() throws EngineException {
            return inner.locality();
        }

        @Override
        public Generation generate(GenerationRequest prompt, GenerationListener listener, StopSignal stop)
                throws EngineException {
            try {
                return inner.generate(prompt, listener, stop);
            } catch (EngineException.HostDied problem) {
                died(asked, mine, problem);
                throw problem;
            }
        }

        @Override
        public ModelInfo resize(OptionalInt budgetMib) throws EngineException {
            try {
                return inner.resize(budgetMib);
            } catch (EngineException.HostDied problem) {
                died(asked, mine, problem);
                throw problem;
            }
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
