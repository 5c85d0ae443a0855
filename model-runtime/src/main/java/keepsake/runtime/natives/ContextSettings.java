package keepsake.runtime.natives;

import java.lang.foreign.MemorySegment;

/// `struct llama_context_params`, from llama.cpp's defaults: one sequence, one row of logits at a time, CPU only.
public final class ContextSettings {
    private final MemorySegment struct;

    ContextSettings(MemorySegment struct) {
        this.struct = struct;
        Layouts.number(struct, Layouts.ContextParams.SEQUENCES, 1);
        // Without this bound llama.cpp reserves logits for every token of a batch: 300 MiB for a large vocabulary.
        Layouts.number(struct, Layouts.ContextParams.OUTPUTS_MAX, 1);
        Layouts.flag(struct, Layouts.ContextParams.OFFLOAD_KQV, 0);
        Layouts.flag(struct, Layouts.ContextParams.OP_OFFLOAD, 0);
    }

    public ContextSettings context(int tokens) {
        Layouts.number(struct, Layouts.ContextParams.CONTEXT, tokens);
        return this;
    }

    /// Tokens evaluated at once, at most.
    public ContextSettings batch(int tokens) {
        Layouts.number(struct, Layouts.ContextParams.BATCH, tokens);
        Layouts.number(struct, Layouts.ContextParams.MICRO_BATCH, tokens);
        return this;
    }

    public ContextSettings threads(int threads) {
        Layouts.number(struct, Layouts.ContextParams.THREADS, threads);
        Layouts.number(struct, Layouts.ContextParams.THREADS_BATCH, threads);
        return this;
    }

    /// A `bool (ggml_tensor *, bool ask, void *)` that is called for every node of the graph.
    public ContextSettings onNode(MemorySegment callback) {
        Layouts.pointer(struct, Layouts.ContextParams.ON_NODE, callback);
        return this;
    }

    /// A `bool (void *)` that ends the evaluation by saying yes.
    public ContextSettings abort(MemorySegment callback) {
        Layouts.pointer(struct, Layouts.ContextParams.ABORT, callback);
        return this;
    }

    MemorySegment struct() {
        return struct;
    }
}
