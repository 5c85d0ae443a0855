package keepsake.runtime.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BatchesTest {
    private static List<Integer> cut(int tokens, int most) {
        List<Integer> batches = new ArrayList<>();
        for (int left = tokens; left > 0; left -= batches.getLast()) batches.add(Batches.next(left, most));
        return batches;
    }

    @Property
    void noBatchIsTooLargeOrSoSmallThatOtherKernelsRun(
            @ForAll @IntRange(min = 64, max = 5000) int tokens, @ForAll @IntRange(min = 32, max = 128) int groups) {
        int most = groups * Batches.GROUP;
        assertThat(cut(tokens, most)).allMatch(batch -> batch >= Batches.LEAST && batch <= most);
    }

    @Property
    void everyCutIsAtWholeGroups(
            @ForAll @IntRange(min = 64, max = 5000) int tokens, @ForAll @IntRange(min = 32, max = 128) int groups) {
        List<Integer> batches = cut(tokens, groups * Batches.GROUP);
        assertThat(batches.subList(0, batches.size() - 1)).allMatch(batch -> batch % Batches.GROUP == 0);
    }

    @Property
    void aShortPromptIsOneBatch(@ForAll @IntRange(min = 1, max = 63) int tokens) {
        assertThat(cut(tokens, 128)).containsExactly(tokens);
        assertThat(Batches.kept(tokens)).isZero();
    }

    @Property
    void whatIsReusedLeavesEnoughForTheSameKernels(
            @ForAll @IntRange(min = 1, max = 3000) int prompt,
            @ForAll @IntRange(max = 3000) int common,
            @ForAll @IntRange(max = 3000) int held) {
        int reused = Batches.reusable(prompt, common, Batches.kept(held));
        assertThat(reused).isBetween(0, Math.min(common, held));
        assertThat(reused % Batches.GROUP).isZero();
        if (reused > 0) assertThat(prompt - reused).isGreaterThanOrEqualTo(Batches.LEAST);
    }
}
