package keepsake.runtime.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.engine.Generation;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.StopSignal;
import org.jspecify.annotations.Nullable;

/// The child's side of the protocol: reads requests, runs them one after another on a single engine thread, answers.
///
/// Stop and close are handled by the reading thread, at once, while the engine thread computes.
final class HostServer {
    /// llama.cpp splits text and follows grammars recursively; only the touched pages count.
    private static final long ENGINE_STACK = 16L * 1024 * 1024;

    private static final long SECOND_MILLIS = 1000;
    /// No call is answered: load is call 0, others have larger numbers.
    private static final long NOTHING = -1;

    private final EngineLoader loader;
    private final InputStream in;
    private final OutputStream out;
    private final LinkedBlockingQueue<ToHost> work = new LinkedBlockingQueue<>();
    private final Map<Long, StopSignal> stops = new ConcurrentHashMap<>();

    /// Of the thread that watches the engine thread.
    private final Watchdog watchdog = new Watchdog();

    private volatile long answering = NOTHING;

    /// Written by the engine thread.
    private volatile @Nullable ChatEngine engine;

    HostServer(EngineLoader loader, InputStream in, OutputStream out) {
        this.loader = loader;
        this.in = in;
        this.out = out;
    }

    /// Serves until the input ends, is no protocol, or says close and the engine is closed.
    void serve() throws IOException {
        Thread.ofPlatform().daemon().name("engine").stackSize(ENGINE_STACK).start(this::runWork);
        Thread.ofPlatform().daemon().name("watchdog").start(this::watch);
        while (true) {
            Optional<ToHost> request = Frames.read(in, ToHost.class);
            if (request.isEmpty()) return;
            switch (request.get()) {
                case ToHost.Stop(long id) -> {
                    StopSignal stop = stops.get(id);
                    if (stop != null) stop.raise();
                }
                case ToHost.Close close -> {
                    work.add(close);
                    stops.values().forEach(StopSignal::raise);
                }
                case ToHost.Generate generate -> {
                    stops.put(generate.id(), new StopSignal());
                    work.add(generate);
                }
                case ToHost.Load load -> work.add(load);
                case ToHost.CountTokens count -> work.add(count);
                case ToHost.Resize resize -> work.add(resize);
                case ToHost.Locality locality -> work.add(locality);
            }
        }
    }

    private void runWork() {
        try {
            while (true) {
                ToHost request = work.take();
                if (request instanceof ToHost.Close) break;
                run(request);
            }
            ChatEngine toClose = engine;
            if (toClose != null) toClose.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | UncheckedIOException e) {
            // The app cannot be reached: there is nobody to tell.
        } catch (OutOfMemoryError e) {
            Runtime.getRuntime().halt(HostDeath.OUT_OF_HEAP);
        }
        Runtime.getRuntime().halt(0);
    }

    private void run(ToHost request) throws IOException {
        switch (request) {
            case ToHost.Load load -> answer(0, () -> load(load));
            case ToHost.CountTokens(long id, String text) ->
                answer(id, () -> new FromHost.Counted(id, loaded().countTokens(text)));
            case ToHost.Resize(long id, OptionalInt budgetMib) ->
                answer(id, () -> new FromHost.Resized(id, loaded().resize(budgetMib)));
            case ToHost.Locality(long id) -> answer(id, () -> new FromHost.Routed(id, loaded().locality()));
            case ToHost.Generate generate -> {
                answering = generate.id();
                answer(generate.id(), () -> generate(generate));
                answering = NOTHING;
                stops.remove(generate.id());
            }
            case ToHost.Stop stop -> throw new IllegalStateException("handled by the reader: " + stop);
            case ToHost.Close close -> throw new IllegalStateException("handled by the loop: " + close);
        }
    }

    private FromHost load(ToHost.Load load) throws EngineException {
        if (engine != null) throw new EngineException.BadRequest("This model host has a model already.");
        var progress = new Throttle();
        ChatEngine loadedNow = loader.load(load.request(), (stage, done, total) -> {
            if (progress.passes(stage, done == total)) tell(new FromHost.Progress(0, stage, done, total));
        });
        engine = loadedNow;
        return new FromHost.Loaded(0, loadedNow.info());
    }

    /// Ends this process when its engine hangs within an answer: nothing can end a thread in native code. The app is
    /// told
    /// first, because a process that waits for a drive may be unable to end.
    private void watch() {
        try {
            while (true) {
                Thread.sleep(SECOND_MILLIS);
                long call = answering;
                ChatEngine watched = engine;
                if (call == NOTHING || watched == null) watchdog.rest();
                else if (watchdog.hangs(watched.steps())) {
                    EngineException hung = new EngineException.HostDied(HostDeath.sentence(HostDeath.HUNG));
                    tell(FromHost.Failed.of(call, hung));
                    Runtime.getRuntime().halt(HostDeath.HUNG);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException e) {
            // The app cannot be reached: the reading thread ends this process.
        }
    }

    private FromHost generate(ToHost.Generate generate) throws EngineException {
        long id = generate.id();
        StopSignal stop = stops.getOrDefault(id, new StopSignal());
        Generation generation = loaded().generate(
                        generate.request(),
                        new GenerationListener() {
                            @Override
                            public void onPrompt(int done, int total) {
                                tell(new FromHost.PromptProgress(id, done, total));
                            }

                            @Override
                            public void onText(String text) {
                                tell(new FromHost.Text(id, text));
                            }
                        },
                        stop);
        return new FromHost.Done(id, generation);
    }

    private ChatEngine loaded() throws EngineException {
        ChatEngine now = engine;
        if (now == null) throw new EngineException.BadRequest("No model is loaded.");
        return now;
    }

    private interface Call {
        FromHost run() throws EngineException;
    }

    private void answer(long id, Call call) throws IOException {
        FromHost answer;
        try {
            answer = call.run();
        } catch (EngineException e) {
            answer = FromHost.Failed.of(id, e);
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            // A mistake of ours must reach the window as a sentence; the trace goes to the parent's diagnosis.
            e.printStackTrace();
            answer = FromHost.Failed.of(
                    id,
                    new EngineException.Failed("The engine failed unexpectedly (" + e + "). Load the model again."));
        }
        synchronized (out) {
            Frames.write(out, answer);
        }
    }

    private void tell(FromHost event) {
        try {
            synchronized (out) {
                Frames.write(out, event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lets progress through when the stage changes, at its end, and otherwise ten times a second.
    private static final class Throttle {
        private static final long INTERVAL_NANOS = 100_000_000;
        private String stage = "";
        private long last;

        boolean passes(String newStage, boolean atEnd) {
            long now = System.nanoTime();
            if (!atEnd && newStage.equals(stage) && now - last < INTERVAL_NANOS) return false;
            stage = newStage;
            last = now;
            return true;
        }
    }
}
