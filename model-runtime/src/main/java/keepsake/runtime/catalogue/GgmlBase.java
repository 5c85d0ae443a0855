package keepsake.runtime.catalogue;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.gguf.GgmlType;
import keepsake.runtime.natives.NativeFolder;

/// ggml's own conversions between float and quantised blocks, from `libggml-base` of llama.cpp v0.5.0. It sees only our
/// verified files. Loaded once, kept until the process ends. Threads: any; segments must not overlap.
final class GgmlBase {
    private final MethodHandle quantizeChunk;
    private final MethodHandle dequantizeQ4K;
    private final MethodHandle dequantizeQ6K;

    private GgmlBase(Path library) {
        // The global arena: a library must outlive every thread that may still be in it.
        SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
        Linker linker = Linker.nativeLinker();
        quantizeChunk = linker.downcallHandle(
                symbols.findOrThrow("ggml_quantize_chunk"),
                FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS));
        FunctionDescriptor toFloat = FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG);
        dequantizeQ4K = linker.downcallHandle(symbols.findOrThrow("dequantize_row_q4_K"), toFloat);
        dequantizeQ6K = linker.downcallHandle(symbols.findOrThrow("dequantize_row_q6_K"), toFloat);
    }

    /// The library below the folder that the system property `keepsake.natives` names; empty when it is not there or
    /// cannot be loaded on this computer.
    static Optional<GgmlBase> find() {
        try {
            return Optional.of(new GgmlBase(NativeFolder.find().base()));
        } catch (EngineException.Unavailable | IllegalArgumentException | NoSuchElementException e) {
            return Optional.empty(); // none here, or built for another platform or another version
        }
    }

    /// Quantises rows of floats.
    ///
    /// @param from `rows * rowLength` floats
    /// @param to   has room for them as `type`
    void quantise(GgmlType type, MemorySegment from, MemorySegment to, long rows, long rowLength) {
        if (from.byteSize() < rows * rowLength * JAVA_FLOAT.byteSize()
                || to.byteSize() < type.bytes(rows * rowLength)) {
            throw new IllegalArgumentException("segments are too small");
        }
        try {
            long _ = (long) quantizeChunk.invokeExact(type.id(), from, to, 0L, rows, rowLength, MemorySegment.NULL);
        } catch (Throwable e) {
            throw new AssertionError(e); // C functions throw nothing
        }
    }

    /// Reads blocks of `Q4_K` or `Q6_K` as floats.
    void dequantise(GgmlType type, MemorySegment from, MemorySegment to, long elements) {
        if (from.byteSize() < type.bytes(elements) || to.byteSize() < elements * JAVA_FLOAT.byteSize()) {
            throw new IllegalArgumentException("segments are too small");
        }
        MethodHandle toFloat =
                switch (type) {
                    case Q4_K -> dequantizeQ4K;
                    case Q6_K -> dequantizeQ6K;
                    default -> throw new IllegalArgumentException("no conversion from " + type);
                };
        try {
            toFloat.invokeExact(from, to, elements);
        } catch (Throwable e) {
            throw new AssertionError(e); // C functions throw nothing
        }
    }
}
