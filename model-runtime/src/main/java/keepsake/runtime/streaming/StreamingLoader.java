package keepsake.runtime.streaming;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keepsake.runtime.chat.ChatTemplate;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.MemoryBudget;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.gguf.GgufFile;
import keepsake.runtime.gguf.GgufReader;
import keepsake.runtime.gguf.GgufValidator;
import keepsake.runtime.gguf.ModelDescription;
import keepsake.runtime.natives.LlamaCpp;
import keepsake.runtime.residency.FileIdentity;
import keepsake.runtime.residency.SystemMemory;
import keepsake.runtime.residency.WeightFile;
import keepsake.runtime.saved.ModelPrint;
import keepsake.runtime.saved.SavedFolder;

/// Loads models into the streaming engine: checks the file in Java, works out what it needs, refuses what the
/// budget cannot hold, and only then lets llama.cpp see it. Threads: any.
public final class StreamingLoader implements EngineLoader {
    /// Tokens of a prompt evaluated at once, at most and at least: more read each expert less often and need more
    /// scratch. The results are the same for all ([Batches]).
    static final int LARGEST_BATCH = 512;

    static final int SMALLEST_BATCH = 128;

    /// The share of the experts' room that a larger batch may cost.
    private static final long ROOM_FOR_BATCH = 16;

    private static final long MIB = 1 << 20;
    /// What the heap may still grow by in the host, whose heap is small, and code that is yet to be compiled.
    private static final long MOST_HEAP_GROWTH = 12 * MIB;

    private static final long CODE_GROWTH = 8 * MIB;

    private static final long SMALL_MODEL = 128 * MIB;

    private final Weights weights;
    private final StreamingOptions options;

    /// Where the weights are kept.
    enum Weights {
        STREAMED,
        MAPPED
    }

    private StreamingLoader(Weights weights, StreamingOptions options) {
        this.weights = weights;
        this.options = options;
    }

    public StreamingLoader() {
        this(Weights.STREAMED, StreamingOptions.DEFAULT);
    }

    /// A loader with choices for tests and benchmarks.
    public static StreamingLoader with(StreamingOptions options) {
        return new StreamingLoader(Weights.STREAMED, options);
    }

    /// The reference: llama.cpp maps the whole file and nothing is streamed. The budget is not kept.
    public static StreamingLoader mapped(StreamingOptions options) {
        return new StreamingLoader(Weights.MAPPED, options);
    }

    @Override
    public ChatEngine load(LoadRequest request, LoadListener progress) throws EngineException {
        return open(
                request,
                progress,
                loaded -> new StreamingEngine(
                        loaded.model(), loaded.info(), template(loaded.model()), loaded.room(), kept(request, loaded)));
    }

    /// The same model with the same limits, to be driven token by token in this process.
    public TokenRun openForTokens(LoadRequest request, LoadListener progress) throws EngineException {
        return open(request, progress, loaded -> new TokenRun(loaded.model(), loaded.info()));
    }

    private record Loaded(NativeModel model, ModelShape shape, Room room, ModelInfo info) {}

    /// Makes what drives a loaded model.
    private interface Driver<T> {
        T of(Loaded loaded) throws EngineException;
    }

    private static ChatTemplate template(NativeModel model) {
        return ChatTemplate.choose(
                model.cpp().llama().chatTemplate(model.model()), model.cpp().vocabulary()::render);
    }

