package keepsake.runtime.residency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Keeps experts in RAM at their natural place in the model's tensors, within a budget: [ExpertCache] decides, this
/// class reads and gives pages back. Threads: one at a time.
public final class ResidentExperts {
    private static final int NONE = -1;

    private ExpertSource source;
    private final ExpertSource spare;
    private final AddressSpace memory;
    private final List<List<ExpertMatrix>> matrices;
    private final ExpertCache cache;
    private final RecentRouting recent;
    private final int expertsInAll;
    private final long bytesInAll;
    private boolean roomForAll;
    private long room;

    private long hits;
    private long misses;
    private long bytesRead;
    private long readAhead;
    private long stallNanos;
    private int expectedLayer = NONE;
    private BitSet expected = new BitSet();
    private final Map<ExpertCache.Key, Transfer> ahead = new LinkedHashMap<>();

    /// @param layers   number of layers of the model
    /// @param matrices those that llama.cpp asked for
    /// @param budget   bytes for experts; at least all experts of the largest layer
    public ResidentExperts(WeightFile file, AddressSpace memory, int layers, List<ExpertMatrix> matrices, long budget) {
        this(ExpertSource.ofModel(file), ExpertSource.ofModel(file), memory, layers, matrices, budget);
    }

    /// @param source of the experts' bytes, until it fails
    /// @param spare  of the same bytes from then on
    public ResidentExperts(
            ExpertSource source,
            ExpertSource spare,
            AddressSpace memory,
            int layers,
            List<ExpertMatrix> matrices,
            long budget) {
        this.source = source;
        this.spare = spare;
        this.memory = memory;
        this.matrices = new ArrayList<>();
        long[] expertBytes = new long[layers];
        for (int layer = 0; layer < layers; layer++) this.matrices.add(new ArrayList<>());
        int experts = 0;
        int count = 0;
        for (ExpertMatrix matrix : matrices) {
            List<ExpertMatrix> ofLayer = this.matrices.get(matrix.layer());
            if (ofLayer.isEmpty()) count += matrix.experts();
            ofLayer.add(matrix);
            expertBytes[matrix.layer()] += matrix.expertBytes();
            experts = Math.max(experts, matrix.experts());
        }
        this.expertsInAll = count;
        this.bytesInAll =
                matrices.stream().mapToLong(m -> m.expertBytes() * m.experts()).sum();
        this.roomForAll = bytesInAll <= budget;
        this.room = budget;
        this.cache = new ExpertCache(expertBytes, experts, budget);
        boolean[] hasExperts = new boolean[layers];
        for (int layer = 0; layer < layers; layer++) hasExperts[layer] = expertBytes[layer] > 0;
        this.recent = new RecentRouting(hasExperts, experts);
    }

    /// Bytes that experts may have.
    public long room() {
        return room;
    }

    /// Bytes that experts have.
    public long residentBytes() {
        return cache.residentBytes();
    }

    /// Whether there is room for every expert, so that none is read twice.
    public boolean holdsAll() {
        return roomForAll;
    }

    /// Whether every expert of the model is in RAM, so that nothing needs to be asked any more.
    public boolean complete() {
        return cache.residentCount() == expertsInAll;
    }

    /// A token has been routed: to be called for each token of a batch before [#require].
    ///
    /// @param ranking experts, best first; the first `used` are chosen, `count` are known
    public void observe(int layer, int[] ranking, int count, int used) {
        cache.observe(layer, ranking, count, used);
    }

    /// How the last single tokens were routed.
    public RecentRouting recent() {
        return recent;
    }

