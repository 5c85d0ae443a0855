package keepsake.runtime.natives;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/// ggml: tensors, buffers, thread pools, metadata of GGUF files. Threads: as ggml's own functions, that is one at a
/// time per object.
public final class Ggml {
    private static final int CPU_DEVICE = 0;
    private static final long MOST_EXTRA_TYPES = 16;

    private final MethodHandle loadBackends;
    private final MethodHandle deviceByType;
    private final MethodHandle deviceRegistry;
    private final MethodHandle registryProc;
    private final MethodHandle bufferFromPointer;
    private final MethodHandle bufferIsHost;
    private final MethodHandle bufferFree;
    private final MethodHandle bufferBase;
    private final MethodHandle bufferType;
    private final MethodHandle typeName;
    private final MethodHandle typeAlignment;
    private final MethodHandle typeIsHost;
    private final MethodHandle typeAllocate;
    private final MethodHandle tensorSet;
    private final MethodHandle tensorAllocate;
    private final MethodHandle tensorOverhead;
    private final MethodHandle contextInit;
    private final MethodHandle contextFree;
    private final MethodHandle newTensor;
    private final MethodHandle setName;
    private final MethodHandle threadpoolDefaults;
    private final MethodHandle ggufRead;
    private final MethodHandle ggufFree;
    private final MethodHandle ggufSetInt;

