package keepsake.app.home;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import keepsake.runtime.engine.EngineKind;

/// What the user chose, kept in `settings.json`. Threads: any; a change is on disk when its method returns.
public interface Settings {
    Choice choice();

    void choose(Choice choice);

    /// Which model finds memories by their meaning.
    EmbeddingChoice embedding();

    /// From the next start on.
    void choose(EmbeddingChoice choice);

    /// When to think about what was said.
    Reflecting reflecting();

    void choose(Reflecting when);

    /// Something the user should know, in a plain sentence: that a damaged file was set aside.
    default Optional<String> notice() {
        return Optional.empty();
    }

    /// @param model     the model to load at start
    /// @param engine    the engine; empty leaves it to Keepsake
    /// @param budgetMib RAM for the model host; empty sizes it from the machine
    /// @param theme     light, dark, or as the system has it
    /// @param temperature how freely the model chooses its words, 0..2
    record Choice(
            Optional<Path> model, Optional<EngineKind> engine, OptionalInt budgetMib, Theme theme, double temperature) {
        public static final Choice DEFAULT =
                new Choice(Optional.empty(), Optional.empty(), OptionalInt.empty(), Theme.SYSTEM, 0.7);
    }

    /// While nobody is there; never in between.
    enum Reflecting {
        NEVER,
        ON_MAINS,
        ON_BATTERY_TOO
    }

    enum Theme {
        SYSTEM,
        LIGHT,
        DARK
    }
}
