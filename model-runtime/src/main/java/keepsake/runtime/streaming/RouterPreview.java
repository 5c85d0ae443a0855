package keepsake.runtime.streaming;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import keepsake.runtime.natives.Layouts;

/// Guesses which experts the next layer will choose: its router applied to what this layer's router was given. The
/// residual stream changes little from one layer to the next, so most guesses are right (the idea is that of Eliseev
/// and Mazur, 2023, and of Fiddler and others since). Threads: one at a time.
final class RouterPreview {
    private static final MemorySegment RAM = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    /// Operations between a router's scores and the choice: softmax, bias, groups, sorting.
    private static final int MOST_STEPS = 12;

    private final Map<Integer, MemorySegment> routers = new HashMap<>();
    private final Map<Long, Integer> layers = new HashMap<>();
    private final int experts;
    private float[] scores = {};

    RouterPreview(int experts) {
        this.experts = experts;
    }

    /// A layer's router: `experts` rows of F32 weights.
    void router(int layer, long address, long columns) {
        routers.put(layer, MemorySegment.ofAddress(address).reinterpret(columns * experts * 4));
        layers.put(address, layer);
    }

    /// What the layer after this one will probably choose for the first token of the batch.
    ///
    /// @param count how many to guess
    /// @return empty when the graph is another than expected
    Optional<BitSet> next(RouterChoice choice, int count) {
        MemorySegment router = routers.get(choice.layer() + 1);
        if (router == null) return Optional.empty();
        long tensor = choice.sorted();
        for (int step = 0; step < MOST_STEPS && tensor != 0; step++) {
            long source = RAM.get(JAVA_LONG_UNALIGNED, tensor + Layouts.Tensor.SOURCES);
            if (source == 0) return Optional.empty();
            Integer of = layers.get(RAM.get(JAVA_LONG_UNALIGNED, source + Layouts.Tensor.DATA));
            if (of != null) {
                long input = RAM.get(JAVA_LONG_UNALIGNED, tensor + Layouts.Tensor.SOURCES + 8);
                return of == choice.layer() ? Optional.of(guess(router, input, count)) : Optional.empty();
            }
            tensor = source;
        }
        return Optional.empty();
    }

    private BitSet guess(MemorySegment router, long input, int count) {
        long columns = router.byteSize() / 4 / experts;
        MemorySegment hidden = MemorySegment.ofAddress(RAM.get(JAVA_LONG_UNALIGNED, input + Layouts.Tensor.DATA))
                .reinterpret(columns * 4);
        if (scores.length != experts) scores = new float[experts];
        for (int e = 0; e < experts; e++) scores[e] = product(router, e * columns * 4, hidden, columns * 4);
        BitSet best = new BitSet(experts);
        for (int n = 0; n < count; n++) {
            int top = -1;
            for (int e = 0; e < experts; e++) {
                if (!best.get(e) && (top < 0 || scores[e] > scores[top])) top = e;
            }
            best.set(top);
        }
        return best;
    }

    /// Four sums at a time: one would wait for itself.
    private static float product(MemorySegment a, long from, MemorySegment b, long bytes) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        for (long at = 0; at < bytes; at += 16) {
            s0 += a.get(JAVA_FLOAT, from + at) * b.get(JAVA_FLOAT, at);
            s1 += a.get(JAVA_FLOAT, from + at + 4) * b.get(JAVA_FLOAT, at + 4);
            s2 += a.get(JAVA_FLOAT, from + at + 8) * b.get(JAVA_FLOAT, at + 8);
            s3 += a.get(JAVA_FLOAT, from + at + 12) * b.get(JAVA_FLOAT, at + 12);
        }
        return s0 + s1 + s2 + s3;
    }
}
