package keepsake.runtime.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void beginsWithTheLargestAndGrowsAgainOnAFastComputer() {
        Pace pace = new Pace(512);
        assertThat(pace.most()).isEqualTo(512);
        pace.took(512, 4 * Pace.LONGEST_NODE_NANOS);
        assertThat(pace.most()).isEqualTo(128);
        pace.took(128, Pace.LONGEST_NODE_NANOS / 10);
        assertThat(pace.most()).isEqualTo(512);
    }

    @Test
    void takesFewerTokensWhenANodeTakesTooLong() {
        Pace pace = new Pace(512);
        pace.took(128, Pace.LONGEST_NODE_NANOS / 2);
        assertThat(pace.most()).isEqualTo(256);
        pace.took(256, 2 * Pace.LONGEST_NODE_NANOS);
        assertThat(pace.most()).as("the least that gives the same tokens").isEqualTo(128);
    }

    @Test
    void aSingleTokenSaysNothingAboutMany() {
        Pace pace = new Pace(512);
        pace.took(1, 4 * Pace.LONGEST_NODE_NANOS);
        assertThat(pace.most()).isEqualTo(512);
    }

    @Property(tries = 200)
    void isAlwaysABatchThatGivesTheSameTokens(
            @ForAll @IntRange(min = 1, max = 512) int tokens, @ForAll @LongRange(min = 0, max = 1L << 40) long nanos) {
        Pace pace = new Pace(512);
        pace.took(tokens, nanos);
        assertThat(pace.most()).isBetween(2 * Batches.LEAST, 512);
        assertThat(pace.most() % Batches.GROUP).isZero();
    }
}