    /// Makes a layer's chosen experts resident.
    ///
    /// @return false when stopped; what was read by then is in RAM, the rest is not
    /// @throws IOException when the file cannot be read or there is no memory
    public boolean require(int layer, BitSet chosen, BooleanSupplier stopped) throws IOException {
        long start = System.nanoTime();
        settle(layer, chosen);
        ExpertCache.Admission admission = cache.admit(layer, chosen);
        BitSet early = layer == expectedLayer ? expected : new BitSet();
        early.and(chosen);
        hits += admission.hits() - early.cardinality();
        misses += admission.loads().cardinality() + early.cardinality();
        expectedLayer = NONE;
        for (ExpertCache.Key evicted : admission.evictions()) discard(evicted);
        boolean done = false;
        try {
            done = load(layer, admission.loads(), stopped) && arrived(layer, chosen, stopped);
        } finally {
            if (!done) {
                for (int e : admission.loads().stream().toArray()) drop(new ExpertCache.Key(layer, e));
            }
        }
        stallNanos += System.nanoTime() - start;
        return done;
    }

    /// What is known of an expert's use in earlier sessions; before the first use of its layer.
    ///
    /// @param uses 0 or more
    public void seed(ExpertCache.Key key, double uses) {
        cache.seed(key, uses);
    }

    /// Reads one expert ahead of its first use, if it fits without pushing another one out.
    ///
    /// @return whether it was read
    public boolean warm(ExpertCache.Key key) throws IOException {
        BitSet one = new BitSet();
        one.set(key.expert());
        if (!cache.keep(key)) return false;
        boolean done = false;
        try {
            done = load(key.layer(), one, () -> false);
        } finally {
            if (!done) drop(key);
        }
        return done;
    }

    /// Begins to read all of a layer that is not in RAM, as far as there is room: a long batch uses nearly every
    /// expert.
    /// The last layer is left out, because it is computed for a few tokens only.
    public void expectAll(int layer) throws IOException {
        if (layer >= matrices.size() - 1 || matrices.get(layer).isEmpty()) return;
        BitSet all = new BitSet();
        all.set(0, matrices.get(layer).getFirst().experts());
        expect(layer, all);
    }

    /// Begins to read what a layer will probably choose, while another one is computed. What turns out not to be chosen
    /// is dropped when room is wanted.
    ///
    /// @param wanted experts of that layer
    public void expect(int layer, BitSet wanted) throws IOException {
        ExpertCache.Admission admission = cache.expect(layer, wanted);
        for (ExpertCache.Key evicted : admission.evictions()) discard(evicted);
        expectedLayer = layer;
        expected = admission.loads();
        for (int e : admission.loads().stream().toArray()) {
            List<WeightFile.Piece> pieces = pieces(layer, e);
            readAhead += pieces.stream().mapToLong(WeightFile.Piece::size).sum();
            ahead.put(
                    new ExpertCache.Key(layer, e), source.file().start(pieces, WeightFile.Urgency.AHEAD, () -> false));
        }
    }

    /// Sorts out what was begun ahead: what is wanted now goes first, what was guessed wrongly and has not been begun
    /// is
    /// left out.
    private void settle(int layer, BitSet chosen) throws IOException {
        for (Iterator<Map.Entry<ExpertCache.Key, Transfer>> each =
                        ahead.entrySet().iterator();
                each.hasNext(); ) {
            Map.Entry<ExpertCache.Key, Transfer> entry = each.next();
            Transfer transfer = entry.getValue();
            boolean wanted =
                    entry.getKey().layer() == layer && chosen.get(entry.getKey().expert());
            if (!transfer.isDone()) {
                if (wanted) source.file().hasten(transfer);
                else if (entry.getKey().layer() <= layer) transfer.cancel();
                if (wanted || !transfer.isDone()) continue;
            }
            each.remove();
            if (!complete(transfer)) drop(entry.getKey());
        }
    }

    private static boolean complete(Transfer transfer) {
        try {
            return transfer.await();
        } catch (IOException e) {
            return false; // only a guess: it is read again when it is needed, and then the failure counts
        }
    }

