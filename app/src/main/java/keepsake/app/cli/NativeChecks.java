package keepsake.app.cli;

import keepsake.app.cli.Doctor.Finding;

/// Whether each engine's native libraries are there. Nothing is loaded: that happens in the model host only.
final class NativeChecks {
    private NativeChecks() {}

    static Finding streaming() {
        return new Finding("engine_streaming", false, "The streaming engine is not part of this build.");
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
