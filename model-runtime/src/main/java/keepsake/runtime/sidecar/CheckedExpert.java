package keepsake.runtime.sidecar;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.zip.CRC32C;
import keepsake.runtime.residency.Landing;

/// The bytes of one expert, on their way to its matrices: each block is checked before anything of it is used. The
/// addresses that it is called with count from the beginning of the expert.
///
/// @param header     knows the checksums
/// @param firstBlock of this expert
/// @param places     where the matrices belong; empty only checks
record CheckedExpert(SidecarHeader header, int firstBlock, List<Place> places) implements Landing {

    /// @param from    distance from the beginning of the expert
    /// @param bytes   of the matrix
    /// @param address in memory
    record Place(long from, long bytes, long address) {}

    /// The bytes are not those that were written.
    static final class Damaged extends RuntimeException {
        Damaged() {
            super("the file with the optimised experts is damaged");
        }
    }

    @Override
    public long unit() {
        return SidecarLayout.BLOCK;
    }

    @Override
    public void land(MemorySegment bytes, long from) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.asByteBuffer());
        int block = firstBlock + Math.toIntExact(from / SidecarLayout.BLOCK);
        if ((int) sum.getValue() != header.checksum(block)) throw new Damaged();
        for (Place place : places) {
            long first = Math.max(from, place.from());
            long last = Math.min(from + bytes.byteSize(), place.from() + place.bytes());
            if (first >= last) continue;
            AS_IS.land(bytes.asSlice(first - from, last - first), place.address() + first - place.from());
        }
    }
}
