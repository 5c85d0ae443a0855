package keepsake.runtime.host;

import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.fallback.FallbackLoader;
import keepsake.runtime.streaming.StreamingLoader;

/// Picks the engine: the one asked for, or none; without a wish streaming, and fallback with a notice when streaming
/// cannot run here. Never silently another one than asked for. Both engines ask the validator before native code
/// sees a file.
final class EngineChoice implements EngineLoader {
    private final EngineLoader streaming;
    private final FallbackLoader fallback;

    EngineChoice(EngineLoader streaming, FallbackLoader fallback) {
        this.streaming = streaming;
        this.fallback = fallback;
    }

    /// The engines of this installation.
    static EngineChoice standard() {
        return new EngineChoice(new StreamingLoader(), new FallbackLoader());
    }

    @Override
    public ChatEngine load(LoadRequest request, LoadListener progress) throws EngineException {
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
