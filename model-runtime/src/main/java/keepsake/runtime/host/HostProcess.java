package keepsake.runtime.host;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import keepsake.runtime.engine.EngineException;

/// One model host process, seen from the app: sends requests, hands each answer to the call it belongs to, and ends
/// all calls when the process ends. Threads: any.
final class HostProcess {
    private static final long POLITE_MILLIS = 2000;
    private static final long EXIT_STATUS_MILLIS = 5000;

    /// Killed when the app exits. They also end by themselves when their input does.
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform()
                        .name("end-model-hosts")
                        .unstarted(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final OutputStream toHost;
    private final NativeOutput output = new NativeOutput();
    private final Object calls = new Object();
    private final Map<Long, Call> open = new ConcurrentHashMap<>();

    /// Why no call can be answered any more; guarded by `calls`.
    private Optional<EngineException> end = Optional.empty();

    private HostProcess(Process process) {
        this.process = process;
        this.toHost = process.getOutputStream();
    }

    static HostProcess start() throws EngineException {
        ProcessBuilder builder = HostCommand.processBuilder();
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new EngineException.Unavailable(
                    "The model host cannot be started (" + e.getMessage() + "). Close other programs and try again.");
        }
        RUNNING.add(process);
        var host = new HostProcess(process);
        Thread.ofPlatform().daemon().name("model-host-output").start(() -> host.output.drain(process.getErrorStream()));
        Thread.ofPlatform().daemon().name("model-host").start(host::readAnswers);
        return host;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String nativeOutput() {
        return output.text();
    }

    /// A request and the answers to it. Closing forgets it; answers that still come are dropped.
    final class Call implements AutoCloseable {
        private final long id;
        private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

        private Call(long id) {
            this.id = id;
        }

        /// Waits for the next answer.
        FromHost next() throws EngineException, InterruptedException {
            return switch (answers.take()) {
                case Answer.Event(FromHost event) -> event;
                case Answer.End(EngineException why) -> throw why;
            };
        }

        @Override
        public void close() {
            open.remove(id);
        }
    }

    private sealed interface Answer {
        record Event(FromHost event) implements Answer {}

        record End(EngineException why) implements Answer {}
    }

    /// Opens a call and sends its request.
    Call call(long id, ToHost request) throws EngineException {
        var call = new Call(id);
        synchronized (calls) {
            if (end.isPresent()) throw copy(end.get());
            open.put(id, call);
        }
        try {
            write(request);
        } catch (FrameException e) {
            call.close();
            throw new EngineException.PromptTooLong("The message is too large for any model. Send a shorter one.");
        } catch (IOException e) {
            // The host died or is dying, which the reading thread tells every call, with the reason.
        }
        return call;
    }

    /// Sends a request that has no answer of its own. A dead host needs none.
    void send(ToHost request) {
        try {
            write(request);
        } catch (IOException e) {
            // As in `call`.
        }
    }

    private void write(ToHost request) throws IOException {
        synchronized (toHost) {
            Frames.write(toHost, request);
        }
    }

    /// For an answer that no rule of the protocol allows here: the process is ended, its state is unknown.
    EngineException confused(FromHost answer) {
        kill();
        return new EngineException.HostDied("The model host gave an answer out of turn ("
                + answer.getClass().getSimpleName() + ") and was ended. Load the model again to go on.");
    }

    private void readAnswers() {
        Optional<EngineException> why = Optional.empty();
        try (var in = new BufferedInputStream(process.getInputStream())) {
            for (var answer = Frames.read(in, FromHost.class);
                    answer.isPresent();
                    answer = Frames.read(in, FromHost.class)) {
                Call call = open.get(answer.get().id());
                if (call != null) call.answers.add(new Answer.Event(answer.get()));
            }
        } catch (FrameException e) {
            // Half a frame is how a killed process ends; a whole one that is garbage is the other case.
            if (process.isAlive()) {
                why = Optional.of(new EngineException.HostDied(
                        "The model host sent something unreadable and was ended. Load the model again to go on."));
            }
        } catch (IOException e) {
            // The pipe broke: the process ended.
        }
        endAll(why.orElseGet(this::death));
        kill();
    }

    private EngineException death() {
        try {
            if (process.waitFor(EXIT_STATUS_MILLIS, TimeUnit.MILLISECONDS)) {
                return new EngineException.HostDied(HostDeath.sentence(process.exitValue()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new EngineException.HostDied(
                "The model host stopped answering and was ended. Load the model again to go on.");
    }

    private void endAll(EngineException why) {
        synchronized (calls) {
            if (end.isEmpty()) end = Optional.of(why);
            open.values().forEach(call -> call.answers.add(new Answer.End(copy(end.orElseThrow()))));
        }
    }

    /// Each call gets an exception with its own trace.
    private static EngineException copy(EngineException why) {
        return FromHost.Failed.of(0, why).exception();
    }

    void kill() {
        process.destroyForcibly();
        RUNNING.remove(process);
    }

    void close() {
        endAll(new EngineException.Failed("The model was unloaded. Load it again to go on."));
        // On a thread of its own: a host that hangs may not read, and closing must not wait for it.
        Thread.ofPlatform().daemon().name("close-model-host").start(() -> send(new ToHost.Close()));
        boolean interrupted = false;
        try {
            process.waitFor(POLITE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        kill();
        if (interrupted) Thread.currentThread().interrupt();
    }
}
