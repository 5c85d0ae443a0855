package keepsake.runtime.fallback;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import keepsake.runtime.engine.EngineException;

/// The part of llama.cpp b4916's C interface that the fallback engine uses, and its memory layouts.
///
/// ```
/// llama_model_params    64 bytes   n_gpu_layers i32 @8 · split_mode i32 @12 · progress_callback @32 · kv_overrides @48
///                                  vocab_only u8 @56 · use_mmap u8 @57
/// llama_context_params 120 bytes   n_ctx @0 · n_batch @4 · n_ubatch @8 · n_seq_max @12 · n_threads @16
///                                  n_threads_batch @20 · yarn_beta_fast f32 @52 · offload_kqv u8 @98
///                                  abort_callback @104 · abort_callback_data @112
/// llama_batch           56 bytes   n_tokens @0 · token @8 · embd @16 · pos @24 · n_seq_id @32 · seq_id @40 · logits
/// @48
/// llama_model_kv_override 264 bytes  tag i32 @0 (0 = integer) · key char[128] @4 · value i64 @136
/// llama_chat_message    16 bytes   role @0 · content @8
/// ```
///
/// The defaults the library gives for the two parameter structures are checked against these places when it is opened,
/// so another version is refused and not misread. Threads: any; a context must be used by one at a time.
final class Llama {
    static final String VERSION = "llama.cpp b4916";

    static final StructLayout MODEL_PARAMS = MemoryLayout.structLayout(MemoryLayout.sequenceLayout(8, JAVA_LONG));
    static final StructLayout CONTEXT_PARAMS = MemoryLayout.structLayout(MemoryLayout.sequenceLayout(15, JAVA_LONG));
    static final StructLayout BATCH = MemoryLayout.structLayout(MemoryLayout.sequenceLayout(7, JAVA_LONG));
    private static final StructLayout CHAIN_PARAMS = MemoryLayout.structLayout(JAVA_BOOLEAN.withName("no_perf"));

    static final long MODEL_PROGRESS = 32;
    static final long MODEL_OVERRIDES = 48;
    static final long CONTEXT_ABORT = 104;

    private static final Linker LINKER = Linker.nativeLinker();

    private final SymbolLookup library;
    final MethodHandle modelDefaults;
    final MethodHandle contextDefaults;
    final MethodHandle loadModel;
    final MethodHandle freeModel;
    final MethodHandle newContext;
    final MethodHandle freeContext;
    final MethodHandle vocab;
    final MethodHandle modelLayers;
    final MethodHandle trainedContext;
    final MethodHandle contextSize;
    final MethodHandle chatTemplate;
    final MethodHandle applyTemplate;
    final MethodHandle tokenize;
    final MethodHandle piece;
    final MethodHandle endsGeneration;
    final MethodHandle bos;
    final MethodHandle decode;
    final MethodHandle removeKv;
    final MethodHandle newChain;
    final MethodHandle addToChain;
    final MethodHandle penalties;
    final MethodHandle grammar;
    final MethodHandle parseGrammar;
    final MethodHandle freeGrammar;
    final MethodHandle topK;
    final MethodHandle topP;
    final MethodHandle minP;
    final MethodHandle temperature;
    final MethodHandle distribution;
    final MethodHandle greedy;
    final MethodHandle sample;
    final MethodHandle accept;
    final MethodHandle freeSampler;

