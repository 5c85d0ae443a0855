package keepsake.runtime.fallback;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.GgufFile;

/// A model and its context in native memory, and the arena of everything they call back into. Owns all three; closed in
/// reverse order. One thread at a time, which the engine sees to.
final class NativeModel implements AutoCloseable {
    private static final int ALL = -1;
    private static final int SEQUENCE = 0;

    private final Llama llama;
    private final Arena arena;
    private final MemorySegment pieceBuffer;
    private MemorySegment model = MemorySegment.NULL;
    private MemorySegment context = MemorySegment.NULL;
    private MemorySegment vocab = MemorySegment.NULL;
    private boolean closed;

    /// Ends the computation under way when raised.
    private volatile Optional<StopSignal> stop = Optional.empty();

    NativeModel(Llama llama, Arena arena) {
        this.llama = llama;
        this.arena = arena;
        this.pieceBuffer = arena.allocate(256);
    }

    void load(LoadRequest request, GgufFile file, LoadListener listener, NativeErrors errors) throws EngineException {
        errors.clear();
        var progress = new Progress(listener, file.fileSize());
        try (Arena loading = Arena.ofConfined()) {
            MemorySegment params =
                    Llama.run(() -> (MemorySegment) llama.modelDefaults.invokeExact((SegmentAllocator) loading));
            params.set(
                    ADDRESS,
                    Llama.MODEL_PROGRESS,
                    Llama.callback(
                            MethodHandles.lookup(),
                            progress,
                            "onProgress",
                            FunctionDescriptor.of(JAVA_BOOLEAN, JAVA_FLOAT, ADDRESS),
                            loading));
            if (request.expertsUsed().isPresent()) {
                MemorySegment overrides = loading.allocate(2 * 264, 8);
                overrides.setString(4, file.key("expert_used_count"));
                overrides.set(JAVA_LONG, 136, request.expertsUsed().getAsInt());
                params.set(ADDRESS, Llama.MODEL_OVERRIDES, overrides);
            }
            MemorySegment path =
                    loading.allocateFrom(request.model().toAbsolutePath().toString());
            model = Llama.run(() -> (MemorySegment) llama.loadModel.invokeExact(path, params));
        }
        if (progress.thrown.isPresent()) throw progress.thrown.get();
        if (model.equals(MemorySegment.NULL)) {
            String why = errors.first().isEmpty() ? "" : " (" + errors.first() + ")";
            throw new EngineException.BadModel("The fallback engine, " + Llama.VERSION + ", cannot load “"
                    + request.model().getFileName() + "”" + why + ". Choose the streaming engine or another model.");
        }
        vocab = Llama.run(() -> (MemorySegment) llama.vocab.invokeExact(model));
    }

    /// Forwards llama.cpp's progress, which is a share of the weights. An exception of the listener cannot pass through
    /// native code: it cancels the loading and is thrown afterwards.
    private static final class Progress {
        private final LoadListener listener;
        private final long bytes;
        private Optional<RuntimeException> thrown = Optional.empty();

        Progress(LoadListener listener, long bytes) {
            this.listener = listener;
            this.bytes = bytes;
        }

        @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by llama.cpp
        private boolean onProgress(float share, MemorySegment userData) {
            try {
                listener.onProgress("reading weights", (long) (Math.clamp(share, 0f, 1f) * (double) bytes), bytes);
            } catch (RuntimeException e) {
                thrown = Optional.of(e);
            }
            return thrown.isEmpty();
        }
    }

