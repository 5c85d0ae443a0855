package keepsake.app.home;

import java.nio.file.Path;
import java.util.OptionalDouble;
import keepsake.runtime.engine.BudgetPreview;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.GenerationStats;
import keepsake.runtime.engine.ModelInfo;

/// What this computer can do with a model. Both questions read files; call them from a background thread.
public interface Capacity {

    /// The most tokens per second that drive and memory would have allowed for an answer; empty when that cannot be
    /// told: the fallback engine, a file that is gone, no memory to spare for measuring.
    ///
    /// How fast drive and memory are is measured when it is asked for first and remembered in the home.
    OptionalDouble bound(ModelInfo model, GenerationStats answer);

    /// What budgets would mean for a model.
    ///
    /// @param heldMib what the model host that is there now holds and would give back first
    /// @throws EngineException.BadModel when the file is no usable model
    BudgetPreview preview(Path model, int heldMib) throws EngineException.BadModel;
}
