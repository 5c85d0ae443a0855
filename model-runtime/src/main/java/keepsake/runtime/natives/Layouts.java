package keepsake.runtime.natives;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// The structs of llama.cpp v0.5.0 on 64-bit systems: sizes, and the offsets of the fields we use. [LayoutCheck]
/// compares them with the loaded libraries before anything else is done with those.
public final class Layouts {
    private Layouts() {}

    /// All of ours are passed in memory, so only size and alignment matter to the calling convention.
    static StructLayout words(int count) {
        return MemoryLayout.structLayout(MemoryLayout.sequenceLayout(count, JAVA_LONG));
    }

    /// `struct llama_model_params`, 80 bytes.
    public static final class ModelParams {
        static final StructLayout LAYOUT = words(10);
        /// Null-terminated list of devices; an empty list keeps everything on the CPU.
        static final long DEVICES = 0;

        static final long BUFFER_OVERRIDES = 8;
        static final long GPU_LAYERS = 0x10;
        static final long SPLIT_MODE = 0x14;
        static final long LOAD_MODE = 0x18;
        static final long PROGRESS = 0x30;
        static final long OVERRIDES = 0x40;
        static final long USE_EXTRA_BUFFERS = 0x4a;

        private ModelParams() {}
    }

    /// `struct llama_model_kv_override`, 264 bytes: tag (0 is a whole number), `char key[128]`, 128 bytes of value.
    static final class KeyOverride {
        static final long SIZE = 264;
        static final long KEY = 4;
        static final long VALUE = 136;

        private KeyOverride() {}
    }

    /// `struct llama_context_params`, 160 bytes.
    public static final class ContextParams {
        static final StructLayout LAYOUT = words(20);
        static final long CONTEXT = 0;
        static final long BATCH = 4;
        static final long MICRO_BATCH = 8;
        static final long SEQUENCES = 0x0c;
        static final long OUTPUTS_MAX = 0x14;
        static final long OUTPUTS_PER_SEQUENCE = 0x18;
        static final long THREADS = 0x1c;
        static final long THREADS_BATCH = 0x20;
        static final long FLASH_ATTENTION = 0x34;
        static final long ON_NODE = 0x58;
        static final long TYPE_K = 0x68;
        static final long TYPE_V = 0x6c;
        static final long ABORT = 0x70;
        static final long OFFLOAD_KQV = 0x81;
        static final long NO_PERF = 0x82;
        static final long OP_OFFLOAD = 0x83;

        private ContextParams() {}
    }

    /// `struct ggml_tensor`, 336 bytes.
    public static final class Tensor {
        public static final long SIZE = 336;
        static final long OVERHEAD = SIZE + 32; // with struct ggml_object, as ggml_tensor_overhead() says
        public static final long TYPE = 0;
        public static final long BUFFER = 8;
        public static final long NE = 16;
        public static final long NB = 48;
        public static final long DATA = 248;
        public static final long NAME = 256;
        public static final long EXTRA = 320;

        private Tensor() {}
    }

    /// `struct llama_batch`, 56 bytes: a count, then pointers; all but the tokens may be null.
    public static final class Batch {
        static final StructLayout LAYOUT = words(7);
        static final long COUNT = 0;
        static final long TOKENS = 8;

        private Batch() {}
    }

    /// `struct ggml_threadpool_params`, 528 bytes.
    static final class ThreadpoolParams {
        static final StructLayout LAYOUT = words(66);
        static final long THREADS = 512;
        static final long POLL = 520;

        private ThreadpoolParams() {}
    }

    /// `struct ggml_backend_buffer_type`: function pointers (the unused ones null), then device and context.
    static final class BufferType {
        static final long SIZE = 64;
        static final long NAME = 0;
        static final long ALLOCATE = 8;
        static final long ALIGNMENT = 16;
        static final long IS_HOST = 40;

        private BufferType() {}
    }

    /// `struct llama_token_data_array`, 32 bytes, of `struct llama_token_data`, 12 bytes: id, logit, probability.
    static final class Candidates {
        static final long SIZE = 32;
        static final long DATA = 0;
        static final long COUNT = 8;
        static final long SELECTED = 16;
        static final long SORTED = 24;
        static final long ENTRY = 12;
        static final long ENTRY_ID = 0;
        static final long ENTRY_LOGIT = 4;

        private Candidates() {}
    }

    /// `struct llama_sampler_chain_params`: one bool.
    static final StructLayout SAMPLER_CHAIN_PARAMS = MemoryLayout.structLayout(ValueLayout.JAVA_BYTE);

    /// `struct gguf_init_params`: `bool no_alloc; struct ggml_context ** ctx`.
    static final StructLayout GGUF_INIT_PARAMS = words(2);

    /// `struct ggml_init_params`: `size_t mem_size; void * mem_buffer; bool no_alloc`.
    static final StructLayout GGML_INIT_PARAMS = words(3);

    static void pointer(MemorySegment struct, long offset, MemorySegment value) {
        struct.set(ADDRESS, offset, value);
    }

    static void number(MemorySegment struct, long offset, int value) {
        struct.set(JAVA_INT, offset, value);
    }

    static void flag(MemorySegment struct, long offset, int value) {
        struct.set(JAVA_BYTE, offset, (byte) value);
    }
}