    private Llama(SymbolLookup library) {
        this.library = library;
        modelDefaults = function("llama_model_default_params", FunctionDescriptor.of(MODEL_PARAMS));
        contextDefaults = function("llama_context_default_params", FunctionDescriptor.of(CONTEXT_PARAMS));
        loadModel = function("llama_model_load_from_file", FunctionDescriptor.of(ADDRESS, ADDRESS, MODEL_PARAMS));
        freeModel = function("llama_model_free", FunctionDescriptor.ofVoid(ADDRESS));
        newContext = function("llama_init_from_model", FunctionDescriptor.of(ADDRESS, ADDRESS, CONTEXT_PARAMS));
        freeContext = function("llama_free", FunctionDescriptor.ofVoid(ADDRESS));
        vocab = function("llama_model_get_vocab", FunctionDescriptor.of(ADDRESS, ADDRESS));
        modelLayers = function("llama_model_n_layer", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        trainedContext = function("llama_model_n_ctx_train", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        contextSize = function("llama_n_ctx", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        chatTemplate = function("llama_model_chat_template", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
        applyTemplate = function(
                "llama_chat_apply_template",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_BOOLEAN, ADDRESS, JAVA_INT));
        tokenize = function(
                "llama_tokenize",
                FunctionDescriptor.of(
                        JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_BOOLEAN, JAVA_BOOLEAN));
        piece = function(
                "llama_token_to_piece",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_BOOLEAN));
        endsGeneration = function("llama_vocab_is_eog", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_INT));
        bos = function("llama_vocab_bos", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        decode = function("llama_decode", FunctionDescriptor.of(JAVA_INT, ADDRESS, BATCH));
        removeKv = function(
                "llama_kv_self_seq_rm", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
        newChain = function("llama_sampler_chain_init", FunctionDescriptor.of(ADDRESS, CHAIN_PARAMS));
        addToChain = function("llama_sampler_chain_add", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
        penalties = function(
                "llama_sampler_init_penalties",
                FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_FLOAT, JAVA_FLOAT, JAVA_FLOAT));
        grammar = function("llama_sampler_init_grammar", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        // The sampler for a grammar that does not parse is one that allows everything, so the parser is asked first. It
        // has no C name; its C++ name is the same in all of the jar's libraries that have a C interface at all.
        parseGrammar = function(
                "_Z23llama_grammar_init_implPK11llama_vocabPKcS3_bPS3_mPKim",
                FunctionDescriptor.of(
                        ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_BOOLEAN, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG));
        freeGrammar = function("_Z23llama_grammar_free_implP13llama_grammar", FunctionDescriptor.ofVoid(ADDRESS));
        topK = function("llama_sampler_init_top_k", FunctionDescriptor.of(ADDRESS, JAVA_INT));
        topP = function("llama_sampler_init_top_p", FunctionDescriptor.of(ADDRESS, JAVA_FLOAT, JAVA_LONG));
        minP = function("llama_sampler_init_min_p", FunctionDescriptor.of(ADDRESS, JAVA_FLOAT, JAVA_LONG));
        temperature = function("llama_sampler_init_temp", FunctionDescriptor.of(ADDRESS, JAVA_FLOAT));
        distribution = function("llama_sampler_init_dist", FunctionDescriptor.of(ADDRESS, JAVA_INT));
        greedy = function("llama_sampler_init_greedy", FunctionDescriptor.of(ADDRESS));
        sample = function("llama_sampler_sample", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        accept = function("llama_sampler_accept", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
        freeSampler = function("llama_sampler_free", FunctionDescriptor.ofVoid(ADDRESS));
    }

    /// Opens the packed library, checks its version and silences it.
    static Llama open(NativeErrors errors) throws EngineException.Unavailable {
        Llama llama;
        try {
            llama = new Llama(PackedLibrary.open());
        } catch (java.util.NoSuchElementException e) {
            throw PackedLibrary.unavailable("its library lacks a function (" + e.getMessage() + ")");
        }
        if (!llama.layoutsFit()) throw PackedLibrary.unavailable("its library is of another version");
        MethodHandle setLog = llama.function("llama_log_set", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
        MethodHandle start = llama.function("llama_backend_init", FunctionDescriptor.ofVoid());
        run(() -> {
            setLog.invokeExact(errors.callback(), MemorySegment.NULL);
            start.invokeExact();
            return true;
        });
        return llama;
    }

    private boolean layoutsFit() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment model = run(() -> (MemorySegment) modelDefaults.invokeExact((SegmentAllocator) arena));
            MemorySegment context = run(() -> (MemorySegment) contextDefaults.invokeExact((SegmentAllocator) arena));
            return model.get(JAVA_INT, 12) == 1
                    && model.get(JAVA_BYTE, 56) == 0
                    && model.get(JAVA_BYTE, 57) == 1
                    && context.get(JAVA_INT, 0) == 512
                    && context.get(JAVA_INT, 4) == 2048
                    && context.get(JAVA_INT, 12) == 1
                    && context.get(JAVA_FLOAT, 52) == 32
                    && context.get(JAVA_BYTE, 98) == 1
                    && context.get(JAVA_LONG, CONTEXT_ABORT) == 0;
        }
    }

    /// A new, empty chain of samplers; it owns what is added.
    MemorySegment newChain() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = arena.allocate(CHAIN_PARAMS);
            params.set(JAVA_BOOLEAN, 0, true);
            return run(() -> (MemorySegment) newChain.invokeExact(params));
        }
    }

    /// An object's method as a C function; it lives as long as the arena.
    static MemorySegment callback(
            MethodHandles.Lookup lookup, Object target, String method, FunctionDescriptor shape, Arena arena) {
        try {
            MethodType type = shape.toMethodType();
            return LINKER.upcallStub(lookup.bind(target, method, type), shape, arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    interface NativeCall<T> {
        T run() throws Throwable;
    }

    /// Runs a call through a method handle, whose signature admits any throwable though a C function throws none.
    static <T> T run(NativeCall<T> call) {
        try {
            return call.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private MethodHandle function(String name, FunctionDescriptor shape) {
        return LINKER.downcallHandle(library.findOrThrow(name), shape);
    }
}
