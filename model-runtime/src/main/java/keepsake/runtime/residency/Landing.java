package keepsake.runtime.residency;

import java.lang.foreign.MemorySegment;

/// How bytes of the file become bytes in memory. Called by reader threads, several at a time.
public interface Landing {
    /// As they are.
    Landing AS_IS = new Landing() {
        @Override
        public long unit() {
            return 1;
        }

        @Override
        public void land(MemorySegment bytes, long address) {
            MemorySegment.copy(
                    bytes, 0, MemorySegment.ofAddress(address).reinterpret(bytes.byteSize()), 0, bytes.byteSize());
        }
    };

    /// Bytes that must arrive together: every call brings a multiple of so many, but for the end of a piece.
    long unit();

    /// Puts bytes where they are computed with.
    ///
    /// @param bytes   valid during the call
    /// @param address where the first of them belongs; the piece's address plus their distance from its beginning
    void land(MemorySegment bytes, long address);
}
