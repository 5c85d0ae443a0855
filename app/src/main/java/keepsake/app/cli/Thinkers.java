package keepsake.app.cli;

import java.util.Optional;
import keepsake.app.home.Keepsake;
import keepsake.app.home.ModelChoice;
import keepsake.app.reflection.EngineThinker;
import keepsake.memory.Thinker;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.StopSignal;

/// Which model reflection thinks with.
final class Thinkers {
    /// Rules alone.
    static final String NONE = "none";

    private Thinkers() {}

    /// Loads the model for reflection, showing how far it is; it goes when Keepsake is closed.
    ///
    /// @param model a file, an id of 'model list', or [#NONE]
    /// @param stop  ends loading, and later the model with it
    /// @throws CommandProblem when there is no such model, or when it was stopped before it was ready
    static Optional<Thinker> of(String model, Keepsake keepsake, Surroundings around, StopSignal stop)
            throws EngineException {
        if (model.equals(NONE)) return Optional.empty();
        LoadRequest request =
                ModelChoice.request(ModelOptions.named(model, keepsake.models()), keepsake.settings());
        try (Interrupts _ = Interrupts.raising(stop)) {
            new Answering(around, keepsake).load(request, stop);
        }
        return EngineThinker.with(keepsake.model()).map(thinker -> thinker);
    }
}
