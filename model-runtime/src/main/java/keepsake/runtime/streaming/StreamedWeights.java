package keepsake.runtime.streaming;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.gguf.GgufTensor;
import keepsake.runtime.natives.Ggml;
import keepsake.runtime.natives.HostBufferType;
import keepsake.runtime.natives.Layouts;
import keepsake.runtime.natives.LlamaCpp;
import keepsake.runtime.natives.ModelSettings;
import keepsake.runtime.natives.Repacking;
import keepsake.runtime.natives.Symbols;
import keepsake.runtime.residency.AddressSpace;
import keepsake.runtime.residency.EmbeddingRows;
import keepsake.runtime.residency.ExpertMatrix;
import keepsake.runtime.residency.ExpertSource;
import keepsake.runtime.residency.Landing;
import keepsake.runtime.residency.ResidentExperts;
import keepsake.runtime.residency.WeightFile;
import keepsake.runtime.residency.WeightsLost;
import keepsake.runtime.sidecar.Sidecar;

/// Dense weights read from the file into memory; address space alone for the experts, and for the embeddings where
/// a token needs only its row of them. llama.cpp makes the model from the metadata and asks us for the bytes of
/// every weight.
final class StreamedWeights implements WeightSource {
    private final ModelShape shape;
    private final OptionalInt expertsUsed;
    private final StreamingOptions options;
    private final AddressSpace memory = AddressSpace.ofSystem();
    private final WeightFile file;
    private final Map<String, GgufTensor> tensors = new HashMap<>();
    private final Map<Long, Long> regions = new LinkedHashMap<>();
    private final List<ExpertMatrix> matrices = new ArrayList<>();
    private final long denseBytes;
    private Optional<ResidentExperts> experts = Optional.empty();
    private Optional<EmbeddingRows> embeddings = Optional.empty();
    private Optional<LoadSession> session = Optional.empty();
    private Optional<Sidecar> sidecar = Optional.empty();
    private Optional<String> notice = Optional.empty();

    /// What is only needed while llama.cpp makes the model.
    private static final class LoadSession {
        final Placement placement;
        final LoadListener progress;
        final Set<Long> rearranged = new HashSet<>();
        long denseDone;
        Optional<Exception> failure = Optional.empty();

        LoadSession(Placement placement, LoadListener progress) {
            this.placement = placement;
            this.progress = progress;
        }
    }

    /// @param expertsUsed experts per token instead of the model's own number
    StreamedWeights(ModelShape shape, OptionalInt expertsUsed, StreamingOptions options) throws EngineException {
        this.shape = shape;
        this.expertsUsed = expertsUsed;
        this.options = options;
        long dense = 0;
        for (GgufTensor tensor : shape.file().tensors()) {
            tensors.put(tensor.name(), tensor);
            if (!tensor.isExperts() && !onDemand(tensor)) dense += tensor.size();
        }
        this.denseBytes = Math.max(1, dense);
        try {
            this.file = WeightFile.open(shape.file().path(), options.reading());
        } catch (IOException e) {
            throw new EngineException.BadModel("“" + shape.model().name() + "” cannot be read: " + e.getMessage()
                    + ". Check the file and its drive.");
        }
    }

    private boolean onDemand(GgufTensor tensor) {
        return tensor.name().equals(ModelShape.EMBEDDINGS) && shape.embeddingsOnDemand();
    }

    @Override
    public MemorySegment load(LlamaCpp cpp, Arena arena, LoadListener progress) throws EngineException {
        Ggml ggml = cpp.ggml();
        Optional<Repacking> repacking =
                options.kernels() == StreamingOptions.Kernels.FAST ? cpp.repacking() : Optional.empty();
        LoadSession loading = new LoadSession(new Placement(shape, repacking), progress);
        session = Optional.of(loading);
        MemorySegment tensorContext = arena.allocate(ADDRESS);
        Path path = shape.file().path();
        cpp.log().clear();
        MemorySegment metadata = ggml.readMetadata(path.toString(), tensorContext);
        if (metadata.address() == 0) throw refused(path, cpp.log().lastError());
        try {
            expertsUsed.ifPresent(n -> ggml.setMetadata(metadata, shape.file().key("expert_used_count"), n));
            FunctionDescriptor type = FunctionDescriptor.ofVoid(ADDRESS, ADDRESS);
            MemorySegment callback = Symbols.upcall(MethodHandles.lookup(), this, "setTensor", type, arena);
            MemorySegment model =
                    cpp.llama().modelFromMetadata(metadata, callback, settings(cpp, loading.placement, arena));
            if (loading.failure.isPresent()) {
                if (model.address() != 0) cpp.llama().freeModel(model);
                throw unreadable(loading.failure.get());
            }
            if (model.address() == 0) throw refused(path, cpp.log().lastError());
            confirmAfter(model, cpp);
            openSidecar(loading.placement);
            loading.rearranged.forEach(buffer -> repacking.orElseThrow().adopt(MemorySegment.ofAddress(buffer)));
            return model;
        } finally {
            ggml.freeMetadata(metadata);
            ggml.freeContext(tensorContext.get(ADDRESS, 0));
            session = Optional.empty();
            memory.trim();
        }
    }

    /// Weights that were read while the file changed are no model.
    private void confirmAfter(MemorySegment model, LlamaCpp cpp) throws EngineException {
        try {
            file.confirm();
        } catch (IOException e) {
            cpp.llama().freeModel(model);
            throw unreadable(e);
        }
    }

