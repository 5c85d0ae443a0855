package keepsake.runtime.residency;

/// One weight matrix of every expert of a layer: gate, up, down, or gate and up in one. The matrices lie one after the
/// other, in the file and in memory.
///
/// @param layer       the block it belongs to
/// @param fileOffset  of expert 0, from the beginning of the file
/// @param expertBytes bytes of one expert's matrix; differs between matrices and between layers
/// @param experts     how many
/// @param address     of expert 0 in memory
/// @param landing     how its bytes get there
public record ExpertMatrix(int layer, long fileOffset, long expertBytes, int experts, long address, Landing landing) {

    WeightFile.Piece piece(int expert) {
        return new WeightFile.Piece(fileOffset + expert * expertBytes, expertBytes, address(expert), landing);
    }

    /// Of one expert's matrix in memory.
    public long address(int expert) {
        return address + expert * expertBytes;
    }
}
