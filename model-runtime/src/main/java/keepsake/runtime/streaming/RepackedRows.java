package keepsake.runtime.streaming;

import java.lang.foreign.MemorySegment;
import keepsake.runtime.natives.Repacking;
import keepsake.runtime.residency.Landing;

/// Rows that are interleaved for a fast kernel as they arrive.
record RepackedRows(Repacking.Kernel kernel) implements Landing {
    @Override
    public long unit() {
        return kernel.rowBytes() * Repacking.Kernel.ROWS;
    }

    @Override
    public void land(MemorySegment bytes, long address) {
        kernel.place(bytes, address);
    }
}
