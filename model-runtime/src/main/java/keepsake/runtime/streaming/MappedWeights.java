package keepsake.runtime.streaming;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.natives.LlamaCpp;
import keepsake.runtime.natives.ModelSettings;
import keepsake.runtime.natives.Symbols;
import keepsake.runtime.residency.ResidentExperts;

/// The whole file mapped by llama.cpp itself, as any other program would: the reference for what streaming must answer.
final class MappedWeights implements WeightSource {
    private static final long STEPS = 1_000;

    private final ModelShape shape;
    private final OptionalInt expertsUsed;
    private final StreamingOptions options;
    private LoadListener listener = LoadListener.NONE;

    MappedWeights(ModelShape shape, OptionalInt expertsUsed, StreamingOptions options) {
        this.shape = shape;
        this.expertsUsed = expertsUsed;
        this.options = options;
    }

    @Override
    public MemorySegment load(LlamaCpp cpp, Arena arena, LoadListener progress) throws EngineException {
        listener = progress;
        FunctionDescriptor type = FunctionDescriptor.of(JAVA_BOOLEAN, JAVA_FLOAT, ADDRESS);
        ModelSettings settings = cpp.llama()
                .modelSettings(arena)
                .mapped()
                .progress(Symbols.upcall(MethodHandles.lookup(), this, "onProgress", type, arena));
        if (options.kernels() == StreamingOptions.Kernels.PLAIN) settings.withoutRepacking();
        expertsUsed.ifPresent(n -> settings.override(shape.file().key("expert_used_count"), n));
        Path path = shape.file().path();
        cpp.log().clear();
        MemorySegment model = cpp.llama().modelFromFile(path.toString(), settings);
        if (model.address() == 0) throw StreamedWeights.refused(path, cpp.log().lastError());
        return model;
    }

    @SuppressWarnings("unused") // called by llama.cpp
    private boolean onProgress(float share, MemorySegment ignored) {
        try {
            listener.onProgress("reading weights", (long) (share * STEPS), STEPS);
        } catch (RuntimeException e) {
            // a listener's fault must not end the process
        }
        return true;
    }

    @Override
    public Optional<ResidentExperts> experts(long room) {
        return Optional.empty();
    }

    @Override
    public void prepare(int[] tokens) {}

    @Override
    public void close() {}
}
