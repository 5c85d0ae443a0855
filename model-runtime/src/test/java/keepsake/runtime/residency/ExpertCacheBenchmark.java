package keepsake.runtime.residency;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What one decision costs: a token observed and admitted at one layer, with the history full. Run by hand, see
/// docs/benchmarks.md.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class ExpertCacheBenchmark {
    private static final int TOKENS = 2500;

    /// Layers x experts per layer x experts used.
    @Param({"28x24x8", "28x24x16", "48x128x8"})
    private String shape = "28x24x8";

    private int layers;
    private int experts;
    private int used;
    private int[][] rankings = new int[0][];
    private ExpertCache cache = new ExpertCache(new long[] {1}, 1, 1);
    private final BitSet chosen = new BitSet();
    private int step;

    /// Rankings that drift, so that tokens resemble some earlier ones; the cache holds 40 percent.
    @Setup
    public void fill() {
        int[] numbers =
                Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
        layers = numbers[0];
        experts = numbers[1];
        used = numbers[2];
        long[] bytes = new long[layers];
        Arrays.fill(bytes, 1);
        cache = new ExpertCache(bytes, experts, (long) layers * experts * 2 / 5);
        Random random = new Random(1);
        rankings = new int[64 * layers][experts];
        for (int[] ranking : rankings) {
            Arrays.setAll(ranking, e -> e);
            for (int i = 0; i < 2 * used; i++) {
                int from = random.nextInt(experts);
                int to = random.nextInt(experts);
                int expert = ranking[from];
                ranking[from] = ranking[to];
                ranking[to] = expert;
            }
        }
        for (int i = 0; i < TOKENS * layers; i++) oneLayerOfOneToken();
    }

    /// One layer of one token.
    @Benchmark
    public ExpertCache.Admission oneLayerOfOneToken() {
        int[] ranking = rankings[step % rankings.length];
        int layer = step % layers;
        step++;
        chosen.clear();
        for (int rank = 0; rank < used; rank++) chosen.set(ranking[rank]);
        cache.observe(layer, ranking, experts, used);
        return cache.admit(layer, chosen);
    }
}
