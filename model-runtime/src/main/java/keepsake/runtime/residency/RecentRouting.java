package keepsake.runtime.residency;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import keepsake.runtime.engine.RoutingLocality;

/// How the last tokens of the answers were routed. Kept in RAM only: which experts a conversation used is part of the
/// conversation.
///
/// Threads: one at a time.
public final class RecentRouting {
    /// About a page of text; a token is a byte per layer and expert.
    static final int TOKENS = 256;

    /// Fewer say nothing.
    static final int LEAST_TOKENS = 16;

    private static final int[] PERCENTS = {25, 40, 50, 60, 75, 100};
    private static final int NONE = -1;

    /// A recorded id is a byte.
    private static final int MOST_EXPERTS = 256;

    private final int layers;
    private final int experts;
    private final int[] place;
    private final byte[] current;
    private final List<byte[]> tokens = new ArrayList<>();
    private int oldest;
    private int awaited;
    private int used;

    /// @param hasExperts which layers of the model have experts
    /// @param experts    per layer
    public RecentRouting(boolean[] hasExperts, int experts) {
        this.experts = experts;
        this.place = new int[hasExperts.length];
        int count = 0;
        for (int layer = 0; layer < hasExperts.length; layer++) place[layer] = hasExperts[layer] ? count++ : NONE;
        this.layers = count;
        this.current = new byte[layers * experts];
    }

    /// A layer has routed a single token. A token that does not come through all layers is not remembered.
    ///
    /// @param ranking experts, best first; the first `used` are chosen, `count` are known
    public void observe(int layer, int[] ranking, int count, int used) {
        int at = place[layer];
        if (at == NONE || experts > MOST_EXPERTS) return;
        if (at == 0) awaited = 0;
        if (at != awaited) return;
        if (used != this.used) forget(used);
        BitSet known = new BitSet(experts);
        int to = at * experts;
        for (int rank = 0; rank < count; rank++) {
            known.set(ranking[rank]);
            current[to++] = (byte) ranking[rank];
        }
        for (int e = known.nextClearBit(0); e < experts; e = known.nextClearBit(e + 1)) current[to++] = (byte) e;
        if (++awaited == layers) keep();
    }

    private void forget(int nowUsed) {
        tokens.clear();
        oldest = 0;
        used = nowUsed;
    }

    private void keep() {
        if (tokens.size() < TOKENS) {
            tokens.add(current.clone());
        } else {
            System.arraycopy(current, 0, tokens.get(oldest), 0, current.length);
            oldest = (oldest + 1) % TOKENS;
        }
        awaited = 0;
    }

    /// What these tokens have in common, replayed through the cache that decides in production; takes a fraction of a
    /// second. Empty until there are enough tokens.
    public Optional<RoutingLocality> locality() {
        if (tokens.size() < LEAST_TOKENS) return Optional.empty();
        Routing routing = recorded();
        List<RoutingLocality.Point> curve = new ArrayList<>();
        for (int percent : PERCENTS) {
            int slots = (int) ((long) layers * experts * percent / 100);
            if (slots < experts) continue;
            curve.add(new RoutingLocality.Point(percent, Replay.warmHitRate(routing, used, slots)));
        }
        return Optional.of(new RoutingLocality(tokens.size(), repeated(), List.copyOf(curve)));
    }

    private Routing recorded() {
        byte[] all = new byte[tokens.size() * current.length];
        for (int t = 0; t < tokens.size(); t++) {
            System.arraycopy(token(t), 0, all, t * current.length, current.length);
        }
        return Routing.of(all, layers, experts);
    }

    private byte[] token(int number) {
        return tokens.get((oldest + number) % tokens.size());
    }

    private double repeated() {
        long same = 0;
        for (int t = 1; t < tokens.size(); t++) {
            for (int layer = 0; layer < layers; layer++) {
                BitSet both = chosen(t - 1, layer);
                both.and(chosen(t, layer));
                same += both.cardinality();
            }
        }
        return (double) same / ((long) (tokens.size() - 1) * layers * used);
    }

    private BitSet chosen(int token, int layer) {
        BitSet chosen = new BitSet(experts);
        for (int rank = 0; rank < used; rank++) chosen.set(token(token)[layer * experts + rank] & 0xff);
        return chosen;
    }
}
