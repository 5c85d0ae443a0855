package keepsake.runtime.natives;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Compares [Layouts] with the loaded libraries: the defaults they fill in must lie where we think they do, and what we
/// fill in must arrive. A wrong offset would otherwise end in a crash, or in wrong answers.
final class LayoutCheck {
    private static final int TYPE_Q4_K = 12;

    private final Ggml ggml;
    private final Llama llama;
    private final Arena arena;

    private LayoutCheck(Ggml ggml, Llama llama, Arena arena) {
        this.ggml = ggml;
        this.llama = llama;
        this.arena = arena;
    }

    /// @throws IllegalStateException naming the struct that is different
    static void run(Ggml ggml, Llama llama) {
        try (Arena arena = Arena.ofConfined()) {
            LayoutCheck check = new LayoutCheck(ggml, llama, arena);
            check.modelParams();
            check.contextParams();
            check.batch();
            check.tensor();
            check.threadpool();
            check.bufferType();
        }
    }

    private void modelParams() {
        MemorySegment p = llama.modelDefaults(arena);
        String struct = "llama_model_params";
        expect(struct, p.get(JAVA_LONG, Layouts.ModelParams.DEVICES), 0);
        expect(struct, p.get(JAVA_LONG, Layouts.ModelParams.BUFFER_OVERRIDES), 0);
        expect(struct, p.get(JAVA_INT, Layouts.ModelParams.GPU_LAYERS), -1);
        expect(struct, p.get(JAVA_INT, Layouts.ModelParams.SPLIT_MODE), 1);
        expect(struct, p.get(JAVA_INT, Layouts.ModelParams.LOAD_MODE), -1);
        expect(struct, p.get(JAVA_LONG, Layouts.ModelParams.PROGRESS), 0);
        expect(struct, p.get(JAVA_LONG, Layouts.ModelParams.OVERRIDES), 0);
        // vocab_only, check_tensors, use_extra_bufts, no_host, no_alloc, one more
        bytes(struct, p, 0x48, 0, 0, 1, 0, 0, 0);
    }

    private void contextParams() {
        MemorySegment p = llama.contextDefaults(arena);
        String struct = "llama_context_params";
        expect(struct, p.get(JAVA_INT, Layouts.ContextParams.CONTEXT), 512);
        expect(struct, p.get(JAVA_INT, Layouts.ContextParams.BATCH), 2048);
        expect(struct, p.get(JAVA_INT, Layouts.ContextParams.MICRO_BATCH), 512);
        expect(struct, p.get(JAVA_INT, Layouts.ContextParams.SEQUENCES), 1);
        expect(struct, p.get(JAVA_INT, Layouts.ContextParams.OUTPUTS_MAX), 0);
        expect(struct, p.get(JAVA_INT, Layouts.ContextParams.OUTPUTS_PER_SEQUENCE), 1);
        expect(struct, p.get(JAVA_INT, Layouts.ContextParams.THREADS), 4);
        expect(struct, p.get(JAVA_INT, Layouts.ContextParams.THREADS_BATCH), 4);
        expect(struct, p.get(JAVA_INT, Layouts.ContextParams.FLASH_ATTENTION), -1);
        expect(struct, p.get(JAVA_LONG, Layouts.ContextParams.ON_NODE), 0);
        expect(struct, p.get(JAVA_INT, Layouts.ContextParams.TYPE_K), 1);
        expect(struct, p.get(JAVA_INT, Layouts.ContextParams.TYPE_V), 1);
        expect(struct, p.get(JAVA_LONG, Layouts.ContextParams.ABORT), 0);
        // embeddings, offload_kqv, no_perf, op_offload, swa_full, kv_unified
        bytes(struct, p, 0x80, 0, 1, 1, 1, 1, 0);
        expect(struct, p.get(JAVA_LONG, 0x98), 0);
    }

    private void batch() {
        MemorySegment tokens = arena.allocate(JAVA_INT, 3);
        MemorySegment b = llama.batch(arena, tokens, 3);
        expect("llama_batch", b.get(JAVA_INT, Layouts.Batch.COUNT), 3);
        expect("llama_batch", b.get(JAVA_LONG, Layouts.Batch.TOKENS), tokens.address());
        for (long at = 16; at < Layouts.Batch.LAYOUT.byteSize(); at += 8)
            expect("llama_batch", b.get(JAVA_LONG, at), 0);
    }

    private void tensor() {
        String struct = "ggml_tensor";
        expect(struct, ggml.tensorOverhead(), Layouts.Tensor.OVERHEAD);
        MemorySegment context = ggml.newContext(arena);
        try {
            MemorySegment t = ggml.newTensor(context, TYPE_Q4_K, 512, 7, 3, arena.allocateFrom("keepsake"));
            expect(struct, t.get(JAVA_INT, Layouts.Tensor.TYPE), TYPE_Q4_K);
            expect(struct, t.get(JAVA_LONG, Layouts.Tensor.BUFFER), 0);
            long[] sizes = {512, 7, 3, 1};
            long[] strides = {144, 288, 288 * 7, 288 * 7 * 3};
            for (int d = 0; d < 4; d++) {
                expect(struct, t.get(JAVA_LONG, Layouts.Tensor.NE + 8L * d), sizes[d]);
                expect(struct, t.get(JAVA_LONG, Layouts.Tensor.NB + 8L * d), strides[d]);
            }
            if (!t.getString(Layouts.Tensor.NAME).equals("keepsake")) throw different(struct);
            expect(struct, t.get(JAVA_LONG, Layouts.Tensor.DATA), 0);
        } finally {
            ggml.freeContext(context);
        }
    }

    private void threadpool() {
        MemorySegment p = ggml.threadpoolDefaults(arena, 3);
        expect("ggml_threadpool_params", p.get(JAVA_INT, Layouts.ThreadpoolParams.THREADS), 3);
        expect("ggml_threadpool_params", p.get(JAVA_INT, Layouts.ThreadpoolParams.POLL), 50);
    }

    /// Asks our own buffer type through ggml, so that every slot we fill is one that ggml reads.
    private void bufferType() {
        String struct = "ggml_backend_buffer_type";
        MemorySegment memory = arena.allocate(4096, 4096);
        HostBufferType ours =
                new HostBufferType(ggml, "KEEPSAKE", size -> size == memory.byteSize() ? memory.address() : 0, arena);
        if (!ggml.typeName(ours.struct()).equals("KEEPSAKE")) throw different(struct);
        expect(struct, ggml.typeAlignment(ours.struct()), 4096);
        if (!ggml.typeIsHost(ours.struct())) throw different(struct);
        MemorySegment buffer = ggml.allocateBuffer(ours.struct(), memory.byteSize());
        if (buffer.address() == 0) throw different(struct);
        expect(struct, ggml.bufferBase(buffer).address(), memory.address());
        if (!ggml.isHostBuffer(buffer)) throw different("ggml_backend_buffer");
        ggml.freeBuffer(buffer);
    }

    private static void bytes(String struct, MemorySegment p, long offset, int... expected) {
        for (int i = 0; i < expected.length; i++) expect(struct, p.get(JAVA_BYTE, offset + i), expected[i]);
    }

    private static void expect(String struct, long found, long expected) {
        if (found != expected) throw different(struct);
    }

    private static IllegalStateException different(String struct) {
        return new IllegalStateException(struct + " is laid out differently");
    }
}
