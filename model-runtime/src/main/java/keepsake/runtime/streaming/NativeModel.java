package keepsake.runtime.streaming;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.natives.ContextSettings;
import keepsake.runtime.natives.LlamaCpp;
import keepsake.runtime.residency.ResidentExperts;
import keepsake.runtime.residency.SystemMemory;

/// A model of llama.cpp with one context and its compute threads; owns all of it and frees it in reverse order.
/// Threads: one at a time.
final class NativeModel implements AutoCloseable {
    private static final Pattern KV = size("(?:KV|RS) buffer size");
    private static final Pattern SCRATCH = size("(?:compute|output) buffer size");

    /// Compute threads between two pieces of work: look for more at once, as llama.cpp does; or sleep, because the
    /// processor is wanted for reading meanwhile (14 % more tokens at 68 % hits).
    private static final int SPIN = 50;

    private static final int SLEEP = 0;

    /// Of the budget, for a heap that grows and pages that experts share, bytes.
    private static final long KEPT_FREE = 16 << 20;

    private static final long WORTH_TAKING = 4 << 20;

    /// What a context is made for. Tokens do not depend on any of it ([Batches]).
    ///
    /// @param tokens  prompt and answer together
    /// @param batch   tokens evaluated at once
    /// @param threads that compute
    record ContextSize(int tokens, int batch, int threads) {}

    private final LlamaCpp cpp;
    private final WeightSource weights;
    private final Arena arena = Arena.ofShared();
    private final GraphHook hook = new GraphHook();
    private Optional<MemorySegment> model = Optional.empty();
    private Optional<MemorySegment> context = Optional.empty();
    private final Map<Integer, MemorySegment> pools = new HashMap<>();
    private Optional<ResidentExperts> experts = Optional.empty();
    private OptionalLong limit = OptionalLong.empty();
    private ContextSize made = new ContextSize(0, 0, 0);

    private NativeModel(LlamaCpp cpp, WeightSource weights) {
        this.cpp = cpp;
        this.weights = weights;
    }

    /// Loads the weights and makes a context.
    ///
    /// @param weights belongs to the model from now on, also when this fails
    static NativeModel open(LlamaCpp cpp, WeightSource weights, ContextSize size, LoadListener progress)
            throws EngineException {
        NativeModel opened = new NativeModel(cpp, weights);
        try {
            opened.load(size, progress);
            return opened;
        } catch (EngineException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void load(ContextSize size, LoadListener progress) throws EngineException {
        MemorySegment loaded = weights.load(cpp, arena, progress);
        model = Optional.of(loaded);
        if (!cpp.llama().generatesText(loaded)) {
            throw new EngineException.BadModel("This model does not write text. Choose a chat model.");
        }
        cpp.log().clear();
        progress.onProgress("starting", 0, 1);
        ContextSettings settings = cpp.llama()
                .contextSettings(arena)
                .context(size.tokens())
                .batch(size.batch())
                .threads(size.threads());
        made = size;
        hook.attach(settings, arena);
        MemorySegment fresh = cpp.llama().newContext(loaded, settings);
        if (fresh.address() == 0) {
            throw new EngineException.Failed("llama.cpp could not make a context ("
                    + cpp.log().lastError() + "). There may be too little memory; close other programs and try again.");
        }
        context = Optional.of(fresh);
        progress.onProgress("starting", 1, 1);
    }

    /// Gives the experts their room and starts the compute threads; before the first evaluation.
    ///
    /// @param bytes at most as many as all experts have
    /// @param total what the whole process may have, bytes; empty leaves the experts their room whatever is unused
    void start(long bytes, OptionalLong total) {
        limit = total;
        experts = weights.experts(bytes);
        experts.ifPresent(hook::serve);
        startThreads();
    }

    /// Gives the experts another room; between evaluations only.
    void resize(long bytes, OptionalLong total) throws IOException {
        limit = total;
        resize(bytes);
    }

    /// Lets the experts have what the estimates set aside and nothing has taken, when a prompt has been evaluated and
    /// everything else is as large as it gets.
    void useWhatIsLeft() throws IOException {
        if (experts.isEmpty() || experts.get().holdsAll() || limit.isEmpty()) return;
        ResidentExperts resident = experts.get();
        long coming = resident.room() - resident.residentBytes();
        long left = limit.getAsLong() - KEPT_FREE - SystemMemory.resident() - coming;
        if (left >= WORTH_TAKING) resize(resident.room() + left);
    }

    private void resize(long bytes) throws IOException {
        if (experts.isEmpty()) return;
        boolean heldAll = experts.get().holdsAll();
        experts.get().resize(bytes);
        if (experts.get().holdsAll() != heldAll) startThreads();
    }

    /// Compute threads that wait as suits the room. Those before are kept until the model goes: llama.cpp tells them to
    /// pause when it next computes.
    private void startThreads() {
        boolean waits = experts.isPresent() && !experts.get().holdsAll();
        MemorySegment pool =
                pools.computeIfAbsent(waits ? SLEEP : SPIN, how -> cpp.ggml().newThreadpool(made.threads(), how));
        cpp.llama().attachThreadpool(context(), pool);
    }

    /// Tokens evaluated at once, at most.
    int batch() {
        return made.batch();
    }

    /// That compute.
    int threads() {
        return made.threads();
    }

    Optional<ResidentExperts> experts() {
        return experts;
    }

    WeightSource weights() {
        return weights;
    }

    GraphHook hook() {
        return hook;
    }

    LlamaCpp cpp() {
        return cpp;
    }

    MemorySegment model() {
        return model.orElseThrow();
    }

    MemorySegment context() {
        return context.orElseThrow();
    }

    MemorySegment vocabulary() {
        return cpp.llama().vocabulary(model());
    }

    /// Bytes of keys and values, as llama.cpp reported them when the context was made.
    long kvBytes() {
        return reported(KV);
    }

    /// Bytes of the compute and output buffers, likewise.
    long scratchBytes() {
        return reported(SCRATCH);
    }

    private long reported(Pattern size) {
        double mib = 0;
        for (String line : cpp.log().lines()) {
            Matcher found = size.matcher(line);
            if (found.find()) mib += Double.parseDouble(found.group(1));
        }
        return (long) (mib * (1 << 20));
    }

    private static Pattern size(String what) {
        return Pattern.compile(what + " *= *([0-9.]+) MiB");
    }

    @Override
    public void close() {
        context.ifPresent(cpp.llama()::freeContext);
        pools.values().forEach(cpp.ggml()::freeThreadpool);
        model.ifPresent(cpp.llama()::freeModel);
        context = Optional.empty();
        pools.clear();
        model = Optional.empty();
        weights.close();
        if (arena.scope().isAlive()) arena.close();
    }
}
