package keepsake.app.cli;

import keepsake.memory.Thinker;

/// Which model reflection thinks with.
final class Thinkers {
    /// Rules alone.
    static final String NONE = "none";

    private Thinkers() {}

    /// The place where a model on this machine is joined with reflection.
    static Thinker of(String model) {
        throw CommandProblem.badInput("Reflection cannot think with a model yet, so '" + Prose.line(model, 80)
                + "' was not used. Nothing was changed; give --model none to reflect by rules.");
    }
}
