package keepsake.runtime.residency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The token embeddings, of which a token needs one row: rows are read when their token is first evaluated. When
/// many have come together all are given back, which costs next to nothing and bounds the memory. Threads: one at a
/// time.
public final class EmbeddingRows {
    private final WeightFile file;
    private final AddressSpace memory;
    private final long fileOffset;
    private final long rowBytes;
    private final long address;
    private final int rows;
    private final long mostBytes;
    private final BitSet resident = new BitSet();

    /// @param rowBytes  bytes of one row in the file and in memory
    /// @param rows      the vocabulary's size
    /// @param address   of row 0
    /// @param mostBytes RAM to use; more only where one batch needs more
    public EmbeddingRows(
            WeightFile file,
            AddressSpace memory,
            long fileOffset,
            long rowBytes,
            int rows,
            long address,
            long mostBytes) {
        this.file = file;
        this.memory = memory;
        this.fileOffset = fileOffset;
        this.rowBytes = rowBytes;
        this.rows = rows;
        this.address = address;
        this.mostBytes = mostBytes;
    }

    /// Makes the rows of these tokens resident, all at once.
    public void require(int[] tokens) throws IOException {
        BitSet wanted = new BitSet();
        for (int token : tokens) wanted.set(token);
        wanted.andNot(resident);
        if (wanted.isEmpty()) return;
        long perRow = rowBytes + AddressSpace.PAGE; // a row touches one page more than it fills, mostly its own
        if ((resident.cardinality() + wanted.cardinality()) * perRow > mostBytes) {
            dropAll();
            for (int token : tokens) wanted.set(token);
        }
        List<WeightFile.Piece> pieces = new ArrayList<>(wanted.cardinality());
        for (int t = wanted.nextSetBit(0); t >= 0; t = wanted.nextSetBit(t + 1)) {
            if (!memory.commit(address + t * rowBytes, rowBytes)) throw WeightsLost.noMemory();
            pieces.add(
                    new WeightFile.Piece(fileOffset + t * rowBytes, rowBytes, address + t * rowBytes, Landing.AS_IS));
        }
        BooleanSupplier never = () -> false;
        file.read(pieces, never);
        resident.or(wanted);
    }

    /// Gives all rows back.
    public void dropAll() {
        memory.discard(address, rows * rowBytes);
        resident.clear();
    }
}
