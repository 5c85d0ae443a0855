package keepsake.runtime.natives;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// llama.cpp: models, contexts, evaluation. Threads: one at a time per context.
public final class Llama {
    private final MethodHandle version;
    private final MethodHandle backendInit;
    private final MethodHandle logSet;
    private final MethodHandle modelDefaults;
    private final MethodHandle contextDefaults;
    private final MethodHandle initFromUser;
    private final MethodHandle loadFromFile;
    private final MethodHandle modelFree;
    private final MethodHandle initContext;
    private final MethodHandle contextFree;
    private final MethodHandle attachThreadpool;
    private final MethodHandle detachThreadpool;
    private final MethodHandle vocabulary;
    private final MethodHandle chatTemplate;
    private final MethodHandle trainedContext;
    private final MethodHandle hasDecoder;
    private final MethodHandle hasEncoder;
    private final MethodHandle contextSize;
    private final MethodHandle batchOfOne;
    private final MethodHandle decode;
    private final MethodHandle logits;
    private final MethodHandle memory;
    private final MethodHandle memoryRemove;
    private final MethodHandle memoryClear;

    Llama(Symbols llama) {
        version = llama.function("llama_version", ADDRESS);
        backendInit = llama.procedure("llama_backend_init");
        logSet = llama.procedure("llama_log_set", ADDRESS, ADDRESS);
        modelDefaults = llama.function("llama_model_default_params", Layouts.ModelParams.LAYOUT);
        contextDefaults = llama.function("llama_context_default_params", Layouts.ContextParams.LAYOUT);
        initFromUser = llama.function(
                "llama_model_init_from_user", ADDRESS, ADDRESS, ADDRESS, ADDRESS, Layouts.ModelParams.LAYOUT);
        loadFromFile = llama.function("llama_model_load_from_file", ADDRESS, ADDRESS, Layouts.ModelParams.LAYOUT);
        modelFree = llama.procedure("llama_model_free", ADDRESS);
        initContext = llama.function("llama_init_from_model", ADDRESS, ADDRESS, Layouts.ContextParams.LAYOUT);
        contextFree = llama.procedure("llama_free", ADDRESS);
        attachThreadpool = llama.procedure("llama_attach_threadpool", ADDRESS, ADDRESS, ADDRESS);
        detachThreadpool = llama.procedure("llama_detach_threadpool", ADDRESS);
        vocabulary = llama.function("llama_model_get_vocab", ADDRESS, ADDRESS);
        chatTemplate = llama.function("llama_model_chat_template", ADDRESS, ADDRESS, ADDRESS);
        trainedContext = llama.function("llama_model_n_ctx_train", JAVA_INT, ADDRESS);
        hasDecoder = llama.function("llama_model_has_decoder", JAVA_BOOLEAN, ADDRESS);
        hasEncoder = llama.function("llama_model_has_encoder", JAVA_BOOLEAN, ADDRESS);
        contextSize = llama.function("llama_n_ctx", JAVA_INT, ADDRESS);
        batchOfOne = llama.function("llama_batch_get_one", Layouts.Batch.LAYOUT, ADDRESS, JAVA_INT);
        decode = llama.function("llama_decode", JAVA_INT, ADDRESS, Layouts.Batch.LAYOUT);
        logits = llama.function("llama_get_logits_ith", ADDRESS, ADDRESS, JAVA_INT);
        memory = llama.function("llama_get_memory", ADDRESS, ADDRESS);
        memoryRemove = llama.function("llama_memory_seq_rm", JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
        memoryClear = llama.procedure("llama_memory_clear", ADDRESS, JAVA_BOOLEAN);
    }

    String version() {
        try {
            return ((MemorySegment) version.invokeExact()).reinterpret(256).getString(0);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    void backendInit() {
        try {
            backendInit.invokeExact();
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    void logTo(MemorySegment callback) {
        try {
            logSet.invokeExact(callback, MemorySegment.NULL);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    MemorySegment modelDefaults(SegmentAllocator arena) {
        try {
            return (MemorySegment) modelDefaults.invokeExact(arena);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    MemorySegment contextDefaults(SegmentAllocator arena) {
        try {
            return (MemorySegment) contextDefaults.invokeExact(arena);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// Settings to change before a model is made; `arena` must live until it is.
    public ModelSettings modelSettings(Arena arena) {
        return new ModelSettings(modelDefaults(arena), arena);
    }

    /// Settings to change before a context is made; `arena` must live until it is.
    public ContextSettings contextSettings(Arena arena) {
        return new ContextSettings(contextDefaults(arena));
    }

    /// A model from metadata alone; `setTensorData(ggml_tensor *, void *)` is called for every weight.
    ///
    /// @return null address when llama.cpp refuses the model; its log says why
    public MemorySegment modelFromMetadata(
            MemorySegment metadata, MemorySegment setTensorData, ModelSettings settings) {
        try {
            return (MemorySegment)
                    initFromUser.invokeExact(metadata, setTensorData, MemorySegment.NULL, settings.struct());
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// A model as llama.cpp itself loads it.
    ///
    /// @return null address when llama.cpp refuses the file; its log says why
    public MemorySegment modelFromFile(String path, ModelSettings settings) {
        try (Arena arena = Arena.ofConfined()) {
            return (MemorySegment) loadFromFile.invokeExact(arena.allocateFrom(path), settings.struct());
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    public void freeModel(MemorySegment model) {
        try {
            modelFree.invokeExact(model);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// @return null address when there is no memory for it, or llama.cpp refuses the settings
    public MemorySegment newContext(MemorySegment model, ContextSettings settings) {
        try {
            return (MemorySegment) initContext.invokeExact(model, settings.struct());
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    public void freeContext(MemorySegment context) {
        try {
            contextFree.invokeExact(context);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    public void attachThreadpool(MemorySegment context, MemorySegment pool) {
        try {
            attachThreadpool.invokeExact(context, pool, pool);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    public void detachThreadpool(MemorySegment context) {
        try {
            detachThreadpool.invokeExact(context);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    public MemorySegment vocabulary(MemorySegment model) {
        try {
            return (MemorySegment) vocabulary.invokeExact(model);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// The chat template in the model's metadata.
    public Optional<String> chatTemplate(MemorySegment model) {
        try {
            MemorySegment template = (MemorySegment) chatTemplate.invokeExact(model, MemorySegment.NULL);
            return template.address() == 0
                    ? Optional.empty()
                    : Optional.of(template.reinterpret(Long.MAX_VALUE).getString(0));
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// The longest context the model was trained for, tokens.
    public int trainedContext(MemorySegment model) {
        try {
            return (int) trainedContext.invokeExact(model);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// Whether the model makes text from text alone: a decoder without an encoder.
    public boolean generatesText(MemorySegment model) {
        try {
            return (boolean) hasDecoder.invokeExact(model) && !(boolean) hasEncoder.invokeExact(model);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// Room for tokens in a context.
    public int contextSize(MemorySegment context) {
        try {
            return (int) contextSize.invokeExact(context);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// A batch over `count` token ids; their positions follow those evaluated before, and only the last one has logits.
    public MemorySegment batch(SegmentAllocator arena, MemorySegment tokens, int count) {
        try {
            return (MemorySegment) batchOfOne.invokeExact(arena, tokens, count);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// Evaluates a batch.
    ///
    /// @return 0 done, 1 no room, 2 aborted, negative: an error
    public int decode(MemorySegment context, MemorySegment batch) {
        try {
            return (int) decode.invokeExact(context, batch);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// The scores of the whole vocabulary after the last token evaluated, as floats.
    public MemorySegment logits(MemorySegment context, int vocabularySize) {
        try {
            return ((MemorySegment) logits.invokeExact(context, -1)).reinterpret(4L * vocabularySize);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// Forgets the tokens from position `from` on.
    ///
    /// @return false when this kind of model can only forget everything; nothing was forgotten then
    public boolean forgetFrom(MemorySegment context, int from) {
        try {
            return (boolean) memoryRemove.invokeExact((MemorySegment) memory.invokeExact(context), 0, from, -1);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// Forgets all tokens.
    public void forgetAll(MemorySegment context) {
        try {
            memoryClear.invokeExact((MemorySegment) memory.invokeExact(context), false);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }
}
