package keepsake.runtime.engine;

/// Loads a model into an engine. Blocks until the model is ready.
@FunctionalInterface
public interface EngineLoader {
    /// @param progress is called on the loading thread
    /// @throws EngineException.BadModel when the file is not a model that can be loaded safely
    /// @throws EngineException.BudgetTooSmall before anything is loaded
    ChatEngine load(LoadRequest request, LoadListener progress) throws EngineException;
}
