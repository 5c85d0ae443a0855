package keepsake.app.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import keepsake.runtime.engine.DecodeCost;
import keepsake.runtime.engine.GenerationStats;
import org.junit.jupiter.api.Test;

class PrefillPaceTest {
    private final PrefillPace pace = new PrefillPace();

    @Test
    void nothingIsHeldBackBeforeThePaceIsKnown() {
        assertThat(pace.historyTokens()).isEqualTo(Integer.MAX_VALUE);
        pace.saw(answer(40, 0, 3));
        pace.saw(answer(400, 390, 3));
        assertThat(pace.historyTokens()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aSlowComputerReadsLessAgainAndAlmostTheSamePaceMeansTheSame() {
        pace.saw(answer(400, 0, 120));
        assertThat(pace.historyTokens()).isEqualTo(2048);
        pace.saw(answer(400, 0, 140));
        assertThat(pace.historyTokens()).isEqualTo(2048);
    }

    @Test
    void thereIsAlwaysEnoughToGoOnTalking() {
        pace.saw(answer(400, 0, 0.5));
        assertThat(pace.historyTokens()).isEqualTo(1024);
    }

    private static GenerationStats answer(int prompt, int reused, double tokensPerSecond) {
        return new GenerationStats(prompt, 10, tokensPerSecond, 10, 1, 1, 0, 0, DecodeCost.NONE, reused, 0);
    }
}
