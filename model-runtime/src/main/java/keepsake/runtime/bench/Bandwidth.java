package keepsake.runtime.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import keepsake.runtime.natives.Symbols;
import keepsake.runtime.residency.Landing;
import keepsake.runtime.residency.WeightFile;

/// How fast this computer's drive and memory are, measured in a fraction of a second each.
final class Bandwidth {
    private static final double NANOS = 1e9;
    private static final long PIECE = 1 << 20;
    /// Read from the drive in all; less where the file is smaller.
    private static final int PIECES = 128;

    private static final int PIECES_AT_ONCE = 8;

    /// Larger than any cache of a processor that people have at home.
    private static final long SWEPT = 192L << 20;

    private static final int SWEEPS = 3;

    private Bandwidth() {}

    /// Bytes per second of 1 MiB reads spread over the file, through the reader that reads experts.
    static double ofDrive(Path path) throws IOException {
        long places = Files.size(path) / PIECE;
        if (places == 0) return ofDrive(path, List.of(0L), Files.size(path));
        int pieces = (int) Math.min(places, PIECES);
        SplittableRandom random = new SplittableRandom(TokenSource.SEED);
        List<Long> offsets = new ArrayList<>();
        for (long i = 0; i < pieces; i++) {
            long from = i * places / pieces;
            offsets.add(random.nextLong(from, (i + 1) * places / pieces) * PIECE);
        }
        return ofDrive(path, offsets, PIECE);
    }

    private static double ofDrive(Path path, List<Long> offsets, long size) throws IOException {
        try (Arena arena = Arena.ofShared();
                WeightFile file = WeightFile.open(path)) {
            MemorySegment target = arena.allocate(PIECES_AT_ONCE * size, 4096);
            long start = System.nanoTime();
            for (int at = 0; at < offsets.size(); at += PIECES_AT_ONCE) {
                List<WeightFile.Piece> pieces = new ArrayList<>();
                for (int i = at; i < Math.min(at + PIECES_AT_ONCE, offsets.size()); i++) {
                    pieces.add(new WeightFile.Piece(
                            offsets.get(i), size, target.address() + (i - at) * size, Landing.AS_IS));
                }
                file.read(pieces, () -> false);
            }
            return offsets.size() * size * NANOS / Math.max(1, System.nanoTime() - start);
        }
    }

    /// Bytes per second that so many threads read from memory, the best of a few sweeps.
    static double ofMemory(int threads) {
        // The C library looks for a byte that is not there: nothing but reads, whatever this JVM compiles well.
        MethodHandle find = Symbols.ofSystem().function("memchr", ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG);
        long share = SWEPT / threads;
        try (Arena arena = Arena.ofShared();
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Callable<Boolean>> sweeps = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                MemorySegment part = arena.allocate(share, 64).fill((byte) 1); // untouched pages would all be one
                sweeps.add(() -> found(find, part));
            }
            double best = 0;
            for (int i = 0; i < SWEEPS; i++) {
                long start = System.nanoTime();
                for (Future<Boolean> sweep : pool.invokeAll(sweeps)) sweep.get();
                best = Math.max(best, share * threads * NANOS / Math.max(1, System.nanoTime() - start));
            }
            return best;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static boolean found(MethodHandle find, MemorySegment part) {
        try {
            return ((MemorySegment) find.invokeExact(part, 2, part.byteSize())).address() != 0;
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }
}