    Ggml(Symbols base, Symbols ggml) {
        loadBackends = ggml.procedure("ggml_backend_load_all_from_path", ADDRESS);
        deviceByType = ggml.function("ggml_backend_dev_by_type", ADDRESS, JAVA_INT);
        deviceRegistry = base.function("ggml_backend_dev_backend_reg", ADDRESS, ADDRESS);
        registryProc = base.function("ggml_backend_reg_get_proc_address", ADDRESS, ADDRESS, ADDRESS);
        bufferFromPointer = base.function("ggml_backend_cpu_buffer_from_ptr", ADDRESS, ADDRESS, JAVA_LONG);
        bufferIsHost = base.function("ggml_backend_buffer_is_host", JAVA_BOOLEAN, ADDRESS);
        bufferFree = base.procedure("ggml_backend_buffer_free", ADDRESS);
        bufferBase = base.function("ggml_backend_buffer_get_base", ADDRESS, ADDRESS);
        bufferType = base.function("ggml_backend_buffer_get_type", ADDRESS, ADDRESS);
        typeName = base.function("ggml_backend_buft_name", ADDRESS, ADDRESS);
        typeAlignment = base.function("ggml_backend_buft_get_alignment", JAVA_LONG, ADDRESS);
        typeIsHost = base.function("ggml_backend_buft_is_host", JAVA_BOOLEAN, ADDRESS);
        typeAllocate = base.function("ggml_backend_buft_alloc_buffer", ADDRESS, ADDRESS, JAVA_LONG);
        tensorSet = base.procedure("ggml_backend_tensor_set", ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG);
        tensorAllocate = base.function("ggml_backend_tensor_alloc", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        tensorOverhead = base.function("ggml_tensor_overhead", JAVA_LONG);
        contextInit = base.function("ggml_init", ADDRESS, Layouts.GGML_INIT_PARAMS);
        contextFree = base.procedure("ggml_free", ADDRESS);
        newTensor = base.function("ggml_new_tensor_3d", ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        setName = base.function("ggml_set_name", ADDRESS, ADDRESS, ADDRESS);
        threadpoolDefaults = base.function("ggml_threadpool_params_default", Layouts.ThreadpoolParams.LAYOUT, JAVA_INT);
        ggufRead = base.function("gguf_init_from_file", ADDRESS, ADDRESS, Layouts.GGUF_INIT_PARAMS);
        ggufFree = base.procedure("gguf_free", ADDRESS);
        ggufSetInt = base.procedure("gguf_set_val_u32", ADDRESS, ADDRESS, JAVA_INT);
    }

    /// Loads the CPU library made for this computer's processor, and whatever other backends lie in the folder.
    void loadBackends(String folder) {
        try (Arena arena = Arena.ofConfined()) {
            loadBackends.invokeExact(arena.allocateFrom(folder));
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// The CPU device; null address when no CPU library could be loaded.
    MemorySegment cpuDevice() {
        try {
            return (MemorySegment) deviceByType.invokeExact(CPU_DEVICE);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// A buffer of llama.cpp over memory that stays ours: freeing the buffer does not free the memory.
    public MemorySegment bufferOver(long address, long size) {
        try {
            return (MemorySegment) bufferFromPointer.invokeExact(MemorySegment.ofAddress(address), size);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// Whether the bytes of tensors in this buffer are those of the file, at the tensor's address. Repacking
    /// buffers say no.
    public boolean isHostBuffer(MemorySegment buffer) {
        try {
            return (boolean) bufferIsHost.invokeExact(buffer);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// Gives a tensor all its bytes; a repacking buffer rearranges them on the way.
    public void setTensor(MemorySegment tensor, MemorySegment bytes) {
        try {
            tensorSet.invokeExact(tensor, bytes, 0L, bytes.byteSize());
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// Gives a tensor its place in a buffer.
    ///
    /// @return false when the buffer refuses
    boolean allocate(MemorySegment buffer, MemorySegment tensor, MemorySegment address) {
        try {
            return (int) tensorAllocate.invokeExact(buffer, tensor, address) == 0;
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    MemorySegment typeOf(MemorySegment buffer) {
        try {
            return (MemorySegment) bufferType.invokeExact(buffer);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// The CPU's buffer types beside the ordinary one, for faster kernels.
    List<MemorySegment> extraBufferTypes() {
        List<MemorySegment> types = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment function = cpuFunction(arena, "ggml_backend_dev_get_extra_bufts");
            if (function.address() == 0) return types;
            MemorySegment list = (MemorySegment) Symbols.at(function, FunctionDescriptor.of(ADDRESS, ADDRESS))
                    .invokeExact(cpuDevice());
            if (list.address() == 0) return types;
            for (long at = 0; at < MOST_EXTRA_TYPES; at++) {
                MemorySegment type = list.reinterpret((at + 1) * 8).getAtIndex(ADDRESS, at);
                if (type.address() == 0) return types;
                types.add(type);
            }
            return types;
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    MemorySegment bufferBase(MemorySegment buffer) {
        try {
            return (MemorySegment) bufferBase.invokeExact(buffer);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    void freeBuffer(MemorySegment buffer) {
        try {
            bufferFree.invokeExact(buffer);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    String typeName(MemorySegment bufferType) {
        try {
            return ((MemorySegment) typeName.invokeExact(bufferType))
                    .reinterpret(256)
                    .getString(0);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    long typeAlignment(MemorySegment bufferType) {
        try {
            return (long) typeAlignment.invokeExact(bufferType);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    boolean typeIsHost(MemorySegment bufferType) {
        try {
            return (boolean) typeIsHost.invokeExact(bufferType);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    MemorySegment allocateBuffer(MemorySegment bufferType, long size) {
        try {
            return (MemorySegment) typeAllocate.invokeExact(bufferType, size);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    long tensorOverhead() {
        try {
            return (long) tensorOverhead.invokeExact();
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// A context for a few tensors without memory of their own.
    MemorySegment newContext(SegmentAllocator arena) {
        MemorySegment params = arena.allocate(Layouts.GGML_INIT_PARAMS);
        params.set(JAVA_LONG, 0, 1 << 16);
        Layouts.flag(params, 16, 1);
        try {
            return (MemorySegment) contextInit.invokeExact(params);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// Frees a context and its tensors' descriptions.
    public void freeContext(MemorySegment context) {
        if (context.address() == 0) return;
        try {
            contextFree.invokeExact(context);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    MemorySegment newTensor(MemorySegment context, int type, long ne0, long ne1, long ne2, MemorySegment name) {
        try {
            MemorySegment tensor = (MemorySegment) newTensor.invokeExact(context, type, ne0, ne1, ne2);
            return ((MemorySegment) setName.invokeExact(tensor, name)).reinterpret(Layouts.Tensor.SIZE);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    MemorySegment threadpoolDefaults(SegmentAllocator arena, int threads) {
        try {
            return (MemorySegment) threadpoolDefaults.invokeExact(arena, threads);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// What the CPU library in use was made for, as it says itself: results differ between variants in the last bits.
    public String cpuFeatures() {
        StringBuilder features = new StringBuilder();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment get = cpuFunction(arena, "ggml_backend_get_features");
            if (get.address() == 0) return "";
            MemorySegment registry = (MemorySegment) deviceRegistry.invokeExact(cpuDevice());
            MemorySegment pairs = ((MemorySegment) Symbols.at(get, FunctionDescriptor.of(ADDRESS, ADDRESS))
                            .invokeExact(registry))
                    .reinterpret(Long.MAX_VALUE);
            // name and value, as C strings, until a name is null
            for (long at = 0; pairs.get(ADDRESS, at).address() != 0; at += 2 * ADDRESS.byteSize()) {
                features.append(text(pairs.get(ADDRESS, at)))
                        .append('=')
                        .append(text(pairs.get(ADDRESS, at + ADDRESS.byteSize())))
                        .append(' ');
            }
            return features.toString();
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    private static String text(MemorySegment cString) {
        return cString.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /// A pool of compute threads. It must come from the very CPU library that computes: one made by another variant
    /// deadlocks.
    ///
    /// @param poll how long a thread without work looks for more before it sleeps, 0 to 100; llama.cpp's own is 50
    public MemorySegment newThreadpool(int threads, int poll) {
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle create =
                    Symbols.at(cpuFunction(arena, "ggml_threadpool_new"), FunctionDescriptor.of(ADDRESS, ADDRESS));
            MemorySegment params = threadpoolDefaults(arena, threads);
            Layouts.number(params, Layouts.ThreadpoolParams.POLL, poll);
            return (MemorySegment) create.invokeExact(params);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// Ends the threads of a pool that no context uses any more.
    public void freeThreadpool(MemorySegment pool) {
        try (Arena arena = Arena.ofConfined()) {
            Symbols.at(cpuFunction(arena, "ggml_threadpool_free"), FunctionDescriptor.ofVoid(ADDRESS))
                    .invokeExact(pool);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    private MemorySegment cpuFunction(Arena arena, String name) throws Throwable {
        MemorySegment registry = (MemorySegment) deviceRegistry.invokeExact(cpuDevice());
        return (MemorySegment) registryProc.invokeExact(registry, arena.allocateFrom(name));
    }

    /// The metadata of a GGUF file.
    ///
    /// @param tensors receives a context that describes the tensors, to be freed with [#freeContext]
    /// @return null address when ggml cannot read the file; else to be freed with [#freeMetadata]
    public MemorySegment readMetadata(String path, MemorySegment tensors) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = arena.allocate(Layouts.GGUF_INIT_PARAMS);
            Layouts.flag(params, 0, 1);
            Layouts.pointer(params, 8, tensors);
            return (MemorySegment) ggufRead.invokeExact(arena.allocateFrom(path), params);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    public void freeMetadata(MemorySegment metadata) {
        try {
            ggufFree.invokeExact(metadata);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// Sets or replaces one value of the metadata in memory; the file stays as it is.
    public void setMetadata(MemorySegment metadata, String key, int value) {
        try (Arena arena = Arena.ofConfined()) {
            ggufSetInt.invokeExact(metadata, arena.allocateFrom(key), value);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }
}
