package keepsake.runtime.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import keepsake.runtime.residency.ExpertCache.Admission;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class ExpertCacheTest {
    private static final int EXPERTS = 6;
    private static final long[] BYTES = {10, 0, 25, 10};
    private static final long LARGEST_LAYER = 25 * EXPERTS;
    private static final long ALL = 45 * EXPERTS;

    sealed interface Event {
        /// A batch of tokens, each with a ranking, the first `used` of which are chosen.
        record Batch(int layer, List<List<Integer>> rankings, int used) implements Event {}

        /// A batch whose rankings nobody tells.
        record Unobserved(int layer, BitSet chosen) implements Event {}

        record Forget(ExpertCache.Key key) implements Event {}

        record Keep(ExpertCache.Key key) implements Event {}

        record Resize(long budget) implements Event {}
    }

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<Integer> layers = Arbitraries.of(0, 2, 3);
        Arbitrary<Integer> expert = Arbitraries.integers().between(0, EXPERTS - 1);
        Arbitrary<ExpertCache.Key> keys = Combinators.combine(layers, expert).as(ExpertCache.Key::new);
        Arbitrary<List<List<Integer>>> rankings =
                Arbitraries.shuffle(0, 1, 2, 3, 4, 5).list().ofMinSize(1).ofMaxSize(3);
        Arbitrary<BitSet> chosen = expert.set().ofMinSize(1).map(ExpertCacheTest::bits);
        Arbitrary<Event> batches = Combinators.combine(
                        layers, rankings, Arbitraries.integers().between(1, EXPERTS))
                .as(Event.Batch::new);
        Arbitrary<Event> unobserved = Combinators.combine(layers, chosen).as(Event.Unobserved::new);
        Arbitrary<Event> others = Arbitraries.oneOf(
                keys.map(Event.Forget::new),
                keys.map(Event.Keep::new),
                budgets().map(Event.Resize::new));
        return Arbitraries.frequencyOf(Tuple.of(6, batches), Tuple.of(2, unobserved), Tuple.of(2, others))
                .list()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<Long> budgets() {
        return Arbitraries.longs().between(LARGEST_LAYER, ALL);
    }

    /// A set of what is in RAM, changed by nothing but what the cache says it does.
    @Property
    void whatItSaysAddsUp(@ForAll("events") List<Event> events, @ForAll("budgets") long budget) {
        ExpertCache cache = new ExpertCache(BYTES, EXPERTS, budget);
        Set<ExpertCache.Key> model = new HashSet<>();
        Set<ExpertCache.Key> inUse = new HashSet<>();
        for (Event event : events) {
            switch (event) {
                case Event.Batch batch -> admit(cache, batch.layer(), observed(cache, batch), model, inUse, budget);
                case Event.Unobserved(int layer, BitSet chosen) -> admit(cache, layer, chosen, model, inUse, budget);
                case Event.Forget(ExpertCache.Key key) -> {
                    cache.forget(key);
                    model.remove(key);
                    inUse.remove(key);
                }
                case Event.Keep(ExpertCache.Key key) -> {
                    boolean fits = bytes(model) + BYTES[key.layer()] <= budget;
                    assertThat(cache.keep(key)).isEqualTo(fits && model.add(key));
                }
                case Event.Resize(long changed) -> {
                    budget = changed;
                    drop(cache.resize(budget), model, inUse, budget, 0);
                }
            }
            assertThat(cache.residentBytes()).isEqualTo(bytes(model)).isLessThanOrEqualTo(budget);
            assertThat(cache.residentCount()).isEqualTo(model.size());
            assertThat(everything()).allMatch(key -> cache.contains(key) == model.contains(key));
            assertThat(cache.ranked()).doesNotHaveDuplicates().hasSameElementsAs(everything());
        }
    }

    private static BitSet observed(ExpertCache cache, Event.Batch batch) {
        BitSet chosen = new BitSet();
        for (List<Integer> ranking : batch.rankings()) {
            int[] ids = ranking.stream().mapToInt(Integer::intValue).toArray();
            int known = Math.max(batch.used(), EXPERTS - 1);
            cache.observe(batch.layer(), ids, known, batch.used());
            chosen.or(bits(ranking.subList(0, batch.used())));
        }
        return chosen;
    }

    private static void admit(
            ExpertCache cache,
            int layer,
            BitSet chosen,
            Set<ExpertCache.Key> model,
            Set<ExpertCache.Key> inUse,
            long budget) {
        List<ExpertCache.Key> wanted =
                chosen.stream().mapToObj(e -> new ExpertCache.Key(layer, e)).toList();
        Set<ExpertCache.Key> missing = new HashSet<>(wanted);
        missing.removeAll(model);
        Admission admission = cache.admit(layer, chosen);

        assertThat(admission.hits()).isEqualTo(wanted.size() - missing.size());
        assertThat(admission.loads().stream().mapToObj(e -> new ExpertCache.Key(layer, e)))
                .hasSameElementsAs(missing);
        inUse.clear();
        inUse.addAll(wanted);
        drop(admission.evictions(), model, inUse, budget, bytes(missing));
        model.addAll(missing);
    }

    /// Nothing goes that is in use or was not there, nor more than has to.
    private static void drop(
            List<ExpertCache.Key> evictions,
            Set<ExpertCache.Key> model,
            Set<ExpertCache.Key> inUse,
            long budget,
            long needed) {
        for (ExpertCache.Key evicted : evictions) {
            assertThat(bytes(model) + needed).isGreaterThan(budget);
            assertThat(inUse).doesNotContain(evicted);
            assertThat(model.remove(evicted)).isTrue();
        }
        assertThat(bytes(model) + needed).isLessThanOrEqualTo(budget);
    }

    private static long bytes(Set<ExpertCache.Key> keys) {
        return keys.stream().mapToLong(key -> BYTES[key.layer()]).sum();
    }

    private static List<ExpertCache.Key> everything() {
        return IntStream.of(0, 2, 3)
                .boxed()
                .flatMap(layer -> IntStream.range(0, EXPERTS).mapToObj(e -> new ExpertCache.Key(layer, e)))
                .toList();
    }

    private static BitSet bits(Iterable<Integer> ids) {
        BitSet bits = new BitSet();
        ids.forEach(bits::set);
        return bits;
    }

    @Test
    void refusesABudgetThatCannotHoldALayer() {
        assertThatThrownBy(() -> new ExpertCache(BYTES, EXPERTS, LARGEST_LAYER - 1))
                .isInstanceOf(IllegalArgumentException.class);
        ExpertCache cache = new ExpertCache(BYTES, EXPERTS, LARGEST_LAYER);
        assertThatThrownBy(() -> cache.resize(LARGEST_LAYER - 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatCouldNotBeReadIsReadTheNextTime() {
        ExpertCache cache = new ExpertCache(BYTES, EXPERTS, LARGEST_LAYER);
        BitSet two = bits(List.of(1, 4));
        cache.admit(2, two);
        cache.forget(new ExpertCache.Key(2, 4));

        assertThat(cache.residentBytes()).isEqualTo(25);
        assertThat(cache.admit(2, two).loads()).hasToString("{4}");
    }

    @Test
    void whenAllAreUsedItKeepsWhatFitsInsteadOfCycling() {
        int layers = 10;
        int fits = 6 * EXPERTS;
        long[] bytes = new long[layers];
        Arrays.fill(bytes, 1);
        ExpertCache cache = new ExpertCache(bytes, EXPERTS, fits);
        BitSet all = new BitSet();
        all.set(0, EXPERTS);
        int hits = 0;
        for (int token = 0; token < 20; token++) {
            hits = 0;
            for (int layer = 0; layer < layers; layer++)
                hits += cache.admit(layer, all).hits();
        }
        // one layer's room goes to the layer that runs
        assertThat(hits).isGreaterThanOrEqualTo(fits - EXPERTS);
    }

    @Test
    void keepsWhatIsNeededOftenThroughALongPrompt() {
        long[] bytes = {1, 1, 1, 1};
        ExpertCache cache = new ExpertCache(bytes, EXPERTS, 12);
        int[] usual = {0, 1, 2, 3, 4, 5};
        for (int token = 0; token < 100; token++) {
            for (int layer = 0; layer < 4; layer++) {
                cache.observe(layer, usual, EXPERTS, 2);
                cache.admit(layer, bits(List.of(0, 1)));
            }
        }
        List<List<Integer>> prompt = new ArrayList<>();
        for (int i = 0; i < 4; i++) prompt.addAll(List.of(List.of(0, 1, 2, 3, 4, 5), List.of(i + 2, 0, 1, 2, 3, 4)));
        for (int layer = 0; layer < 4; layer++) {
            BitSet union = new BitSet();
            for (List<Integer> ranking : prompt) {
                cache.observe(
                        layer, ranking.stream().mapToInt(Integer::intValue).toArray(), 2, 2);
                union.or(bits(ranking.subList(0, 2)));
            }
            cache.admit(layer, union);
        }
        assertThat(IntStream.range(0, 4).boxed()).allMatch(layer -> cache.contains(new ExpertCache.Key(layer, 0)));
    }

    @Test
    void whatIsRememberedRanksFirstAndGoesLast() {
        ExpertCache cache = new ExpertCache(BYTES, EXPERTS, LARGEST_LAYER);
        for (ExpertCache.Key key : everything()) cache.seed(key, key.expert() == 3 ? 0.9 : 0.1);
        assertThat(cache.ranked().subList(0, 3)).allMatch(key -> key.expert() == 3);

        everything().reversed().forEach(cache::keep);
        List<ExpertCache.Key> evictions = cache.admit(2, bits(List.of(0, 3))).evictions();
        assertThat(evictions).isNotEmpty().allMatch(key -> key.expert() != 3);
    }

    @Test
    void anEvaluationThatBrokeOffDoesNoHarm() {
        ExpertCache cache = new ExpertCache(BYTES, EXPERTS, LARGEST_LAYER);
        int[] ranking = {0, 1, 2, 3, 4, 5};
        for (int token = 0; token < 50; token++) {
            for (int layer : token % 3 == 0 ? new int[] {0, 2} : new int[] {0, 2, 3}) {
                cache.observe(layer, ranking, EXPERTS, 2);
                cache.admit(layer, bits(List.of(0, 1)));
            }
        }
        assertThat(cache.admit(3, bits(List.of(0, 1))).hits()).isEqualTo(2);
        assertThat(cache.share(new ExpertCache.Key(3, 0))).isGreaterThan(cache.share(new ExpertCache.Key(3, 5)));
    }
}
