package keepsake.runtime.residency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Keeps experts in RAM at their natural place in the model's tensors, within a budget: [ExpertCache] decides, this
/// class reads and gives pages back. Threads: one at a time.
public final class ResidentExperts {
    private final WeightFile file;
    private final AddressSpace memory;
    private final List<List<ExpertMatrix>> matrices;
    private final ExpertCache cache;
    private final int expertsInAll;

    private long hits;
    private long misses;
    private long bytesRead;

    /// @param layers   number of layers of the model
    /// @param matrices those that llama.cpp asked for
    /// @param budget   bytes for experts; at least all experts of the largest layer
    public ResidentExperts(WeightFile file, AddressSpace memory, int layers, List<ExpertMatrix> matrices, long budget) {
        this.file = file;
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
        this.cache = new ExpertCache(expertBytes, experts, budget);
    }

    /// Whether every expert of the model is in RAM, so that nothing needs to be asked any more.
    public boolean complete() {
        return cache.residentCount() == expertsInAll;
    }

    /// Makes a layer's chosen experts resident.
    ///
    /// @return false when cancelled; what was read by then is in RAM, the rest is not
    /// @throws IOException when the file cannot be read or there is no memory
    public boolean require(int layer, BitSet chosen, BooleanSupplier cancelled) throws IOException {
        ExpertCache.Admission admission = cache.admit(layer, chosen);
        hits += admission.hits();
        misses += admission.loads().cardinality();
        admission.evictions().forEach(this::discard);
        if (admission.loads().isEmpty()) return true;
        boolean done = false;
        try {
            done = load(layer, admission.loads(), cancelled);
        } finally {
            if (!done) admission.loads().stream().forEach(e -> drop(new ExpertCache.Key(layer, e)));
        }
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

    private void drop(ExpertCache.Key unread) {
        cache.forget(unread);
        discard(unread);
    }

    private void discard(ExpertCache.Key key) {
        for (ExpertMatrix matrix : matrices.get(key.layer())) {
            memory.discard(matrix.address(key.expert()), matrix.expertBytes());
        }
    }

    private boolean load(int layer, BitSet experts, BooleanSupplier cancelled) throws IOException {
        List<WeightFile.Piece> pieces = new ArrayList<>();
        for (ExpertMatrix matrix : matrices.get(layer)) {
            for (int e = experts.nextSetBit(0); e >= 0; e = experts.nextSetBit(e + 1)) {
                WeightFile.Piece piece = matrix.piece(e);
                if (!memory.commit(piece.address(), piece.size())) throw new IOException("no memory for an expert");
                pieces.add(piece);
                bytesRead += piece.size();
            }
        }
        return file.read(pieces, cancelled);
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
        return bytesRead;
    }
}
