package keepsake.app.cli;

import java.util.Optional;
import keepsake.app.cli.Doctor.Finding;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.natives.NativeFolder;

/// Whether each engine's native libraries are there. Nothing is loaded: that happens in the model host only.
final class NativeChecks {
    private NativeChecks() {}

    static Finding streaming() {
        try {
            NativeFolder libraries = NativeFolder.find();
            return new Finding(
                    "engine_streaming",
                    true,
                    "The streaming engine's libraries (llama.cpp) are in " + libraries.folder() + ".");
        } catch (EngineException.Unavailable missing) {
            return new Finding(
                    "engine_streaming",
                    false,
                    Optional.ofNullable(missing.getMessage()).orElse("The streaming engine is missing."));
        }
    }

    static Finding fallback() {
        boolean there = NativeChecks.class.getResource("/de/kherud/llama/LlamaModel.class") != null;
        return new Finding(
                "engine_fallback",
                there,
                there
                        ? "The fallback engine (de.kherud:llama) is there."
                        : "The fallback engine is missing; install Keepsake again.");
    }
}
