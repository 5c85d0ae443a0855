package keepsake.runtime.natives;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.function.LongUnaryOperator;

/// A kind of weight buffer whose memory is ours. llama.cpp groups tensors by the *name* of their buffer type, so two
/// kinds need two names.
public final class HostBufferType {
    private static final long ALIGNMENT = 4096;

    private final Ggml ggml;
    private final LongUnaryOperator allocate;
    private final MemorySegment name;
    private final MemorySegment struct;

    /// @param allocate gives the address of so many bytes, a multiple of 4096, or 0 when there is no room; must not
    /// throw
    /// @param arena    outlives every buffer of this type
    public HostBufferType(Ggml ggml, String name, LongUnaryOperator allocate, Arena arena) {
        this.ggml = ggml;
        this.allocate = allocate;
        this.name = arena.allocateFrom(name);
        this.struct = arena.allocate(Layouts.BufferType.SIZE, 8);
        MethodHandles.Lookup own = MethodHandles.lookup();
        function(own, Layouts.BufferType.NAME, "name", FunctionDescriptor.of(ADDRESS, ADDRESS), arena);
        function(
                own,
                Layouts.BufferType.ALLOCATE,
                "newBuffer",
                FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG),
                arena);
        function(own, Layouts.BufferType.ALIGNMENT, "alignment", FunctionDescriptor.of(JAVA_LONG, ADDRESS), arena);
        function(own, Layouts.BufferType.IS_HOST, "isHost", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS), arena);
    }

    /// What [ModelSettings#place] takes.
    public MemorySegment struct() {
        return struct;
    }

    private void function(MethodHandles.Lookup own, long offset, String method, FunctionDescriptor type, Arena arena) {
        Layouts.pointer(struct, offset, Symbols.upcall(own, this, method, type, arena));
    }

    // Called by llama.cpp:

    @SuppressWarnings("unused")
    private MemorySegment name(MemorySegment type) {
        return name;
    }

    @SuppressWarnings("unused")
    private MemorySegment newBuffer(MemorySegment type, long size) {
        long address = allocate.applyAsLong(size);
        return address == 0 ? MemorySegment.NULL : ggml.bufferOver(address, size);
    }

    @SuppressWarnings("unused")
    private long alignment(MemorySegment type) {
        return ALIGNMENT;
    }

    @SuppressWarnings("unused")
    private boolean isHost(MemorySegment type) {
        return true;
    }
}
