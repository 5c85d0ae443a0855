package keepsake.runtime.natives;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/// llama.cpp's buffer type `CPU_REPACK`: the fast kernels of a processor want the rows of a matrix interleaved in
/// groups. Which types and shapes have such a kernel is for llama.cpp to say, so a matrix of each is made once and
/// looked at. Threads: [Kernel#place] any; the rest one at a time.
public final class Repacking {
    private static final String NAME = "CPU_REPACK";
    /// Words of `struct ggml_backend_buffer` that are looked through for its type.
    private static final int BUFFER_WORDS = 13;

    private record Shape(int type, long columns, long rows) {}

    private final Ggml ggml;
    private final MemorySegment type;
    private final long typeAt;
    private final MemorySegment context;
    private final MemorySegment name = Arena.global().allocateFrom("keepsake");
    private final Map<Shape, Optional<Kernel>> kernels = new HashMap<>();

    private Repacking(Ggml ggml, MemorySegment type) {
        this.ggml = ggml;
        this.type = type;
        this.typeAt = typeOffset(ggml);
        this.context = ggml.newContext(Arena.global());
    }

    /// Empty where the processor's library has no such buffer type, or a buffer is not laid out as expected.
    static Optional<Repacking> find(Ggml ggml) {
        for (MemorySegment extra : ggml.extraBufferTypes()) {
            if (ggml.typeName(extra).equals(NAME)) return Optional.of(new Repacking(ggml, extra));
        }
        return Optional.empty();
    }

    /// Where a buffer says what type it is: the only word of the struct that holds it.
    private static long typeOffset(Ggml ggml) {
        MemorySegment memory = Arena.global().allocate(4096, 4096);
        MemorySegment buffer = ggml.bufferOver(memory.address(), memory.byteSize());
        long wanted = ggml.typeOf(buffer).address();
        MemorySegment struct = buffer.reinterpret(BUFFER_WORDS * 8L);
        long found = -1;
        for (long at = 0; at < struct.byteSize(); at += 8) {
            if (struct.get(JAVA_LONG, at) != wanted) continue;
            if (found >= 0) throw new IllegalStateException("ggml_backend_buffer is laid out differently");
            found = at;
        }
        if (found < 0) throw new IllegalStateException("ggml_backend_buffer is laid out differently");
        ggml.freeBuffer(buffer);
        return found;
    }

    /// The buffer type itself, for tensors that llama.cpp allocates.
    public MemorySegment bufferType() {
        return type;
    }

    /// Makes a buffer whose memory is ours count as one of this type.
    public void adopt(MemorySegment buffer) {
        buffer.reinterpret(BUFFER_WORDS * 8L).set(ADDRESS, typeAt, type);
    }

    /// The fast kernel for a matrix.
    ///
    /// @param ggmlType number of the type of its weights
    /// @param columns  weights per row
    /// @return empty when llama.cpp has none for it on this processor
    public Optional<Kernel> kernel(int ggmlType, long columns, long rows) {
        return kernels.computeIfAbsent(new Shape(ggmlType, columns, rows), this::look);
    }

    private Optional<Kernel> look(Shape shape) {
        MemorySegment tensor = ggml.newTensor(context, shape.type(), shape.columns(), shape.rows(), 1, name);
        long bytes = tensor.get(JAVA_LONG, Layouts.Tensor.NB + 16);
        // Never written, so it costs address space only; lives as long as the process, like the kernel.
        MemorySegment buffer = ggml.allocateBuffer(type, bytes);
        if (buffer.address() == 0) return Optional.empty();
        if (!ggml.allocate(buffer, tensor, ggml.bufferBase(buffer))) return Optional.empty();
        if (tensor.get(JAVA_LONG, Layouts.Tensor.EXTRA) == 0) {
            ggml.freeBuffer(buffer);
            return Optional.empty();
        }
        return Optional.of(new Kernel(tensor));
    }

    /// How llama.cpp computes with one type and shape of matrix. Threads: any.
    public final class Kernel {
        /// Rows that are interleaved with each other, or a multiple of it: 4, 8 or 16 in v0.5.0.
        public static final int ROWS = 16;

        private final MemorySegment prototype;
        private final long rowBytes;
        private final ThreadLocal<MemorySegment> scratch =
                ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Layouts.Tensor.SIZE, 16));

        private Kernel(MemorySegment prototype) {
            this.prototype = prototype;
            this.rowBytes = prototype.get(JAVA_LONG, Layouts.Tensor.NB + 8);
        }

        /// Has a tensor computed with this kernel; its buffer must have been [adopted][Repacking#adopt].
        public void use(MemorySegment tensor) {
            tensor.set(JAVA_LONG, Layouts.Tensor.EXTRA, prototype.get(JAVA_LONG, Layouts.Tensor.EXTRA));
        }

        /// Bytes of one row.
        public long rowBytes() {
            return rowBytes;
        }

        /// What it does to bytes, as text: type, width, and a checksum of a few interleaved rows.
        public String fingerprint() {
            long size = ROWS * rowBytes;
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment rows = arena.allocate(size);
                for (long i = 0; i < size; i++) rows.set(JAVA_BYTE, i, (byte) ((i * 0x9E3779B97F4A7C15L) >>> 56));
                MemorySegment placed = arena.allocate(size, 64);
                place(rows, placed.address());
                CRC32C sum = new CRC32C();
                sum.update(placed.asByteBuffer());
                return prototype.get(JAVA_INT, Layouts.Tensor.TYPE) + "x" + rowBytes + ":" + sum.getValue();
            }
        }

        /// Interleaves whole groups of rows.
        ///
        /// @param rows    as they are in the file; a multiple of [#ROWS] rows, or the last of a matrix
        /// @param address of the first of these rows in the matrix
        public void place(MemorySegment rows, long address) {
            MemorySegment part = scratch.get().copyFrom(prototype);
            part.set(JAVA_LONG, Layouts.Tensor.NE + 8, rows.byteSize() / rowBytes);
            part.set(JAVA_LONG, Layouts.Tensor.NB + 16, rows.byteSize());
            part.set(JAVA_LONG, Layouts.Tensor.NB + 24, rows.byteSize());
            part.set(JAVA_LONG, Layouts.Tensor.DATA, address);
            ggml.setTensor(part, rows);
        }
    }
}
