package keepsake.runtime.residency;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Decides which experts are in RAM: the least recently used go first, over all layers, within a budget in bytes. Pure
/// bookkeeping, no memory is touched. Threads: one at a time.
///
/// Two promises: the experts in RAM never need more than the budget, and what a running layer has asked for stays until
/// the next layer asks.
public final class ExpertCache {

    /// One expert of one layer.
    public record Key(int layer, int expert) {}

    /// What follows from a layer's choice: first evict, then load.
    ///
    /// @param hits  chosen experts that are in RAM already
    /// @param loads experts to read, ascending
    /// @param evictions experts to drop before that
    public record Admission(int hits, BitSet loads, List<Key> evictions) {}

    private final long[] expertBytes;
    private final long budget;
    private final Map<Key, Boolean> resident = new LinkedHashMap<>(64, 0.75f, true);
    private long residentBytes;

    /// @param expertBytes bytes of one expert in each layer; 0 for layers without experts
    /// @param experts     experts per layer
    /// @param budget      bytes; at least all experts of the largest layer, so that any choice fits
    public ExpertCache(long[] expertBytes, int experts, long budget) {
        this.expertBytes = expertBytes.clone();
        this.budget = budget;
        for (long bytes : expertBytes) {
            if (bytes * experts > budget) throw new IllegalArgumentException("the budget cannot hold one layer");
        }
    }

    /// A layer has chosen its experts: makes room for those that are missing and counts them as resident.
    public Admission admit(int layer, BitSet chosen) {
        BitSet loads = new BitSet();
        int hits = 0;
        for (int e = chosen.nextSetBit(0); e >= 0; e = chosen.nextSetBit(e + 1)) {
            if (resident.get(new Key(layer, e)) != null) hits++; // get() also makes it the most recently used
            else loads.set(e);
        }
        List<Key> evictions = makeRoom(loads.cardinality() * expertBytes[layer], layer, chosen);
        for (int e = loads.nextSetBit(0); e >= 0; e = loads.nextSetBit(e + 1)) {
            resident.put(new Key(layer, e), true);
            residentBytes += expertBytes[layer];
        }
        return new Admission(hits, loads, evictions);
    }

    /// Counts an expert as resident if it is not and there is room for it without an eviction.
    public boolean keep(Key key) {
        if (resident.containsKey(key) || residentBytes + expertBytes[key.layer()] > budget) return false;
        resident.put(key, true);
        residentBytes += expertBytes[key.layer()];
        return true;
    }

    private List<Key> makeRoom(long needed, int layer, BitSet chosen) {
        List<Key> evictions = new ArrayList<>();
        Iterator<Key> oldestFirst = resident.keySet().iterator();
        while (residentBytes + needed > budget) {
            Key key = oldestFirst.next();
            if (key.layer() == layer && chosen.get(key.expert())) continue;
            oldestFirst.remove();
            residentBytes -= expertBytes[key.layer()];
            evictions.add(key);
        }
        return evictions;
    }

    /// An expert that was admitted could not be read after all.
    public void forget(Key key) {
        if (resident.remove(key) != null) residentBytes -= expertBytes[key.layer()];
    }

    /// Whether the expert is in RAM; does not count as use.
    public boolean contains(Key key) {
        return resident.containsKey(key);
    }

    /// Bytes of the experts in RAM.
    public long residentBytes() {
        return residentBytes;
    }

    /// Number of experts in RAM.
    public int residentCount() {
        return resident.size();
    }
}
