package keepsake.runtime.residency;

import java.util.Arrays;
import java.util.BitSet;

/// What a recorded routing would have found in RAM. The very cache that decides in production is asked, from empty.
///
/// @param policy       the cache's name for what it does
/// @param tokens       tokens replayed
/// @param cacheExperts experts that fit into the cache
/// @param hits         uses found in RAM
/// @param accesses     uses in all: tokens × layers × experts used
public record Replay(String policy, int tokens, int cacheExperts, long hits, long accesses) {

    /// Share of uses found in RAM, from 0 to 1.
    public double hitRate() {
        return (double) hits / accesses;
    }

    /// @param used    experts that a token uses in each layer
    /// @param percent of all experts that fit into RAM, 1 to 100; at least one layer's must
    /// @throws Routing.BadRouting when a number does not fit the routing
    public static Replay of(Routing routing, int used, int percent) {
        int experts = routing.experts();
        int layers = routing.layers();
        if (used < 1 || used > experts) {
            throw new Routing.BadRouting("The number of experts used is " + used + ". It must be from 1 to " + experts
                    + ", the number of experts.");
        }
        if (percent < 1 || percent > 100) {
            throw new Routing.BadRouting("The cache is " + percent + " percent. It must be from 1 to 100.");
        }
        int slots = (int) ((long) layers * experts * percent / 100);
        if (slots < experts) {
            throw new Routing.BadRouting("A cache of " + percent + " percent holds " + slots + " experts. It must hold "
                    + experts + ", one layer's, because a batch may need them all.");
        }
        return run(routing, used, slots);
    }

    /// The hit rate without the first quarter of the tokens, which fill the cache.
    ///
    /// @param slots experts that fit, at least one layer's
    static double warmHitRate(Routing routing, int used, int slots) {
        int first = routing.tokens() / 4;
        long accesses = (long) (routing.tokens() - first) * routing.layers() * used;
        return (double) hits(routing, used, slots, first) / accesses;
    }

    private static Replay run(Routing routing, int used, int slots) {
        long accesses = (long) routing.tokens() * routing.layers() * used;
        return new Replay(ExpertCache.POLICY, routing.tokens(), slots, hits(routing, used, slots, 0), accesses);
    }

    private static long hits(Routing routing, int used, int slots, int firstCounted) {
        long[] expertBytes = new long[routing.layers()];
        Arrays.fill(expertBytes, 1);
        ExpertCache cache = new ExpertCache(expertBytes, routing.experts(), slots);
        int[] ranking = new int[routing.experts()];
        BitSet chosen = new BitSet();
        long hits = 0;
        for (int token = 0; token < routing.tokens(); token++) {
            for (int layer = 0; layer < routing.layers(); layer++) {
                routing.ranking(token, layer, ranking);
                chosen.clear();
                for (int rank = 0; rank < used; rank++) chosen.set(ranking[rank]);
                cache.observe(layer, ranking, ranking.length, used);
                int found = cache.admit(layer, chosen).hits();
                if (token >= firstCounted) hits += found;
            }
        }
        return hits;
    }
}