    void startContext(int tokens) throws EngineException {
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);
        MemorySegment abort = Llama.callback(
                MethodHandles.lookup(), this, "stopped", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS), arena);
        try (Arena starting = Arena.ofConfined()) {
            MemorySegment params =
                    Llama.run(() -> (MemorySegment) llama.contextDefaults.invokeExact((SegmentAllocator) starting));
            params.set(JAVA_INT, 0, tokens);
            params.set(JAVA_INT, 4, FallbackLoader.BATCH);
            params.set(JAVA_INT, 8, FallbackLoader.BATCH);
            params.set(JAVA_INT, 16, threads);
            params.set(JAVA_INT, 20, threads);
            params.set(ADDRESS, Llama.CONTEXT_ABORT, abort);
            context = Llama.run(() -> (MemorySegment) llama.newContext.invokeExact(model, params));
        }
        if (context.equals(MemorySegment.NULL)) {
            throw new EngineException.Failed("There is not enough memory for a context of " + tokens
                    + " tokens. Close other programs or choose a smaller model.");
        }
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by llama.cpp, between two operations
    private boolean stopped(MemorySegment userData) {
        return stop.isPresent() && stop.get().isRaised();
    }

    Llama llama() {
        return llama;
    }

    MemorySegment model() {
        return model;
    }

    MemorySegment vocab() {
        return vocab;
    }

    MemorySegment context() {
        return context;
    }

    int layers() {
        return Llama.run(() -> (int) llama.modelLayers.invokeExact(model));
    }

    int trainedContext() {
        int trained = Llama.run(() -> (int) llama.trainedContext.invokeExact(model));
        return trained > 0 ? trained : Integer.MAX_VALUE;
    }

    int contextTokens() {
        return Llama.run(() -> (int) llama.contextSize.invokeExact(context));
    }

    int bos() {
        return Llama.run(() -> (int) llama.bos.invokeExact(vocab));
    }

    boolean endsGeneration(int token) {
        return Llama.run(() -> (boolean) llama.endsGeneration.invokeExact(vocab, token));
    }

    /// Which marks in a text become tokens of their own.
    enum Marks {
        /// None: `<|im_end|>` is ten characters of text.
        TEXT,
        /// Those of the chat template, and the token that begins a text where the model wants one.
        TEMPLATE
    }

    int[] tokenize(String text, Marks marks) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean special = marks == Marks.TEMPLATE;
        try (Arena local = Arena.ofConfined()) {
            MemorySegment in = local.allocate(bytes.length + 1L);
            MemorySegment.copy(bytes, 0, in, JAVA_BYTE, 0, bytes.length);
            // A byte makes at most one token; two more for the marks around.
            int capacity = bytes.length + 2;
            MemorySegment out = local.allocate(JAVA_INT, capacity);
            int count = Llama.run(
                    () -> (int) llama.tokenize.invokeExact(vocab, in, bytes.length, out, capacity, special, special));
            if (count < 0) throw new IllegalStateException("more tokens than bytes");
            return out.asSlice(0, 4L * count).toArray(JAVA_INT);
        }
    }

    /// The bytes a token stands for; none for the marks of a template.
    byte[] piece(int token) {
        int length = Llama.run(
                () -> (int) llama.piece.invokeExact(vocab, token, pieceBuffer, (int) pieceBuffer.byteSize(), 0, false));
        if (length >= 0) return pieceBuffer.asSlice(0, length).toArray(JAVA_BYTE);
        try (Arena local = Arena.ofConfined()) {
            MemorySegment large = local.allocate(-length);
            int written = Llama.run(() -> (int) llama.piece.invokeExact(vocab, token, large, -length, 0, false));
            return large.asSlice(0, written).toArray(JAVA_BYTE);
        }
    }

    /// How a computation ended.
    enum Outcome {
        DONE,
        STOPPED
    }

    /// Computes the tokens at positions `from`, `from + 1`, …; the logits are those of the last one.
    Outcome decode(int[] tokens, int from, StopSignal signal) throws EngineException {
        stop = Optional.of(signal);
        try (Arena local = Arena.ofConfined()) {
            MemorySegment batch = local.allocate(Llama.BATCH);
            MemorySegment positions = local.allocate(JAVA_INT, tokens.length);
            for (int i = 0; i < tokens.length; i++) positions.setAtIndex(JAVA_INT, i, from + i);
            batch.set(JAVA_INT, 0, tokens.length);
            batch.set(ADDRESS, 8, local.allocateFrom(JAVA_INT, tokens));
            batch.set(ADDRESS, 24, positions);
            int status = Llama.run(() -> (int) llama.decode.invokeExact(context, batch));
            if (status == 0) return Outcome.DONE;
            forgetFrom(from);
            if (signal.isRaised()) return Outcome.STOPPED;
            throw new EngineException.Failed("The engine could not compute the next token (status " + status
                    + "). Ask again, or load the model again.");
        } finally {
            stop = Optional.empty();
        }
    }

    /// Forgets the keys and values from a position on.
    ///
    /// @return the position from which the context is empty: 0 for models that can only forget everything
    int forgetFrom(int position) {
        boolean removed = Llama.run(() -> (boolean) llama.removeKv.invokeExact(context, SEQUENCE, position, ALL));
        if (removed) return position;
        boolean cleared = Llama.run(() -> (boolean) llama.removeKv.invokeExact(context, SEQUENCE, ALL, ALL));
        if (!cleared) throw new IllegalStateException("the context cannot be cleared");
        return 0;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        Llama.run(() -> {
            if (!context.equals(MemorySegment.NULL)) llama.freeContext.invokeExact(context);
            if (!model.equals(MemorySegment.NULL)) llama.freeModel.invokeExact(model);
            return true;
        });
        arena.close();
    }
}
