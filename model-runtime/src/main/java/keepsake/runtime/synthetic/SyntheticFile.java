package keepsake.runtime.synthetic;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.GgmlType;
import keepsake.runtime.gguf.GgufWriter;
import keepsake.runtime.gguf.GgufWriter.TensorPlan;

/// Writes synthetic models. The weights are made while they are written, so memory does not depend on the size.
/// Threads: any.
public final class SyntheticFile {
    /// The smallest and the largest size that can be asked for, bytes.
    public static final long LEAST = 2_000_000;

    public static final long MOST = 20L << 30;

    /// How experts can be stored.
    public static final List<GgmlType> TYPES = List.of(GgmlType.Q4_K, GgmlType.Q6_K, GgmlType.Q8_0, GgmlType.MXFP4);

    private SyntheticFile() {}

    /// Whether a file that is there may be replaced.
    public enum Existing {
        KEEP,
        REPLACE
    }

    /// Hears how many bytes are written.
    @FunctionalInterface
    public interface Progress {
        void onProgress(long done, long total);
    }

    /// The dimensions for a size; layers are given up first, then width, then experts.
    ///
    /// @param bytes    [#LEAST] to [#MOST]; the result comes as near as the blocks of the type allow
    /// @param type     one of [#TYPES]
    /// @param locality 0 to 1
    public static SyntheticModel fit(SyntheticShape shape, long bytes, GgmlType type, double locality, long seed) {
        if (bytes < LEAST || bytes > MOST) throw new IllegalArgumentException("no size: " + bytes);
        if (!TYPES.contains(type)) throw new IllegalArgumentException("no type for experts: " + type);
        if (!(locality >= 0 && locality <= 1)) throw new IllegalArgumentException("no locality: " + locality);
        return SizeFit.find(shape, bytes, type, locality, seed);
    }

    /// Writes the file: whole, or not at all.
    ///
    /// @return false when stopped; nothing is left then
    /// @throws FileAlreadyExistsException when the file is there and is to be kept
    /// @throws IOException                when there is too little space, or the file cannot be written
    public static boolean write(SyntheticModel model, Path file, Existing existing, Progress progress, StopSignal stop)
            throws IOException {
        if (existing == Existing.KEEP && Files.exists(file)) throw new FileAlreadyExistsException(file.toString());
        checkSpace(model, file.toAbsolutePath());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            writeTo(part, model, progress, stop);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (CancellationException stopped) {
            return false;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void checkSpace(SyntheticModel model, Path file) throws IOException {
        Path folder = Optional.ofNullable(file.getParent()).orElse(file);
        if (!Files.isDirectory(folder)) throw new FileSystemException(file.toString(), "", "there is no such folder");
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < model.bytes()) {
            throw new FileSystemException(
                    file.toString(),
                    "",
                    "it needs %,d MB and %,d MB are free".formatted(model.bytes() / 1_000_000, free / 1_000_000));
        }
    }

    private static void writeTo(Path part, SyntheticModel model, Progress progress, StopSignal stop)
            throws IOException {
        List<TensorPlan> plans = model.plans();
        long total = model.bytes();
        MadeUpWeights weights = new MadeUpWeights(model);
        try (GgufWriter writer = GgufWriter.create(part, model.metadata(), plans)) {
            long done = 0;
            for (TensorPlan plan : plans) {
                long before = done;
                weights.make(plan, (at, bytes) -> {
                    progress.onProgress(before + at, total);
                    if (stop.isRaised()) throw new CancellationException();
                    writer.write(plan.name(), at, bytes);
                });
                done += plan.size();
            }
            progress.onProgress(total, total);
            writer.finish();
        }
    }
}
