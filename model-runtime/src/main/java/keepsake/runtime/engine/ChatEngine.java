package keepsake.runtime.engine;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// A loaded model that can answer. Implemented by the streaming engine, by the fallback engine, and by the client
/// of the model host process, which is the one the app uses.
///
/// One generation at a time: a second [#generate] waits for the first. All methods may be called from any thread
/// and block.
public interface ChatEngine extends AutoCloseable {

    /// What was loaded, where it runs and what it may use.
    ModelInfo info();

    /// How many tokens `text` is, without the special tokens of the chat template.
    int countTokens(String text) throws EngineException;

    /// What the routing of the latest answers had in common; empty when nothing is streamed or too little was written.
    /// Takes a fraction of a second and waits for an answer under way.
    default Optional<RoutingLocality> locality() throws EngineException {
        return Optional.empty();
    }

    /// Renders the messages through the model's own chat template and generates one answer.
    ///
    /// @param listener is called on the generating thread, in order; it must return quickly
    /// @param stop     ends the generation within 200 ms when raised, also while the prompt is being read
    /// @throws EngineException.PromptTooLong when the prompt leaves no room for an answer
    /// @throws EngineException.HostDied when the process that runs the model ended; the engine is closed then
    Generation generate(GenerationRequest request, GenerationListener listener, StopSignal stop) throws EngineException;

    /// Gives a loaded model another budget, between answers: waits for a running one to end. The tokens of later
    /// answers
    /// do not change.
    ///
    /// @param budgetMib as in [LoadRequest]
    /// @return what is loaded, with the new parts of the budget; [#info] says the same from then on
    /// @throws EngineException.BudgetTooSmall when it does not fit, as at load; the old budget stays
    /// @throws EngineException.BadRequest when this engine cannot do it
    default ModelInfo resize(OptionalInt budgetMib) throws EngineException {
        throw new EngineException.BadRequest("The “" + info().engine().name().toLowerCase(Locale.ROOT)
                + "” engine cannot change its memory budget while a model is loaded. Load the model again.");
    }

    /// Work done since the model was loaded, in steps of seconds at most: who watches this engine sees that it goes on.
    /// Never waits. 0 when this engine does not count.
    default long steps() {
        return 0;
    }

    /// Unloads the model and gives its memory back. Idempotent.
    @Override
    void close();
}
