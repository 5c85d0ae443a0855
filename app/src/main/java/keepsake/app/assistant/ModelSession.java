package keepsake.app.assistant;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.ModelInfo;

/// The model that is loaded, being loaded, or missing. Threads: any.
public interface ModelSession extends AutoCloseable {

    /// Where the model stands.
    sealed interface State {
        /// No model was chosen.
        record None() implements State {}

        /// @param stage what is happening
        /// @param share done, 0..1
        record Loading(Path model, String stage, double share) implements State {}

        record Ready(ModelInfo info) implements State {}

        /// @param sentence what happened and what to do
        /// @param restartable the host died: loading the same model again may work
        record Failed(Path model, String sentence, boolean restartable) implements State {}
    }

    State state();

    /// Calls the listener with the present state and with every later one, on whichever thread changed it.
    ///
    /// @return ends the subscription
    Runnable onState(Consumer<State> listener);

    /// Loads in the background, replacing what was loaded. The outcome is a state.
    void load(LoadRequest request);

    /// Loads the last request again, after the host died or loading failed.
    void restart();

    /// The engine, waiting while it loads.
    ///
    /// @throws EngineException when there is none, with what to do
    ChatEngine engine() throws EngineException;

    /// The request that was loaded last.
    Optional<LoadRequest> request();

    /// The process id of the model host, while there is one.
    Optional<Long> hostPid();

    @Override
    void close();
}
