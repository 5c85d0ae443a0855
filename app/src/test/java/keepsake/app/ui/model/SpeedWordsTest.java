package keepsake.app.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import keepsake.runtime.engine.BudgetPreview;
import keepsake.runtime.engine.DecodeCost;
import keepsake.runtime.engine.GenerationStats;
import keepsake.runtime.engine.MemoryBudget;
import keepsake.runtime.engine.RoutingLocality;
import keepsake.runtime.engine.RoutingLocality.Point;
import org.junit.jupiter.api.Test;

class SpeedWordsTest {
    private static final RoutingLocality LOCALITY =
            new RoutingLocality(200, 0.5, List.of(new Point(40, 0.6), new Point(60, 0.8), new Point(100, 1)));

    /// 500 MiB beside the experts, 1,000 MiB of experts, 2,000 MiB to spare.
    private static final BudgetPreview PREVIEW = preview(2000);

    private static BudgetPreview preview(int spareMib) {
        return new BudgetPreview("Any", 300, 100, 40, 60, 1000, 80, 580, spareMib);
    }

    private static MemoryBudget budget(int total) {
        return PREVIEW.divide(total).orElseThrow();
    }

    /// @param stall milliseconds per token of 250
    private static GenerationStats stats(double stall) {
        return new GenerationStats(10, 100, 50, 4, 300, 0.6, 99, 900, new DecodeCost(0.6, 32, stall));
    }

    private static String advice(double stall, int total, BudgetPreview preview) {
        return SpeedAdvice.of(stats(stall), budget(total), preview, LOCALITY);
    }

    @Test
    void halfTheMissesHalveTheWaiting() {
        // From 40 % to 60 % of the experts the misses go from 40 % to 20 %: of 250 ms, 200 of them waiting, 150 are
        // left.
        assertThat(advice(200, 900, PREVIEW))
                .isEqualTo("With 200 MiB more, answers would come about 1.7 times as fast. This is an estimate from"
                        + " your last answers.");
    }

    @Test
    void whatTheComputerCannotSpareIsNotAdvised() {
        assertThat(advice(200, 900, preview(1000)))
                .startsWith(
                        "About 200 MiB more would make answers clearly faster, but this computer cannot spare that");
    }

    @Test
    void anAnswerThatHardlyWaitsNeedsNoMore() {
        assertThat(advice(5, 900, PREVIEW)).startsWith("More memory would hardly make answers faster");
        assertThat(advice(40, 900, PREVIEW)).startsWith("More memory would help little");
        assertThat(advice(200, 1500, PREVIEW)).startsWith("All experts fit");
    }

    @Test
    void theDistanceToWhatIsPossibleIsSaid() {
        // 4 tokens/s.
        assertThat(SpeedWords.bound(stats(200), OptionalDouble.of(10)))
                .isEqualTo("40 % of the 10.0 tokens/s that this computer’s drive and memory allow at best. Most of the"
                        + " time goes into waiting for experts.");
        assertThat(SpeedWords.bound(stats(20), OptionalDouble.of(10))).contains("goes into computing");
        assertThat(SpeedWords.bound(stats(200), OptionalDouble.of(4.2))).endsWith("hardly possible with this budget.");
        assertThat(SpeedWords.bound(stats(200), OptionalDouble.empty())).contains("not known yet");
    }

    @Test
    void aBudgetsCostIsSaidBeforeItIsChosen() {
        assertThat(SpeedWords.cost(PREVIEW, budget(1100), Optional.of(LOCALITY)))
                .isEqualTo("About 60 % of the experts fit; expect around 16 MiB of reading per token. This is how your"
                        + " last 200 tokens would have done.");
        assertThat(SpeedWords.cost(PREVIEW, budget(1100), Optional.empty()))
                .startsWith("About 60 % of the experts fit; expect around 32 MiB of reading per token.")
                .contains("guess");
        assertThat(SpeedWords.cost(PREVIEW, budget(1500), Optional.empty())).startsWith("Everything fits");
    }

    @Test
    void aRefusalNamesWhatIsNeeded() {
        assertThat(SpeedWords.refusal(PREVIEW))
                .startsWith("This model needs at least 580 MiB: 300 for the weights every token needs, 100 for keys and"
                        + " values, 100 for working memory and the program, and 80 so that the experts of two layers"
                        + " fit.");
    }
}
