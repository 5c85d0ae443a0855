package keepsake.app.assistant;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.DecodeCost;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.engine.Generation;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.GenerationStats;
import keepsake.runtime.engine.MemoryBudget;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.engine.RoutingLocality;
import keepsake.runtime.engine.RoutingLocality.Point;
import keepsake.runtime.engine.StopSignal;

/// An engine at the seam that answers as a streamed model of a GGUF file does: slowly, because it waits for experts.
///
/// @param model a file whose metadata can be read
/// @param hold  answers wait for this, or for the stop
public record StreamedScript(Path model, MemoryBudget budget, CountDownLatch hold) implements ChatEngine {
    public static final GenerationStats STATS =
            new GenerationStats(412, 180, 61, 6.4, 2130, 0.71, 4210, 1187, new DecodeCost(0.74, 21.4, 88));

    public static final RoutingLocality LOCALITY = new RoutingLocality(
            179,
            0.52,
            List.of(
                    new Point(25, 0.55),
                    new Point(40, 0.70),
                    new Point(50, 0.78),
                    new Point(60, 0.85),
                    new Point(75, 0.93),
                    new Point(100, 1)));

    /// Gives the engine the budget that was asked for.
    public static EngineLoader loader(MemoryBudget usual, CountDownLatch hold) {
        return (request, progress) -> new StreamedScript(
                request.model(),
                request.budgetMib().isPresent()
                        ? new MemoryBudget(
                                request.budgetMib().getAsInt(),
                                usual.dense(),
                                usual.experts(),
                                usual.kv(),
                                usual.scratch(),
                                usual.host())
                        : usual,
                hold);
    }

    @Override
    public ModelInfo info() {
        return new ModelInfo(
                EngineKind.STREAMING,
                "llama.cpp",
                "qwen2moe",
                "Starter (split in 24 experts)",
                model,
                4096,
                28,
                24,
                8,
                budget,
                900,
                Optional.empty());
    }

    @Override
    public int countTokens(String text) {
        return text.length() / 4;
    }

    @Override
    public Optional<RoutingLocality> locality() {
        return Optional.of(LOCALITY);
    }

    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener, StopSignal stop)
            throws EngineException {
        listener.onText("Paris");
        CountDownLatch either = hold;
        stop.onRaise(either::countDown);
        try {
            either.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        Generation.Ending ending = stop.isRaised() ? Generation.Ending.STOPPED : Generation.Ending.COMPLETE;
        return new Generation("Paris", List.of(1), ending, STATS);
    }

    @Override
    public void close() {
        hold.countDown();
    }
}