    private void openSidecar(Placement placement) {
        if (options.experts() == StreamingOptions.Experts.OF_MODEL) return;
        try {
            sidecar = Sidecar.open(shape.file(), placement.sidecar());
        } catch (IOException unusable) {
            notice = Optional.ofNullable(unusable.getMessage());
        }
    }

    private ModelSettings settings(LlamaCpp cpp, Placement placement, Arena arena) {
        Map<String, MemorySegment> places = new LinkedHashMap<>();
        placement
                .patterns()
                .forEach((place, pattern) -> places.put(
                        pattern,
                        place == Placement.Place.DENSE_FAST
                                ? cpp.repacking().orElseThrow().bufferType()
                                : reserved(cpp.ggml(), "KEEPSAKE_" + place, arena)));
        return cpp.llama().modelSettings(arena).place(places).withoutRepacking(); // what is rearranged is named above
    }

    private MemorySegment reserved(Ggml ggml, String name, Arena arena) {
        return new HostBufferType(ggml, name, this::reserve, arena).struct();
    }

    private long reserve(long size) {
        long address = memory.reserve(size);
        if (address != 0) regions.put(address, size);
        return address;
    }

    /// Upcall, once for every weight: must not throw.
    @SuppressWarnings("unused")
    private void setTensor(MemorySegment tensor, MemorySegment ignored) {
        LoadSession loading = session.orElseThrow();
        if (loading.failure.isPresent()) return;
        try {
            MemorySegment struct = tensor.reinterpret(Layouts.Tensor.SIZE);
            String name = struct.getString(Layouts.Tensor.NAME);
            GgufTensor known = tensors.get(name);
            if (known == null) throw new IOException("the file has no weights " + name);
            place(loading, struct, known);
        } catch (IOException | RuntimeException e) {
            loading.failure = Optional.of(e);
        }
    }

    private void place(LoadSession loading, MemorySegment struct, GgufTensor tensor) throws IOException {
        long address = struct.get(JAVA_LONG, Layouts.Tensor.DATA);
        switch (loading.placement.of(tensor)) {
            case DENSE -> read(loading, tensor, address, Landing.AS_IS);
            case DENSE_FAST -> read(loading, tensor, address, landing(loading, tensor));
            case EXPERTS -> addExperts(tensor, address, Landing.AS_IS);
            case EXPERTS_FAST -> {
                loading.placement.kernel(tensor).orElseThrow().use(struct);
                loading.rearranged.add(
                        struct.get(ADDRESS, Layouts.Tensor.BUFFER).address());
                addExperts(tensor, address, landing(loading, tensor));
            }
            case EMBEDDINGS ->
                embeddings = Optional.of(new EmbeddingRows(
                        file,
                        memory,
                        tensor.offset(),
                        tensor.rowBytes(),
                        Math.toIntExact(tensor.dim(1)),
                        address,
                        ModelShape.EMBEDDING_ROWS));
        }
    }

    private static Landing landing(LoadSession loading, GgufTensor tensor) {
        return new RepackedRows(loading.placement.kernel(tensor).orElseThrow());
    }

    private void addExperts(GgufTensor tensor, long address, Landing landing) {
        matrices.add(new ExpertMatrix(
                ModelShape.layerOf(tensor.name()),
                tensor.offset(),
                tensor.sliceBytes(),
                Math.toIntExact(tensor.slices()),
                address,
                landing));
    }

    private void read(LoadSession loading, GgufTensor tensor, long address, Landing landing) throws IOException {
        file.read(List.of(new WeightFile.Piece(tensor.offset(), tensor.size(), address, landing)), () -> false);
        loading.denseDone = Math.min(denseBytes, loading.denseDone + tensor.size());
        loading.progress.onProgress("reading weights", loading.denseDone, denseBytes);
    }

    @Override
    public Optional<ResidentExperts> experts(long room) {
        if (matrices.isEmpty()) return Optional.empty();
        ExpertSource model = ExpertSource.ofModel(file);
        ExpertSource source = sidecar.<ExpertSource>map(s -> s).orElse(model);
        experts = Optional.of(
                new ResidentExperts(source, model, memory, shape.model().blockCount(), matrices, room));
        return experts;
    }

    @Override
    public void begin() throws IOException {
        file.begin();
    }

    @Override
    public void confirm() throws IOException {
        file.confirm();
    }

    @Override
    public void dropRead() throws IOException {
        if (experts.isPresent()) experts.get().dropAll();
        embeddings.ifPresent(EmbeddingRows::dropAll);
    }

    @Override
    public long piecesRead() {
        return file.chunksRead();
    }

    @Override
    public void prepare(int[] tokens) throws IOException {
        if (embeddings.isPresent()) embeddings.get().require(tokens);
    }

    @Override
    public Optional<String> notice() {
        return notice;
    }

    @Override
    public void close() {
        sidecar.ifPresent(Sidecar::close);
        file.close();
        regions.forEach(memory::free);
        regions.clear();
    }

    private EngineException unreadable(Exception cause) {
        if (cause instanceof WeightsLost said) {
            return new EngineException.Failed(
                    "“" + shape.model().name() + "” could not be loaded. " + said.getMessage());
        }
        return new EngineException.Failed("“" + shape.model().name() + "” could not be loaded: " + cause.getMessage()
                + ". Check that the file is complete and its drive is connected, then try again.");
    }

    /// llama.cpp said no.
    static EngineException refused(Path path, String reason) {
        return new EngineException.BadModel("llama.cpp cannot run “" + path.getFileName() + "”"
                + (reason.isEmpty() ? "" : " (" + reason + ")") + ". Choose another model.");
    }
}
