package keepsake.runtime.gguf;

import java.util.List;

/// A tensor of a GGUF file: where its bytes are and how to read them.
///
/// @param name   unique in the file, for example `blk.0.attn_q.weight`
/// @param dims   1 to 4 sizes, the fastest varying first (a matrix of 64 rows with 128 weights each is `[128, 64]`)
/// @param type   how weights are stored
/// @param offset of the first byte, from the beginning of the file
/// @param size   bytes
public record GgufTensor(String name, List<Long> dims, GgmlType type, long offset, long size) {
    public GgufTensor {
        dims = List.copyOf(dims);
    }

    /// The size of dimension `index`, 1 where the tensor has fewer.
    public long dim(int index) {
        return index < dims.size() ? dims.get(index) : 1;
    }

    /// Bytes of one row, that is of `dim(0)` weights.
    public long rowBytes() {
        return type.bytes(dim(0));
    }

    /// Slices of a 3-D tensor, one per expert; 1 for any other.
    public long slices() {
        return dim(2);
    }

    /// Bytes of one slice, that is of one expert's matrix.
    public long sliceBytes() {
        return size / slices();
    }

    /// Offset of slice `index` from the beginning of the file.
    public long sliceOffset(long index) {
        if (index < 0 || index >= slices()) throw new IndexOutOfBoundsException("slice " + index + " of " + slices());
        return offset + index * sliceBytes();
    }

    /// The tensor holds the matrices of all experts of a layer: `blk.<layer>.ffn_{gate,up,down,gate_up}_exps.weight`.
    public boolean isExperts() {
        return dims.size() == 3 && name.endsWith("_exps.weight");
    }
}
