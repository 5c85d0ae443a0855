package keepsake.runtime.residency;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Decides which experts are in RAM, within a budget in bytes. Pure bookkeeping, no memory is touched.
///
/// Least recently used first fails here: a token walks the layers in order, so what was used longest ago is what is
/// needed next, and below one token's need nothing is ever found. This cache keeps what is likeliest to be needed soon:
/// [ExpertForecast] estimates each expert's chance when its layer is done, and the least of chance × e^(-tokens until
/// the layer comes again) goes first. A newcomer with a small chance is thereby the next to go.
///
/// A miss costs as many bytes of reading as a hit saves of room, so an expert's worth per byte is its chance alone,
/// whatever its size.
///
/// Two promises: the experts in RAM never need more than the budget, and what a running layer has asked for stays until
/// the next layer asks. Threads: one at a time.
public final class ExpertCache {

    /// One expert of one layer.
    public record Key(int layer, int expert) {}

    /// What follows from a layer's choice: first evict, then load.
    ///
    /// @param hits  chosen experts that are in RAM already
    /// @param loads experts to read, ascending
    /// @param evictions experts to drop before that
    public record Admission(int hits, BitSet loads, List<Key> evictions) {}

    /// What this cache does, in a word for reports.
    static final String POLICY = "forecast";

    private static final int NONE = -1;

    private final long[] expertBytes;
    private final int experts;
    private final int layersWithExperts;
    private final ExpertForecast forecast;
    private final BitSet[] resident;
    private final BitSet inUse = new BitSet();
    /// Per layer, when it comes next, in tokens since the start; and what would go first.
    private final double[] due;

    private final int[] cheapest;
    private final double[] cheapestWorth;

    private long budget;
    private long residentBytes;
    private int residentCount;
    private int layerInUse = NONE;
    private int layerExpected = NONE;
    private final BitSet expected = new BitSet();
    private long step;
    private int used;
    /// Whether a layer has been observed since the last admission.
    private boolean observed;
    /// Index of the first token of the evaluation that runs, and per layer of the next token.
    private long firstToken;

    private final long[] nextToken;

    /// @param expertBytes bytes of one expert in each layer; 0 for layers without experts
    /// @param experts     experts per layer
    /// @param budget      bytes; at least all experts of the largest layer, so that any choice fits
    public ExpertCache(long[] expertBytes, int experts, long budget) {
        int layers = expertBytes.length;
        this.expertBytes = expertBytes.clone();
        this.experts = experts;
        this.budget = checked(budget);
        this.layersWithExperts = Math.max(1, (int)
                IntStream.range(0, layers).filter(l -> expertBytes[l] > 0).count());
        this.forecast = new ExpertForecast(layers, experts);
        this.resident = new BitSet[layers];
        this.due = new double[layers];
        this.cheapest = new int[layers];
        this.cheapestWorth = new double[layers];
        this.nextToken = new long[layers];
        for (int layer = 0; layer < layers; layer++) {
            resident[layer] = new BitSet(experts);
            due[layer] = (double) layer / layers;
            findCheapest(layer);
        }
    }

    private long checked(long bytes) {
        for (long ofExpert : expertBytes) {
            if (ofExpert * experts > bytes) throw new IllegalArgumentException("the budget cannot hold one layer");
        }
        return bytes;
    }

    /// What this cache does, in a word for reports.
    public String policy() {
        return POLICY;
    }

    /// A token has been routed at a layer; to be called for each token of a batch, in order, before [#admit]. Without
    /// it, the cache takes an admission for one token that used just those experts.
    ///
    /// @param ranking experts, best first; the first `used` are chosen, `count` are known
    public void observe(int layer, int[] ranking, int count, int used) {
        if (!observed && layer <= layerInUse) firstToken = forecast.newest() + 1;
        if (!observed) nextToken[layer] = firstToken;
        observed = true;
        forecast.observe(layer, nextToken[layer]++, ranking, count, used);
    }

    /// A layer has chosen its experts: makes room for those that are missing and counts them as resident.
    ///
    /// @param chosen what its tokens need, all of a batch together
    public Admission admit(int layer, BitSet chosen) {
        if (!observed && !chosen.isEmpty()) {
            int[] ranking = chosen.stream().toArray();
            observe(layer, ranking, ranking.length, ranking.length);
        }
        if (observed) forecast.forecast(layer);
        observed = false;
        use(layer, chosen);
        if (forecast.used() != used) seedsChangeTheirWorth();

        BitSet loads = (BitSet) chosen.clone();
        loads.andNot(resident[layer]);
        int missing = loads.cardinality();
        List<Key> evictions = makeRoom(missing * expertBytes[layer]);
        resident[layer].or(loads);
        residentBytes += missing * expertBytes[layer];
        residentCount += missing;
        return new Admission(chosen.cardinality() - missing, loads, evictions);
    }

    /// Experts that a layer will probably choose next: those that are missing count as resident as far as there is room
    /// for them without dropping what is in use or expected itself. It is no use, and holds until the next
    /// admission.
    public Admission expect(int layer, BitSet wanted) {
        layerExpected = layer;
        expected.clear();
        expected.or(wanted);
        findCheapest(layer);
        BitSet loads = new BitSet();
        List<Key> evictions = new ArrayList<>();
        for (int e = wanted.nextSetBit(0); e >= 0; e = wanted.nextSetBit(e + 1)) {
            if (resident[layer].get(e)) continue;
            if (!makeRoomIfPossible(expertBytes[layer], evictions)) break;
            resident[layer].set(e);
            residentBytes += expertBytes[layer];
            residentCount++;
            loads.set(e);
        }
        return new Admission(wanted.cardinality() - loads.cardinality(), loads, evictions);
    }

