package keepsake.runtime.host;

import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.fallback.FallbackLoader;
import keepsake.runtime.gguf.GgufValidator;

/// Picks the engine: the one asked for, or none; without a wish streaming, and fallback with a notice when streaming
/// cannot run here. Never silently another one than asked for. No native code sees a file that the validator refuses.
final class EngineChoice implements EngineLoader {
    private final EngineLoader streaming;
    private final FallbackLoader fallback;

    EngineChoice(EngineLoader streaming, FallbackLoader fallback) {
        this.streaming = streaming;
        this.fallback = fallback;
    }

    /// The engines of this installation.
    static EngineChoice standard() {
        return new EngineChoice(
                (request, progress) -> {
                    throw new EngineException.Unavailable("The streaming engine is not part of this build.");
                },
                new FallbackLoader());
    }

    @Override
    public ChatEngine load(LoadRequest request, LoadListener progress) throws EngineException {
        progress.onProgress("checking", 0, 1);
        GgufValidator.check(request.model());
        progress.onProgress("checking", 1, 1);
        if (request.engine().isPresent()) {
            return switch (request.engine().get()) {
                case STREAMING -> streaming.load(request, progress);
                case FALLBACK -> fallback.load(request, progress);
            };
        }
        try {
            return streaming.load(request, progress);
        } catch (EngineException.Unavailable e) {
            return fallback.because("The fallback engine runs, because streaming cannot: " + e.getMessage())
                    .load(request, progress);
        }
    }
}
