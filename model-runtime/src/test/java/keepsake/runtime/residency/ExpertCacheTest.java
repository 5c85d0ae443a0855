package keepsake.runtime.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import keepsake.runtime.residency.ExpertCache.Admission;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ExpertCacheTest {
    private static final int EXPERTS = 6;
    private static final long[] BYTES = {10, 0, 25, 10};
    private static final long LARGEST_LAYER = 25 * EXPERTS;

    record Use(int layer, BitSet chosen) {}

    @Provide
    Arbitrary<List<Use>> uses() {
        Arbitrary<BitSet> chosen = Arbitraries.integers()
                .between(0, EXPERTS - 1)
                .set()
                .ofMinSize(1)
                .map(set -> set.stream().collect(BitSet::new, BitSet::set, BitSet::or));
        return Combinators.combine(Arbitraries.of(0, 2, 3), chosen)
                .as(Use::new)
                .list()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<Long> budgets() {
        return Arbitraries.longs().between(LARGEST_LAYER, 3 * LARGEST_LAYER);
    }

    /// The simplest thing that is right: a list, the least recently used first.
    @Property
    void behavesLikeAListOrderedByUse(@ForAll("uses") List<Use> uses, @ForAll("budgets") long budget) {
        ExpertCache cache = new ExpertCache(BYTES, EXPERTS, budget);
        Deque<ExpertCache.Key> model = new ArrayDeque<>();
        for (Use use : uses) {
            List<ExpertCache.Key> chosen = use.chosen().stream()
                    .mapToObj(e -> new ExpertCache.Key(use.layer(), e))
                    .toList();
            List<ExpertCache.Key> missing =
                    chosen.stream().filter(key -> !model.contains(key)).toList();
            List<ExpertCache.Key> inUse =
                    chosen.stream().filter(model::contains).toList();
            Admission admission = cache.admit(use.layer(), use.chosen());

            assertThat(admission.hits()).isEqualTo(inUse.size());
            assertThat(admission.loads().stream().boxed().toList())
                    .isEqualTo(missing.stream().map(ExpertCache.Key::expert).toList());
            assertThat(admission.evictions()).doesNotContainAnyElementsOf(chosen);
            model.removeAll(inUse);
            for (ExpertCache.Key evicted : admission.evictions())
                assertThat(model.removeFirst()).isEqualTo(evicted);
            model.addAll(inUse);
            model.addAll(missing);

            long bytes = model.stream().mapToLong(key -> BYTES[key.layer()]).sum();
            assertThat(cache.residentBytes()).isEqualTo(bytes).isLessThanOrEqualTo(budget);
            assertThat(cache.residentCount()).isEqualTo(model.size());
            assertThat(model).allMatch(cache::contains);
        }
    }

    @Property
    void evictsNothingThatWouldHaveFitted(@ForAll("uses") List<Use> uses) {
        ExpertCache cache = new ExpertCache(BYTES, EXPERTS, 45 * EXPERTS);
        for (Use use : uses)
            assertThat(cache.admit(use.layer(), use.chosen()).evictions()).isEmpty();
    }

    @Test
    void refusesABudgetThatCannotHoldALayer() {
        assertThatThrownBy(() -> new ExpertCache(BYTES, EXPERTS, LARGEST_LAYER - 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatCouldNotBeReadIsReadTheNextTime() {
        ExpertCache cache = new ExpertCache(BYTES, EXPERTS, LARGEST_LAYER);
        BitSet two = IntStream.of(1, 4).collect(BitSet::new, BitSet::set, BitSet::or);
        cache.admit(2, two);
        cache.forget(new ExpertCache.Key(2, 4));

        assertThat(cache.residentBytes()).isEqualTo(25);
        assertThat(cache.admit(2, two).loads()).hasToString("{4}");
    }
}
