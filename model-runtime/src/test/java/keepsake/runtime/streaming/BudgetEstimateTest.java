package keepsake.runtime.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import keepsake.runtime.engine.BudgetPreview;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.MemoryBudget;
import keepsake.runtime.gguf.TinyModels;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetEstimateTest {
    @TempDir
    Path folder;

    @Test
    void tellsWhatAModelNeedsWithoutLoadingIt() throws Exception {
        BudgetPreview preview = BudgetEstimate.of(TinyModels.olmoe(folder.resolve("tiny.gguf"), 3), 0);
        assertThat(preview.experts()).isPositive();
        assertThat(preview.expertMibPerToken()).isPositive().isLessThan(preview.experts());
        assertThat(preview.divide(preview.leastMib())).isPresent();
        assertThat(preview.divide(preview.leastMib() - 1)).isEmpty();
        assertThat(preview.share(preview.divide(preview.mostMib()).orElseThrow()))
                .isEqualTo(1);
        assertThat(preview.automaticMib()).isBetween(0, preview.mostMib());
    }

    @Test
    void whatTheRunningHostHoldsCanBeHadAgain() throws Exception {
        Path model = TinyModels.olmoe(folder.resolve("tiny.gguf"), 3);
        // A million MiB: more than other programs take or give meanwhile.
        int held = 1_000_000;
        assertThat(BudgetEstimate.of(model, held).spareMib()).isGreaterThanOrEqualTo(held);
    }

    @Test
    void aFileThatIsNoModelIsRefused() throws IOException {
        Path letter = Files.writeString(folder.resolve("letter.gguf"), "Dear Ana");
        assertThatThrownBy(() -> BudgetEstimate.of(letter, 0)).isInstanceOf(EngineException.BadModel.class);
    }

    @Property
    void thePartsNeverExceedTheBudget(
            @ForAll @IntRange(max = 3000) int budget,
            @ForAll @IntRange(max = 800) int dense,
            @ForAll @IntRange(max = 900) int experts) {
        int least = dense + 60 + experts / 2;
        BudgetPreview preview = new BudgetPreview("any", dense, 20, 10, 30, experts, 5, least, 2000);
        if (budget < least) {
            assertThat(preview.divide(budget)).isEmpty();
        } else {
            MemoryBudget parts = preview.divide(budget).orElseThrow();
            assertThat(parts.total()).isEqualTo(budget);
            assertThat(parts.dense() + parts.experts() + parts.kv() + parts.scratch() + parts.host())
                    .isLessThanOrEqualTo(budget);
            assertThat(parts.experts()).isBetween(experts / 2, experts);
        }
    }
}
