package keepsake.runtime.host;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.Generation;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.engine.RoutingLocality;
import keepsake.runtime.engine.StopSignal;

/// A model in a model host process. Its listener is called on the thread that called `generate`.
///
/// When the process ends, every pending and later call throws [EngineException.HostDied]; nothing hangs.
public final class HostedEngine implements ChatEngine {
    private final HostProcess host;
    private volatile ModelInfo info;
    private final AtomicLong ids = new AtomicLong(1);

    HostedEngine(HostProcess host, ModelInfo info) {
        this.host = host;
        this.info = info;
    }

    /// The process id of the model host.
    public long pid() {
        return host.pid();
    }

    /// Whether the model host process runs.
    public boolean isAlive() {
        return host.isAlive();
    }

    /// What the host and its libraries printed last, at most 16 KiB: for diagnosing, not for a person.
    public String nativeOutput() {
        return host.nativeOutput();
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    /// @throws EngineException.Failed when the calling thread is interrupted
    @Override
    public int countTokens(String text) throws EngineException {
        long id = ids.getAndIncrement();
        try (HostProcess.Call call = host.call(id, new ToHost.CountTokens(id, text))) {
            return switch (call.next()) {
                case FromHost.Counted(long same, int tokens) -> tokens;
                case FromHost.Failed failed -> throw failed.exception();
                case FromHost other -> throw host.confused(other);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException.Failed("Counting tokens was cancelled.");
        }
    }

    /// @throws EngineException.Failed when the calling thread is interrupted; the budget is changed nevertheless
    @Override
    public ModelInfo resize(OptionalInt budgetMib) throws EngineException {
        long id = ids.getAndIncrement();
        try (HostProcess.Call call = host.call(id, new ToHost.Resize(id, budgetMib))) {
            return switch (call.next()) {
                case FromHost.Resized(long same, ModelInfo changed) -> {
                    info = changed;
                    yield changed;
                }
                case FromHost.Failed failed -> throw failed.exception();
                case FromHost other -> throw host.confused(other);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException.Failed("Waiting for the new memory budget was cancelled.");
        }
    }

    /// @throws EngineException.Failed when the calling thread is interrupted
    @Override
    public Optional<RoutingLocality> locality() throws EngineException {
        long id = ids.getAndIncrement();
        try (HostProcess.Call call = host.call(id, new ToHost.Locality(id))) {
            return switch (call.next()) {
                case FromHost.Routed(long same, Optional<RoutingLocality> locality) -> locality;
                case FromHost.Failed failed -> throw failed.exception();
                case FromHost other -> throw host.confused(other);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException.Failed("Asking the model host was cancelled.");
        }
    }

    /// Interrupting the calling thread stops the generation like the stop signal, and leaves the interrupt set.
    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener, StopSignal stop)
            throws EngineException {
        long id = ids.getAndIncrement();
        boolean interrupted = false;
        boolean ended = false;
        try (HostProcess.Call call = host.call(id, new ToHost.Generate(id, request))) {
            stop.onRaise(() -> host.send(new ToHost.Stop(id)));
            while (true) {
                try {
                    switch (call.next()) {
                        case FromHost.PromptProgress(long same, int done, int total) -> listener.onPrompt(done, total);
                        case FromHost.Text(long same, String text) -> listener.onText(text);
                        case FromHost.Done(long same, Generation generation) -> {
                            ended = true;
                            return generation;
                        }
                        case FromHost.Failed failed -> {
                            ended = true;
                            throw failed.exception();
                        }
                        case FromHost other -> throw host.confused(other);
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                    host.send(new ToHost.Stop(id));
                }
            }
        } finally {
            // A listener that threw must not leave the host computing.
            if (!ended) host.send(new ToHost.Stop(id));
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /// Ends the process: politely, and by force after two seconds. Pending calls fail.
    @Override
    public void close() {
        host.close();
    }
}