    /// Waits for chosen experts that were begun ahead.
    private boolean arrived(int layer, BitSet chosen, BooleanSupplier stopped) throws IOException {
        boolean all = true;
        BitSet again = new BitSet();
        for (Iterator<Map.Entry<ExpertCache.Key, Transfer>> each =
                        ahead.entrySet().iterator();
                each.hasNext(); ) {
            Map.Entry<ExpertCache.Key, Transfer> entry = each.next();
            int expert = entry.getKey().expert();
            if (entry.getKey().layer() != layer || !chosen.get(expert)) continue;
            each.remove();
            if (!complete(entry.getValue())) again.set(expert);
        }
        if (!again.isEmpty()) all = load(layer, again, stopped);
        if (!all) {
            for (int e : again.stream().toArray()) drop(new ExpertCache.Key(layer, e));
        }
        return all;
    }

    /// Changes the room; between evaluations only. What does not fit any more is given back at once.
    ///
    /// @param budget bytes for experts; at least all experts of the largest layer
    public void resize(long budget) throws IOException {
        abandonGuesses();
        roomForAll = bytesInAll <= budget;
        room = budget;
        for (ExpertCache.Key evicted : cache.resize(budget)) discard(evicted);
    }

    /// Gives all experts back, between evaluations only: what is in RAM cannot be trusted.
    public void dropAll() throws IOException {
        abandonGuesses();
        for (int layer = 0; layer < matrices.size(); layer++) {
            if (matrices.get(layer).isEmpty()) continue;
            for (int e = 0; e < matrices.get(layer).getFirst().experts(); e++) {
                ExpertCache.Key key = new ExpertCache.Key(layer, e);
                if (cache.contains(key)) drop(key);
            }
        }
    }

    /// Ends what is being read ahead; what has arrived stays.
    private void abandonGuesses() throws IOException {
        ahead.values().forEach(Transfer::cancel);
        Map<ExpertCache.Key, Transfer> abandoned = Map.copyOf(ahead);
        ahead.clear();
        for (Map.Entry<ExpertCache.Key, Transfer> each : abandoned.entrySet()) {
            if (!complete(each.getValue())) drop(each.getKey());
        }
        expectedLayer = NONE;
    }

    private void drop(ExpertCache.Key unread) throws IOException {
        cache.forget(unread);
        discard(unread);
    }

    private void discard(ExpertCache.Key key) throws IOException {
        Transfer writing = ahead.remove(key);
        if (writing != null) {
            writing.cancel();
            complete(writing);
        }
        for (ExpertMatrix matrix : matrices.get(key.layer())) {
            memory.discard(matrix.address(key.expert()), matrix.expertBytes());
        }
    }

    private boolean load(int layer, BitSet experts, BooleanSupplier stopped) throws IOException {
        if (experts.isEmpty()) return true;
        List<WeightFile.Piece> pieces = new ArrayList<>();
        for (int e = experts.nextSetBit(0); e >= 0; e = experts.nextSetBit(e + 1)) pieces.addAll(pieces(layer, e));
        for (WeightFile.Piece piece : pieces) bytesRead += piece.size();
        try {
            return source.file().read(pieces, stopped);
        } catch (IOException e) {
            if (source == spare) throw e;
            source = spare;
            return load(layer, experts, stopped);
        }
    }

    private List<WeightFile.Piece> pieces(int layer, int expert) throws IOException {
        List<ExpertMatrix> parts = matrices.get(layer);
        for (ExpertMatrix part : parts) {
            if (!memory.commit(part.address(expert), part.expertBytes())) {
                throw WeightsLost.noMemory();
            }
        }
        return source.pieces(parts, expert);
    }

    /// Counts uses of experts that were known to be in RAM without asking.
    public void countHits(long uses) {
        hits += uses;
    }

    /// Uses found in RAM since the start.
    public long hits() {
        return hits;
    }

    /// Uses that had to be read since the start.
    public long misses() {
        return misses;
    }

    /// Bytes of experts read since the start.
    public long bytesRead() {
        return bytesRead + readAhead;
    }

    /// Of those, read before they were asked for.
    public long bytesReadAhead() {
        return readAhead;
    }

    /// Time for which computing waited for experts since the start.
    public long stallNanos() {
        return stallNanos;
    }
}
