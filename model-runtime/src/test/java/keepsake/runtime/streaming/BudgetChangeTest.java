package keepsake.runtime.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.ChatTurn;
import keepsake.runtime.engine.ChatTurn.Speaker;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.Generation;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.engine.Sampling;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.TinyModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Another memory budget for a model that is loaded.
class BudgetChangeTest {
    private static final int PLENTY = 100_000;

    @TempDir
    Path folder;

    private ChatEngine load() throws Exception {
        Path model = TinyModels.olmoe(folder.resolve("tiny.gguf"), 3);
        return new StreamingLoader().load(LoadRequest.of(model), LoadListener.NONE);
    }

    private static Generation answer(ChatEngine engine) throws EngineException {
        var question = new GenerationRequest(
                List.of(new ChatTurn(Speaker.USER, "What about the garden and the sea?")),
                Sampling.greedy(),
                40,
                Optional.empty());
        return engine.generate(question, GenerationListener.NONE, new StopSignal());
    }

    private static EngineException.BudgetTooSmall refused(ChatEngine engine, int budgetMib) {
        return catchThrowableOfType(
                EngineException.BudgetTooSmall.class, () -> engine.resize(OptionalInt.of(budgetMib)));
    }

    @Test
    void theTokensStayTheSameAndTheExpertsTakeTheRoomTheyGet() throws Exception {
        try (ChatEngine engine = load()) {
            List<Integer> right = answer(engine).tokens();
            assertThat(answer(engine).stats().hitRate()).isEqualTo(1);
            int least = refused(engine, 1).neededMib();

            ModelInfo small = engine.resize(OptionalInt.of(least));
            assertThat(small.budget().total()).isEqualTo(least);
            assertThat(engine.info()).isEqualTo(small);
            Generation tight = answer(engine);
            assertThat(tight.tokens()).isEqualTo(right);
            assertThat(tight.stats().hitRate()).isLessThan(1);
            assertThat(tight.stats().mibRead()).isPositive();

            ModelInfo large = engine.resize(OptionalInt.of(PLENTY));
            assertThat(large.budget().experts()).isGreaterThan(small.budget().experts());
            assertThat(answer(engine).tokens()).isEqualTo(right);
            Generation roomy = answer(engine);
            assertThat(roomy.tokens()).isEqualTo(right);
            assertThat(roomy.stats().mibRead())
                    .as("nearly everything is in RAM again")
                    .isLessThan(tight.stats().mibRead() / 10);
        }
    }

    @Test
    void aBudgetThatIsTooSmallChangesNothing() throws Exception {
        try (ChatEngine engine = load()) {
            ModelInfo before = engine.info();
            List<Integer> right = answer(engine).tokens();
            EngineException.BudgetTooSmall refused = refused(engine, 1);
            assertThat(refused.getMessage())
                    .contains("needs a budget of at least %,d MiB".formatted(refused.neededMib()));
            assertThat(engine.info()).isEqualTo(before);
            assertThat(answer(engine).tokens()).isEqualTo(right);
        }
    }

    @Test
    void aModelWithoutExpertsTakesABudgetToo() throws Exception {
        Path model = TinyModels.llamaDense(folder.resolve("dense.gguf"), 3);
        try (ChatEngine engine = new StreamingLoader().load(LoadRequest.of(model), LoadListener.NONE)) {
            List<Integer> right = answer(engine).tokens();
            assertThat(engine.resize(OptionalInt.of(PLENTY)).budget().total()).isEqualTo(PLENTY);
            assertThat(answer(engine).tokens()).isEqualTo(right);
        }
    }

    @Test
    void anUnloadedModelHasNoBudget() throws Exception {
        ChatEngine engine = load();
        engine.close();
        assertThatThrownBy(() -> engine.resize(OptionalInt.of(PLENTY))).isInstanceOf(EngineException.Failed.class);
    }
}
