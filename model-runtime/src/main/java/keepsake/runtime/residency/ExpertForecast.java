package keepsake.runtime.residency;

import java.util.Arrays;

/// Estimates how likely each expert of a layer is to be needed by the next token. A logistic model that all experts
/// share, of three kinds of evidence:
///
/// - how often the expert was used lately, at three time scales;
/// - how high the router ranked it, at five time scales: an expert that was nearly chosen is likely to be chosen next;
/// - what tokens did that followed tokens like the present one ([RoutingHistory]).
///
/// The weights go on learning from every token. Learned weights replace the guesses of a fixed formula, in the manner
/// of
/// learned cache replacement (LRB, Song et al. 2020; Parrot, Liu et al. 2020), with a model small enough for each layer
/// of each token.
///
/// Threads: one at a time.
final class ExpertForecast {
    private static final float[] USE_RATES = {0.5f, 0.1f, 0.02f};
    private static final float[] RANK_RATES = {1, 0.4f, 0.1f, 0.02f, 0.005f};
    private static final int RANKS = 1 + USE_RATES.length;
    private static final int VOTES = RANKS + RANK_RATES.length;
    private static final int FEATURES = VOTES + 2;

    /// Slowest use rate: the share of tokens that used an expert, worth remembering for the next session.
    private static final int SHARE = RANKS - 1;

    /// A starting point: rounded from what a recording of 1,600 tokens taught with 8, 12 and 16 of 24 experts used.
    private static final float[] FIRST_WEIGHTS = {-0.3f, -0.6f, -0.2f, 0.6f, 0.8f, 0.8f, 1.4f, -1, -1.2f, 2.7f, 5.9f};

    private static final float LEARNING_RATE = 0.005f;
    /// A use in the token after the next counts this much.
    private static final float LATER = 0.3f;

    private final int experts;
    private final RoutingHistory history;
    private final float[] weights = FIRST_WEIGHTS.clone();
    /// [feature][layer × experts + expert]; the votes only live while a layer is forecast.
    private final float[][] features = new float[FEATURES][];

    private final float[] chance;
    private final float[] value;
    private final boolean[] forecast;
    private final double[] seeds;
    private final double[] seedsOfLayer;
    private final boolean[] seen;

    private final float[] closenessAt;
    private final byte[] ranked;
    private final float[] later;
    private final float[][] voted;
    private float meanCloseness;
    private int used;

    ExpertForecast(int layers, int experts) {
        this.experts = experts;
        this.history = new RoutingHistory(layers, experts);
        for (int f = 0; f < FEATURES; f++) features[f] = new float[layers * experts];
        Arrays.fill(features[0], 1);
        this.chance = new float[layers * experts];
        this.value = new float[layers * experts];
        this.seeds = new double[layers * experts];
        this.seedsOfLayer = new double[layers];
        this.forecast = new boolean[layers];
        this.seen = new boolean[layers];
        this.closenessAt = new float[experts];
        this.ranked = new byte[experts];
        this.later = new float[experts];
        this.voted = new float[2][experts];
    }

    /// Index of the newest token seen by any layer; -1 before the first.
    long newest() {
        return history.newest();
    }

    /// What was remembered of an expert: its uses, in a unit that its layer shares.
    void seed(int layer, int expert, double weight) {
        seedsOfLayer[layer] += weight - seeds[layer * experts + expert];
        seeds[layer * experts + expert] = weight;
    }

    /// The chance that the seeds give an expert.
    private float seeded(int layer, int expert) {
        if (seedsOfLayer[layer] <= 0) return 0;
        double share = seeds[layer * experts + expert] / seedsOfLayer[layer];
        return (float) Math.clamp(Math.max(1, used) * share, 0, 1);
    }

    /// Experts that a token used last; 0 before the first. What was seeded is worth more when there are more.
    int used() {
        return used;
    }

    /// Share of recent tokens that used the expert, from 0 to 1.
    double share(int layer, int expert) {
        if (!seen[layer]) return 0;
        return Math.clamp(features[SHARE][layer * experts + expert] + (double) used / experts, 0, 1);
    }

    /// The worth of keeping an expert: its chance with the next token, and a little of that with the one after. Before
    /// a
    /// layer's first token, what was seeded.
    float value(int layer, int expert) {
        return seen[layer] ? value[layer * experts + expert] : seeded(layer, expert);
    }

