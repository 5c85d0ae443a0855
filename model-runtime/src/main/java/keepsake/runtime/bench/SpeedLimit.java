package keepsake.runtime.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.GenerationStats;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.residency.SystemMemory;

/// How fast a computer could answer with a model: `tokens/s ≤ 1 / max(t_io, t_c)`, as [Bound] has it for benchmarks,
/// for
/// answers that were given. Threads: any; measurements disturb each other and whatever else runs.
public final class SpeedLimit {
    /// The probe of the memory takes a third of this for a moment.
    private static final long ROOM_TO_MEASURE = 600L << 20;

    private final ModelInfo model;
    private final FileFacts file;

    private SpeedLimit(ModelInfo model, FileFacts file) {
        this.model = model;
        this.file = file;
    }

    /// Reads the metadata of the model's file.
    public static SpeedLimit of(ModelInfo model) throws EngineException.BadModel {
        return new SpeedLimit(model, FileFacts.of(model.path()));
    }

    /// Bytes per second that the drive of a model file reads; takes a fraction of a second.
    public static double driveBytes(Path path) throws IOException {
        return Bandwidth.ofDrive(path);
    }

    /// Bytes per second that this computer reads from memory; empty when there is too little to spare for trying.
    public static OptionalDouble memoryBytes() {
        if (SystemMemory.available() < ROOM_TO_MEASURE) return OptionalDouble.empty();
        return OptionalDouble.of(Bandwidth.ofMemory(Runtime.getRuntime().availableProcessors()));
    }

    /// The most tokens per second that an answer with these hits could have had.
    ///
    /// @param driveBytes  per second
    /// @param memoryBytes per second
    public double tokensPerSecond(GenerationStats answer, double driveBytes, double memoryBytes) {
        double seen = answer.promptTokens() + answer.answerTokens() / 2.0;
        Bound.Rates rates = new Bound.Rates(driveBytes, memoryBytes);
        return Bound.decodeTps(rates, file, model, answer.decode().hitRate(), seen);
    }
}
