package keepsake.runtime.residency;

import java.util.Arrays;

/// The routing of the last tokens, and which of them resemble the present one. Text repeats itself: a token that takes
/// the same way through the layers as an earlier one is likely to be followed by what followed then.
///
/// Resemblance is counted in experts that both tokens used, over the layers on the way here, older layers counting
/// less; it is kept per distance in tokens, so that it moves along with the text and a layer only adds its own share.
///
/// Memory: 8 MiB or less. Threads: one at a time.
final class RoutingHistory {
    private static final int MOST_TOKENS = 2048;
    private static final int FEWEST_TOKENS = 256;
    private static final int MEMORY = 8 << 20;

    /// How much the resemblance up to the previous layer counts at this one.
    private static final float MEMORY_OF_LAYERS = 0.9f;
    /// How much more a token counts that is more alike by one standard deviation of chance, as a power of e.
    private static final float SHARPNESS = 0.8f;
    /// Only this many tokens are asked, and none that counts less than e^-7 of the most similar.
    private static final int WITNESSES = 50;

    private static final float CUT = 7;
    private static final int STEPS = 28;

    private final int experts;
    private final int words;
    private final int capacity;
    /// Which experts a token used: [layer][slot × words].
    private final long[][] used;
    /// How high each expert ranked, positive when it was used: [layer][slot × experts].
    private final byte[][] closeness;

    private final long[] last;
    private long newest = -1;

    private final float[] alike;
    private final int[] countAt = new int[STEPS + 1];
    private final int[] witnesses = new int[WITNESSES];
    private final float[] weights = new float[WITNESSES];
    private int witnessCount;

    RoutingHistory(int layers, int experts) {
        this.experts = experts;
        this.words = (experts + 63) / 64;
        this.capacity = Math.clamp(MEMORY / Math.max(1, (long) layers * experts), FEWEST_TOKENS, MOST_TOKENS);
        this.used = new long[layers][];
        this.closeness = new byte[layers][];
        this.last = new long[layers];
        Arrays.fill(last, -1);
        this.alike = new float[capacity];
    }

    /// The index of the newest token that any layer has seen, from 0; -1 before the first.
    long newest() {
        return newest;
    }

    /// Notes what a token did at a layer. Indices of a layer ascend; those left out count as tokens that used nothing.
    ///
    /// @param ranked closeness by expert, from -127 to 127, positive when used
    void record(int layer, long token, byte[] ranked) {
        if (used[layer] == null) {
            used[layer] = new long[capacity * words];
            closeness[layer] = new byte[capacity * experts];
        }
        for (long gap = Math.max(last[layer] + 1, token - capacity + 1); gap < token; gap++) clear(layer, slot(gap));
        int slot = slot(token);
        clear(layer, slot);
        System.arraycopy(ranked, 0, closeness[layer], slot * experts, experts);
        for (int e = 0; e < experts; e++) {
            if (ranked[e] > 0) used[layer][slot * words + e / 64] |= 1L << e;
        }
        last[layer] = token;
        newest = Math.max(newest, token);
    }

    private void clear(int layer, int slot) {
        Arrays.fill(used[layer], slot * words, (slot + 1) * words, 0);
        Arrays.fill(closeness[layer], slot * experts, (slot + 1) * experts, (byte) 0);
    }

    private int slot(long token) {
        return (int) (token % capacity);
    }

    /// Compares the layer's newest token with those before it, and picks the witnesses for [#votes].
    ///
    /// @param usedCount experts that a token uses
    void compare(int layer, int usedCount) {
        long token = last[layer];
        int known = (int) Math.min(token, capacity - 1);
        double share = (double) usedCount / experts;
        float expected = (float) (usedCount * share);
        float highest = Float.NEGATIVE_INFINITY;
        long[] bits = used[layer];
        int at = slot(token) * words;
        int other = at;
        for (int distance = 1; distance <= known; distance++) {
            other = (other == 0 ? capacity * words : other) - words; // one token back; a division would cost more
            int both = 0;
            for (int w = 0; w < words; w++) both += Long.bitCount(bits[at + w] & bits[other + w]);
            float now = MEMORY_OF_LAYERS * alike[distance] + both - expected;
            alike[distance] = now;
            highest = Math.max(highest, now);
        }
        double variance = usedCount * share * (1 - share) * (experts - usedCount) / Math.max(1, experts - 1);
        double deviation = Math.sqrt(Math.max(1e-3, variance / (1 - MEMORY_OF_LAYERS * MEMORY_OF_LAYERS)));
        pickWitnesses(known, highest, (float) (SHARPNESS / deviation));
    }

    /// The most similar tokens, found by counting how many lie within each step below the highest.
    private void pickWitnesses(int known, float highest, float scale) {
        Arrays.fill(countAt, 0);
        float stepsPerUnit = scale * STEPS / CUT;
        for (int distance = 1; distance <= known; distance++) {
            countAt[(int) Math.min(STEPS, (highest - alike[distance]) * stepsPerUnit)]++;
        }
        int step = 0;
        for (int sum = countAt[0]; step < STEPS - 1 && sum + countAt[step + 1] <= WITNESSES; ) sum += countAt[++step];
        witnessCount = 0;
        for (int distance = 1; distance <= known && witnessCount < WITNESSES; distance++) {
            float below = highest - alike[distance];
            if ((int) Math.min(STEPS, below * stepsPerUnit) > step) continue;
            witnesses[witnessCount] = distance;
            weights[witnessCount++] = (float) Math.exp(-below * scale);
        }
    }

    /// What the witnesses' followers did at the layer, weighted by resemblance.
    ///
    /// @param ahead   how many tokens after the witness
    /// @param usedBy  receives, by expert, the share that used it
    /// @param ranking receives, by expert, the mean closeness, from -1 to 1
    /// @return false when nobody has a vote; the arrays are zeros then
    boolean votes(int layer, int ahead, float[] usedBy, float[] ranking) {
        Arrays.fill(usedBy, 0);
        Arrays.fill(ranking, 0);
        byte[] close = closeness[layer];
        float sum = 0;
        for (int i = 0; i < witnessCount; i++) {
            if (witnesses[i] < ahead) continue;
            int from = slot(last[layer] - witnesses[i] + ahead) * experts;
            float weight = weights[i];
            sum += weight;
            for (int e = 0; e < experts; e++) {
                byte c = close[from + e];
                ranking[e] += weight * c;
                usedBy[e] += c > 0 ? weight : 0;
            }
        }
        if (sum == 0) return false;
        for (int e = 0; e < experts; e++) {
            usedBy[e] /= sum;
            ranking[e] /= 127 * sum;
        }
        return true;
    }
}