    /// One token at one layer. The first after a [#forecast] also shows how good that was.
    void observe(int layer, long token, int[] ranking, int count, int usedCount) {
        if (usedCount != used) scale(usedCount);
        int first = layer * experts;
        float base = (float) used / experts;
        if (!seen[layer]) start(layer, base);
        Arrays.fill(ranked, toByte(count < experts ? closenessAt[(count + experts) / 2] : 0));
        for (int rank = 0; rank < count; rank++) ranked[ranking[rank]] = toByte(closenessAt[rank]);
        if (forecast[layer]) learn(first);
        forecast[layer] = false;
        for (int f = 0; f < USE_RATES.length; f++) {
            for (int e = 0; e < experts; e++) {
                float use = (ranked[e] > 0 ? 1 : 0) - base;
                features[1 + f][first + e] += USE_RATES[f] * (use - features[1 + f][first + e]);
            }
        }
        for (int f = 0; f < RANK_RATES.length; f++) {
            float[] feature = features[RANKS + f];
            for (int e = 0; e < experts; e++) {
                float close = ranked[e] / 254f - meanCloseness;
                feature[first + e] += RANK_RATES[f] * (close - feature[first + e]);
            }
        }
        history.record(layer, token, ranked);
    }

    /// Closeness of a rank: 1 for the best, 0 at the border between chosen and not, towards -1 for the last.
    private void scale(int usedCount) {
        used = usedCount;
        double width = Math.max(1, Math.min(experts / 6.0, usedCount / 2.0));
        meanCloseness = 0;
        for (int rank = 0; rank < experts; rank++) {
            closenessAt[rank] = 2 * logistic((float) ((usedCount - 0.5 - rank) / width)) - 1;
            meanCloseness += closenessAt[rank] / 2 / experts;
        }
    }

    private static byte toByte(float closeness) {
        int rounded = Math.round(closeness * 127);
        return (byte) (closeness > 0 ? Math.max(1, rounded) : rounded); // used stays positive
    }

    private void start(int layer, float base) {
        seen[layer] = true;
        if (seedsOfLayer[layer] <= 0) return;
        int first = layer * experts;
        for (int e = 0; e < experts; e++) {
            float above = seeded(layer, e) - base;
            for (int f = 1; f < RANKS; f++) features[f][first + e] = above;
            for (int f = RANKS; f < VOTES; f++) features[f][first + e] = above / 2; // closeness spans half as much
        }
    }

    private void learn(int first) {
        for (int f = 0; f < FEATURES; f++) {
            float slope = 0;
            float[] feature = features[f];
            for (int e = 0; e < experts; e++) {
                slope += ((ranked[e] > 0 ? 1 : 0) - chance[first + e]) * feature[first + e];
            }
            weights[f] += LEARNING_RATE * slope;
        }
    }

    /// Estimates the layer's experts anew, after the last of its tokens that were observed.
    void forecast(int layer) {
        int first = layer * experts;
        float base = (float) used / experts;
        history.compare(layer, used);
        votes(layer, 1, base);
        System.arraycopy(voted[0], 0, features[VOTES], first, experts);
        System.arraycopy(voted[1], 0, features[VOTES + 1], first, experts);
        votes(layer, 2, base);
        float odds = (float) Math.log(base / (1.001 - base));
        Arrays.fill(later, odds);
        Arrays.fill(chance, first, first + experts, odds);
        for (int f = 0; f < FEATURES; f++) {
            float weight = weights[f];
            // a rank just seen says less about the token after the next
            float weightLater = f == RANKS || f == RANKS + 1 ? weight / 2 : weight;
            float[] feature = features[f];
            for (int e = 0; e < experts; e++) {
                chance[first + e] += weight * feature[first + e];
                later[e] += weightLater * (f < VOTES ? feature[first + e] : voted[f - VOTES][e]);
            }
        }
        for (int e = 0; e < experts; e++) {
            float next = logistic(chance[first + e]);
            chance[first + e] = next;
            value[first + e] = next + (1 - next) * LATER * logistic(later[e]);
        }
        forecast[layer] = true;
    }

    private void votes(int layer, int ahead, float base) {
        if (!history.votes(layer, ahead, voted[0], voted[1])) return;
        for (int e = 0; e < experts; e++) {
            voted[0][e] -= base;
            voted[1][e] = voted[1][e] / 2 - meanCloseness;
        }
    }

    private static float logistic(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }
}
