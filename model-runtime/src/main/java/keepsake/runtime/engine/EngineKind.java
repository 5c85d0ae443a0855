package keepsake.runtime.engine;

import java.util.Locale;

/// Which implementation runs a model.
public enum EngineKind {
    /// llama.cpp with our own memory for the experts: they are read from the SSD on demand, under a RAM budget.
    STREAMING,
    /// de.kherud:llama: works wherever a jar works; the system pages the weights.
    FALLBACK;

    /// The name used on the command line, in JSON and in the window: `streaming`, `fallback`.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
