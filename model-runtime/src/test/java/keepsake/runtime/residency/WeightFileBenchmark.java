package keepsake.runtime.residency;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What a layer's misses cost: nine pieces scattered over a file of 512 MiB, read at once. Run by hand on the drive in
/// question (`-Djava.io.tmpdir`), see docs/benchmarks.md.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
public class WeightFileBenchmark {
    private static final int PIECES = 9;
    private static final int MIB = 1 << 20;
    private static final int FILE_MIB = 512;

    @Param({"221184", "1179648"})
    private int pieceBytes;

    @Param({"2", "4", "8"})
    private int readers;

    private final Random random = new Random(1);
    private final Arena arena = Arena.ofShared();
    private Path path = Path.of("");
    private List<WeightFile> open = List.of();
    private MemorySegment target = MemorySegment.NULL;

    @Setup
    public void write() throws IOException {
        path = Files.createTempFile("weights", ".bin");
        byte[] mib = new byte[MIB];
        try (var out = Files.newOutputStream(path)) {
            for (int i = 0; i < FILE_MIB; i++) {
                random.nextBytes(mib);
                out.write(mib);
            }
        }
        Reading reading = new Reading(Reading.Mode.DIRECT, readers, ByteSource::ofFile);
        open = List.of(WeightFile.open(path, reading));
        target = arena.allocate((long) PIECES * pieceBytes, 4096);
    }

    @TearDown
    public void delete() throws IOException {
        open.getFirst().close();
        Files.delete(path);
    }

    @Benchmark
    public boolean layer() throws IOException {
        List<WeightFile.Piece> pieces = new ArrayList<>();
        for (int i = 0; i < PIECES; i++) {
            long offset = random.nextLong((long) FILE_MIB * MIB - pieceBytes) / 32 * 32;
            pieces.add(
                    new WeightFile.Piece(offset, pieceBytes, target.address() + (long) i * pieceBytes, Landing.AS_IS));
        }
        return open.getFirst().read(pieces, () -> false);
    }
}