    private boolean makeRoomIfPossible(long needed, List<Key> evictions) {
        while (residentBytes + needed > budget) {
            int layer = cheapestLayer();
            if (cheapest[layer] == NONE) return false;
            Key least = new Key(layer, cheapest[layer]);
            remove(least);
            evictions.add(least);
        }
        return true;
    }

    private int cheapestLayer() {
        int layer = 0;
        for (int l = 1; l < cheapestWorth.length; l++) {
            if (cheapestWorth[l] < cheapestWorth[layer]) layer = l;
        }
        return layer;
    }

    /// From now on these are in use, and the experts of the layer before are free to go.
    private void use(int layer, BitSet chosen) {
        int before = layerInUse;
        int notExpectedAnyMore = layerExpected;
        layerExpected = NONE;
        layerInUse = layer;
        inUse.clear();
        inUse.or(chosen);
        step++;
        due[layer] = (double) (step + layersWithExperts) / layersWithExperts;
        if (before != NONE) findCheapest(before);
        if (notExpectedAnyMore != NONE) findCheapest(notExpectedAnyMore);
        findCheapest(layer);
    }

    private void seedsChangeTheirWorth() {
        used = forecast.used();
        for (int layer = 0; layer < expertBytes.length; layer++) findCheapest(layer);
    }

    private List<Key> makeRoom(long needed) {
        List<Key> evictions = new ArrayList<>();
        if (!makeRoomIfPossible(needed, evictions)) throw new IllegalStateException("one layer does not fit");
        return evictions;
    }

    private void remove(Key key) {
        resident[key.layer()].clear(key.expert());
        residentBytes -= expertBytes[key.layer()];
        residentCount--;
        findCheapest(key.layer());
    }

    /// The resident expert of a layer that is worth least and not in use.
    private void findCheapest(int layer) {
        int least = NONE;
        float leastValue = Float.POSITIVE_INFINITY;
        BitSet candidates = resident[layer];
        for (int e = candidates.nextSetBit(0); e >= 0; e = candidates.nextSetBit(e + 1)) {
            if ((layer == layerInUse && inUse.get(e)) || (layer == layerExpected && expected.get(e))) continue;
            float value = forecast.value(layer, e);
            if (value < leastValue) {
                least = e;
                leastValue = value;
            }
        }
        cheapest[layer] = least;
        cheapestWorth[layer] = least == NONE ? Double.POSITIVE_INFINITY : Math.log(leastValue) - due[layer];
    }

    /// Counts an expert as resident that nobody has asked for, when there is room: for loading ahead.
    ///
    /// @return false when it is resident already or does not fit; nothing is evicted for it
    public boolean keep(Key key) {
        long bytes = expertBytes[key.layer()];
        if (bytes == 0 || contains(key) || residentBytes + bytes > budget) return false;
        resident[key.layer()].set(key.expert());
        residentBytes += bytes;
        residentCount++;
        findCheapest(key.layer());
        return true;
    }

    /// Changes the budget. What was expected is so no more.
    ///
    /// @param bytes at least all experts of the largest layer
    /// @return experts to drop
    public List<Key> resize(long bytes) {
        budget = checked(bytes);
        int notExpectedAnyMore = layerExpected;
        layerExpected = NONE;
        if (notExpectedAnyMore != NONE) findCheapest(notExpectedAnyMore);
        return makeRoom(0);
    }

    /// All experts by their worth at present, best first: what to load first when there is time.
    public List<Key> ranked() {
        List<Key> all = new ArrayList<>();
        for (int layer = 0; layer < expertBytes.length; layer++) {
            for (int e = 0; expertBytes[layer] > 0 && e < experts; e++) all.add(new Key(layer, e));
        }
        all.sort(Comparator.comparingDouble((Key key) -> -forecast.value(key.layer(), key.expert())));
        return all;
    }

    /// What was remembered of an expert from an earlier session. Counts until its layer has been used; then it is what
    /// the estimates begin with.
    ///
    /// @param weight uses, or [#share]; 0 or more, comparable within a layer
    public void seed(Key key, double weight) {
        if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) throw new IllegalArgumentException("weight " + weight);
        forecast.seed(key.layer(), key.expert(), weight);
        findCheapest(key.layer());
    }

    /// Share of recent tokens that used an expert, from 0 to 1: what to remember for [#seed].
    public double share(Key key) {
        return forecast.share(key.layer(), key.expert());
    }

    /// An expert that was admitted could not be read after all.
    public void forget(Key key) {
        if (contains(key)) remove(key);
    }

    /// Whether the expert is in RAM; does not count as use.
    public boolean contains(Key key) {
        return resident[key.layer()].get(key.expert());
    }

    /// Bytes of the experts in RAM.
    public long residentBytes() {
        return residentBytes;
    }

    /// Number of experts in RAM.
    public int residentCount() {
        return residentCount;
    }
}
