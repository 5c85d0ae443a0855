package keepsake.runtime.host;

import java.nio.file.Path;
import keepsake.runtime.engine.BudgetPreview;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.streaming.BudgetEstimate;

/// Loads a model in a new model host process. This is the loader that the app uses.
///
/// Every load starts a process of its own. Interrupting the loading thread ends it. Threads: any.
public final class HostedLoader implements EngineLoader {

    /// @throws EngineException.HostDied when the host ended while loading, for example in a native abort
    @Override
    public HostedEngine load(LoadRequest request, LoadListener progress) throws EngineException {
        HostProcess host = HostProcess.start();
        boolean loaded = false;
        try {
            ModelInfo info = load(host, request, progress);
            loaded = true;
            return new HostedEngine(host, info);
        } finally {
            if (!loaded) host.kill();
        }
    }

    /// What budgets would mean for a model. Reads metadata in this process; no native code sees the file.
    ///
    /// @param heldMib what the model host that is there now holds and would give back first
    /// @throws EngineException.BadModel when the file is no usable model
    public static BudgetPreview preview(Path model, int heldMib) throws EngineException.BadModel {
        return BudgetEstimate.of(model, heldMib);
    }

    private static ModelInfo load(HostProcess host, LoadRequest request, LoadListener progress) throws EngineException {
        try (HostProcess.Call call = host.call(0, new ToHost.Load(request))) {
            while (true) {
                switch (call.next()) {
                    case FromHost.Progress(long id, String stage, long done, long total) ->
                        progress.onProgress(stage, done, total);
                    case FromHost.Loaded(long id, ModelInfo info) -> {
                        return info;
                    }
                    case FromHost.Failed failed -> throw failed.exception();
                    case FromHost other -> throw host.confused(other);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException.Failed("Loading the model was cancelled.");
        }
    }
}
