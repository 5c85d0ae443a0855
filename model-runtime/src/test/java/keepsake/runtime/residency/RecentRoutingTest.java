package keepsake.runtime.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import keepsake.runtime.engine.RoutingLocality;
import keepsake.runtime.engine.RoutingLocality.Point;
import org.junit.jupiter.api.Test;

class RecentRoutingTest {
    private static final int EXPERTS = 8;
    private static final int USED = 2;

    /// Two layers with experts, one without before them.
    private final RecentRouting recent = new RecentRouting(new boolean[] {false, true, true}, EXPERTS);

    private void token(int first, int second) {
        recent.observe(1, new int[] {first, second}, 2, USED);
        recent.observe(2, new int[] {first, second}, 2, USED);
    }

    private RoutingLocality locality() {
        return recent.locality().orElseThrow();
    }

    @Test
    void saysNothingAboutAFewTokens() {
        for (int i = 1; i < RecentRouting.LEAST_TOKENS; i++) token(0, 1);
        assertThat(recent.locality()).isEmpty();
        token(0, 1);
        assertThat(locality().tokens()).isEqualTo(RecentRouting.LEAST_TOKENS);
    }

    @Test
    void tokensThatAreAlikeNeedNothingNew() {
        for (int i = 0; i < 20; i++) token(3, 5);
        assertThat(locality().repeated()).isEqualTo(1);
        // A quarter of the experts is four of sixteen, less than a layer's: no cache can be so small.
        assertThat(locality().curve())
                .containsExactly(new Point(50, 1), new Point(60, 1), new Point(75, 1), new Point(100, 1));
    }

    @Test
    void theShareOfRepeatedExpertsIsTheMeanOverTokensAndLayers() {
        for (int i = 0; i < 20; i++) token(7, i % 2);
        assertThat(locality().repeated()).isEqualTo(0.5);
    }

    @Test
    void onlyTheNewestTokensCount() {
        for (int i = 0; i < 100; i++) token(i % 2, 2 + i % 2);
        for (int i = 0; i < RecentRouting.TOKENS; i++) token(4, 6);
        assertThat(locality().tokens()).isEqualTo(RecentRouting.TOKENS);
        assertThat(locality().repeated()).isEqualTo(1);
    }

    @Test
    void aTokenThatWasCutOffIsNotCounted() {
        for (int i = 0; i < 20; i++) {
            recent.observe(1, new int[] {0, 1}, 2, USED);
            token(3, 5);
        }
        assertThat(locality().tokens()).isEqualTo(20);
        assertThat(locality().repeated()).isEqualTo(1);
    }

    @Test
    void anotherNumberOfExpertsPerTokenBeginsAnew() {
        for (int i = 0; i < 20; i++) token(3, 5);
        recent.observe(1, new int[] {1, 2, 3}, 3, 3);
        assertThat(recent.locality()).isEmpty();
    }

    @Test
    void moreRoomFindsMoreOnRecordedText() throws IOException {
        int layers = 28;
        int experts = 24;
        byte[] recorded;
        try (InputStream in =
                Objects.requireNonNull(RecentRoutingTest.class.getResourceAsStream("routing-own-chats.bin"))) {
            recorded = in.readNBytes(120 * layers * experts);
        }
        boolean[] all = new boolean[layers];
        java.util.Arrays.fill(all, true);
        RecentRouting real = new RecentRouting(all, experts);
        int[] ranking = new int[experts];
        for (int row = 0; row < 120 * layers; row++) {
            for (int i = 0; i < experts; i++) ranking[i] = recorded[row * experts + i];
            real.observe(row % layers, ranking, experts, 8);
        }
        RoutingLocality locality = real.locality().orElseThrow();
        assertThat(locality.tokens()).isEqualTo(120);
        // More than chance, which is 8 of 24.
        assertThat(locality.repeated()).isBetween(0.34, 0.9);
        List<Double> rates = locality.curve().stream().map(Point::hitRate).toList();
        assertThat(rates).isSorted().hasSize(6);
        assertThat(rates.getFirst()).isLessThan(0.7);
        assertThat(rates.getLast()).isCloseTo(1, within(0.01));
    }

    @Test
    void theCurveIsReadBetweenItsPoints() {
        RoutingLocality locality =
                new RoutingLocality(99, 0.5, List.of(new Point(40, 0.6), new Point(60, 0.8), new Point(100, 1)));
        assertThat(locality.hitRate(0)).isEqualTo(0);
        assertThat(locality.hitRate(0.2)).isCloseTo(0.3, within(1e-9));
        assertThat(locality.hitRate(0.5)).isCloseTo(0.7, within(1e-9));
        assertThat(locality.hitRate(1)).isCloseTo(1, within(1e-9));
    }
}
