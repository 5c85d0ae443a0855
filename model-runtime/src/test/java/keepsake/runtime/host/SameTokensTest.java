package keepsake.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keepsake.runtime.engine.ChatTurn;
import keepsake.runtime.engine.ChatTurn.Speaker;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.Sampling;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.TinyModels;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The two engines are different versions of llama.cpp with different kernels; their greedy tokens are the same.
@Tag("e2e")
@Timeout(180)
class SameTokensTest {
    private static final int MARGIN_MIB = 2;

    @TempDir
    Path folder;

    @Test
    void streamingAtThreeBudgetsAnswersLikeTheFallback() throws Exception {
        Path model = TinyModels.olmoe(folder.resolve("tiny.gguf"), 7);
        int least = leastBudget(model);
        List<Integer> fallback = tokens(model, EngineKind.FALLBACK, OptionalInt.empty());

        assertThat(fallback).hasSize(60);
        for (int budget : new int[] {least, least + 2, least + 500}) {
            assertThat(tokens(model, EngineKind.STREAMING, OptionalInt.of(budget)))
                    .as(budget + " MiB")
                    .isEqualTo(fallback);
        }
    }

    @Test
    void theBudgetOfALoadedModelCanBeChanged() throws Exception {
        Path model = TinyModels.olmoe(folder.resolve("tiny.gguf"), 7);
        int least = leastBudget(model);
        List<Integer> right = tokens(model, EngineKind.STREAMING, OptionalInt.of(least + 500));
        var request = new LoadRequest(
                model, Optional.of(EngineKind.STREAMING), OptionalInt.of(least + 500), OptionalInt.empty(), 512);
        try (HostedEngine engine = new HostedLoader().load(request, LoadListener.NONE)) {
            assertThat(tokens(engine)).isEqualTo(right);
            assertThatThrownBy(() -> engine.resize(OptionalInt.of(1)))
                    .isInstanceOf(EngineException.BudgetTooSmall.class);
            assertThat(engine.info().budget().total()).isEqualTo(least + 500);
            engine.resize(OptionalInt.of(least + MARGIN_MIB));
            assertThat(engine.info().budget().total()).isEqualTo(least + MARGIN_MIB);
            assertThat(tokens(engine)).isEqualTo(right);
        }
    }

    @Test
    void theFallbackEngineSaysThatItsBudgetIsFixed() throws Exception {
        Path model = TinyModels.olmoe(folder.resolve("tiny.gguf"), 7);
        var request =
                new LoadRequest(model, Optional.of(EngineKind.FALLBACK), OptionalInt.empty(), OptionalInt.empty(), 512);
        try (HostedEngine engine = new HostedLoader().load(request, LoadListener.NONE)) {
            assertThatThrownBy(() -> engine.resize(OptionalInt.of(4000)))
                    .isInstanceOf(EngineException.BadRequest.class)
                    .hasMessageContaining("Load the model again");
            assertThat(tokens(engine)).isNotEmpty();
        }
    }

    /// The smallest budget that works, as refusals tell it. The first one estimates, later ones have measured, and what
    /// the host itself takes differs a little from one start to the next, hence the margin.
    private static int leastBudget(Path model) throws EngineException {
        int budget = 1;
        for (int attempt = 0; attempt < 5; attempt++) {
            try {
                tokens(model, EngineKind.STREAMING, OptionalInt.of(budget));
                return budget + MARGIN_MIB;
            } catch (EngineException.BudgetTooSmall e) {
                assertThat(e.neededMib()).isGreaterThan(budget);
                budget = e.neededMib();
            } catch (EngineException.Unavailable e) {
                assumeThat(e).as("the streaming libraries are here").isNull();
            }
        }
        throw new AssertionError("a budget of " + budget + " MiB that a refusal named is refused, too");
    }

    private static List<Integer> tokens(Path model, EngineKind kind, OptionalInt budget) throws EngineException {
        var request = new LoadRequest(model, Optional.of(kind), budget, OptionalInt.empty(), 512);
        try (HostedEngine engine = new HostedLoader().load(request, LoadListener.NONE)) {
            assertThat(engine.info().engine()).isEqualTo(kind);
            return tokens(engine);
        }
    }

    private static List<Integer> tokens(HostedEngine engine) throws EngineException {
        var turns = List.of(new ChatTurn(Speaker.USER, "what did people say about the water"));
        return engine.generate(
                        new GenerationRequest(turns, Sampling.greedy(), 60, Optional.empty()),
                        GenerationListener.NONE,
                        new StopSignal())
                .tokens();
    }
}