    private <T> T open(LoadRequest request, LoadListener progress, Driver<T> driver) throws EngineException {
        long start = System.nanoTime();
        LlamaCpp cpp = LlamaCpp.load();
        progress.onProgress("checking", 0, 1);
        FileIdentity identity = identity(request.model());
        GgufFile file = GgufReader.read(request.model());
        ModelDescription described = GgufValidator.check(file);
        checkExpertsUsed(request, described);
        int context = contextTokens(request, described);
        long resident = SystemMemory.resident();
        ModelShape shape = shape(request, new ModelShape(file, described, context, SMALLEST_BATCH), resident);
        MemoryNeeds needs = shape.needs(resident, heapHeadroom());
        progress.onProgress("checking", 1, 1);
        NativeModel model = NativeModel.open(
                cpp,
                source(request, shape),
                new NativeModel.ContextSize(context, shape.batch(), threads(described)),
                progress);
        try {
            if (!identity.equals(identity(request.model()))) {
                throw new EngineException.BadModel(
                        "The model file was changed or replaced while it was being loaded. Load it again.");
            }
            Room room =
                    new Room(measured(needs, shape, model), shape.model().expertBytes(), shape.sharedPages(), weights);
            return driver.of(new Loaded(model, shape, room, info(request, shape, room, model, start)));
        } catch (EngineException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static FileIdentity identity(Path model) throws EngineException.BadModel {
        try {
            return FileIdentity.of(model);
        } catch (IOException e) {
            throw new EngineException.BadModel("“" + model + "” is not there or cannot be read. Choose another model.");
        }
    }

    /// With the largest batch that leaves the experts nearly all of their room.
    private ModelShape shape(LoadRequest request, ModelShape smallest, long resident) throws EngineException {
        if (weights == Weights.MAPPED) return smallest.withBatch(LARGEST_BATCH);
        MemoryNeeds least = smallest.needs(resident, heapHeadroom());
        MemoryBudget budget = least.divide(request.budgetMib());
        int parts = budget.dense() + budget.experts() + budget.kv() + budget.scratch() + budget.host();
        long affordable = Math.max(budget.total() - parts, budget.experts() / ROOM_FOR_BATCH) * MIB;
        for (int batch = LARGEST_BATCH; batch > SMALLEST_BATCH; batch /= 2) {
            ModelShape larger = smallest.withBatch(batch);
            long more = larger.needs(resident, heapHeadroom()).scratch() - least.scratch();
            if (more <= affordable) return larger;
        }
        return smallest;
    }

    private WeightSource source(LoadRequest request, ModelShape shape) throws EngineException {
        return switch (weights) {
            case STREAMED -> new StreamedWeights(shape, request.expertsUsed(), options);
            case MAPPED -> new MappedWeights(shape, request.expertsUsed(), options);
        };
    }

    private ModelInfo info(LoadRequest request, ModelShape shape, Room room, NativeModel model, long start)
            throws EngineException {
        MemoryBudget budget = room.divide(request.budgetMib());
        model.start(options.expertBytes().orElseGet(() -> room.bytes(budget)), limit(budget));
        ModelDescription described = shape.model();
        int used = described.hasExperts() ? request.expertsUsed().orElse(described.expertUsedCount()) : 0;
        int context = model.cpp().llama().contextSize(model.context());
        return new ModelInfo(
                EngineKind.STREAMING,
                LlamaCpp.VERSION,
                described.architecture(),
                described.name(),
                request.model(),
                context,
                described.blockCount(),
                described.expertCount(),
                used,
                budget,
                (System.nanoTime() - start) / 1_000_000,
                notice(model, template(model)));
    }

    private static Optional<String> notice(NativeModel model, ChatTemplate template) {
        String both = Stream.of(model.weights().notice(), template.notice())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
        return both.isEmpty() ? Optional.empty() : Optional.of(both);
    }

    private OptionalLong limit(MemoryBudget budget) {
        return options.expertBytes().isPresent() ? OptionalLong.empty() : OptionalLong.of(budget.total() * MIB);
    }

    /// What is kept between runs, where the request names a folder for it.
    private Optional<BetweenRuns> kept(LoadRequest request, Loaded loaded) {
        return request.cache()
                .map(folder -> new BetweenRuns(
                        SavedFolder.at(folder),
                        () -> ModelPrint.of(
                                request.model(),
                                loaded.shape().file().dataStart(),
                                computedBy(loaded.info(), loaded.model()))));
    }

    /// Everything beside the model file that changes a number in the keys and values, the budget not being among it.
    private List<String> computedBy(ModelInfo info, NativeModel model) {
        return List.of(
                LlamaCpp.VERSION,
                System.getProperty("os.arch", ""),
                model.cpp().ggml().cpuFeatures(),
                "keys and values f16",
                "context " + info.contextTokens(),
                "experts used " + info.expertsUsed(),
                "threads " + model.threads(),
                weights + " " + options.kernels() + " from " + Placement.LARGE);
    }

    /// Replaces estimates by what llama.cpp reports and by what the process has grown to.
    private static MemoryNeeds measured(MemoryNeeds estimated, ModelShape shape, NativeModel model) {
        long small = shape.smallBuffers();
        long kv = model.kvBytes() == 0 ? estimated.kv() : model.kvBytes();
        long scratch = model.scratchBytes() == 0 ? estimated.scratch() : model.scratchBytes() + small;
        // Dense weights, keys and values and read buffers are resident now; the rest of the resident set is the host's.
        long counted = estimated.dense() + kv + WeightFile.BUFFERS;
        long host = Math.max(0, SystemMemory.resident() - counted) + heapHeadroom();
        return estimated.withMeasured(estimated.dense(), kv, scratch, host);
    }

    private static long heapHeadroom() {
        Runtime java = Runtime.getRuntime();
        long used = java.totalMemory() - java.freeMemory();
        return Math.min(java.maxMemory() - used, MOST_HEAP_GROWTH) + CODE_GROWTH;
    }

    /// A small model is done before a second thread has woken up, and threads that wait for each other at every
    /// node suffer when the computer is busy.
    private int threads(ModelDescription described) {
        boolean small = described.denseBytes() + described.expertBytes() < SMALL_MODEL;
        return options.threads()
                .orElseGet(() -> small ? 1 : Runtime.getRuntime().availableProcessors());
    }

    private static int contextTokens(LoadRequest request, ModelDescription described) {
        int trained = described.contextLength();
        return trained == 0 ? request.contextTokens() : Math.min(request.contextTokens(), trained);
    }

    private static void checkExpertsUsed(LoadRequest request, ModelDescription described)
            throws EngineException.BadRequest {
        if (request.expertsUsed().isEmpty()) return;
        int used = request.expertsUsed().getAsInt();
        if (!described.hasExperts()) {
            throw new EngineException.BadRequest(
                    "“" + described.name() + "” has no experts, so their number cannot be set.");
        }
        if (used < 1 || used > described.expertCount()) {
            throw new EngineException.BadRequest("“" + described.name() + "” has " + described.expertCount()
                    + " experts per layer; choose between 1 and that many.");
        }
    }
}
