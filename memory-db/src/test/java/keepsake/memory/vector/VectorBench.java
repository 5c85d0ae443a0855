package keepsake.memory.vector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import keepsake.memory.MemoryId;
import keepsake.memory.sql.Database;

/// How long a search takes and how much memory the index takes. By hand:
/// `VectorBench FOLDER ROWS SHORTLIST [VECTORS]`, where VECTORS is a file of real vectors (384 little-endian floats
/// each) whose noisy copies fill the store; without it they are noise around 500 directions. The store is made when
/// it is not there; a second run starts from its files, as the app does.
final class VectorBench {
    private static final int DIMENSIONS = 384;
    private static final int QUERIES = 300;

    /// As far apart as messages about related things: a cosine of about 0.86.
    private static final float NOISE = 0.6f;

    private VectorBench() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int rows = Integer.parseInt(arguments[1]);
        int shortlist = Integer.parseInt(arguments[2]);
        float[][] bases = arguments.length > 3 ? read(Path.of(arguments[3])) : made();
        boolean fresh = !Files.exists(folder.resolve("keepsake.db"));
        long before;
        try (Database database = Database.open(folder)) {
            if (fresh) fill(database, rows, bases);
            before = rssMib();
            VectorIndex index = new VectorIndex(database);
            long start = System.nanoTime();
            index.nearest(noisy(bases, new Random(1)), shortlist, 50);
            System.out.printf("%s first search %.0f ms%n", fresh ? "fresh:" : "again:", millis(start));
            long heldRss = rssMib();
            measure(index, bases, shortlist);
            System.out.printf(
                    "rows %,d, file %d MiB, RSS %d MiB before, %d with index, %d after searching%n",
                    index.size(), Files.size(folder.resolve("keepsake.vectors")) >> 20, before, heldRss, rssMib());
            start = System.nanoTime();
            if (fresh) {
                index.rewriteAfterErase();
                System.out.printf("made anew from the table in %.0f ms%n", millis(start));
            }
            index.close();
        }
    }

    private static void measure(VectorIndex index, float[][] bases, int shortlist) {
        Random random = new Random(2);
        for (int round = 0; round < 3; round++) {
            double[] whole = new double[QUERIES];
            double[] scan = new double[QUERIES];
            Scanner scanner = new Scanner();
            CodeList.View view = index.follow().orElseThrow().messages().view();
            int found = 0;
            for (int i = 0; i < QUERIES; i++) {
                float[] query = noisy(bases, random);
                long start = System.nanoTime();
                List<Near> near = index.nearest(query, shortlist, 50);
                whole[i] = millis(start);
                found += near.size();
                start = System.nanoTime();
                scanner.scan(view, new QueryCode(query), shortlist);
                scan[i] = millis(start);
            }
            scanner.close();
            Arrays.sort(whole);
            Arrays.sort(scan);
            System.out.printf(
                    "search p50 %.2f p95 %.2f ms, of it scan p50 %.2f p95 %.2f ms (found %d)%n",
                    whole[QUERIES / 2],
                    whole[QUERIES * 95 / 100],
                    scan[QUERIES / 2],
                    scan[QUERIES * 95 / 100],
                    found / QUERIES);
        }
    }

    private static void fill(Database database, int rows, float[][] bases) {
        Random random = new Random(3);
        database.write(sql -> {
            EmbeddingTable.adopt(sql, "bench", DIMENSIONS);
            return true;
        });
        long start = System.nanoTime();
        for (int from = 1; from <= rows; from += 10_000) {
            int first = from;
            database.write(sql -> {
                for (int i = first; i < first + 10_000 && i <= rows; i++) {
                    EmbeddingTable.replace(sql, MemoryId.message(i), 1, ByteVector.of(noisy(bases, random)));
                }
                return true;
            });
        }
        System.out.printf("%,d vectors kept in %.0f ms%n", rows, millis(start));
    }

    private static float[] noisy(float[][] bases, Random random) {
        float[] base = bases[random.nextInt(bases.length)];
        float[] vector = new float[DIMENSIONS];
        float spread = NOISE / (float) Math.sqrt(DIMENSIONS);
        double squares = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = base[i] + spread * (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSIONS; i++) vector[i] /= (float) Math.sqrt(squares);
        return vector;
    }

    private static float[][] made() {
        Random random = new Random(4);
        float[][] bases = new float[500][DIMENSIONS];
        for (float[] base : bases) {
            for (int i = 0; i < DIMENSIONS; i++) base[i] = (float) random.nextGaussian() / 20;
        }
        return bases;
    }

    private static float[][] read(Path file) throws IOException {
        FloatBuffer floats = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[][] bases = new float[floats.remaining() / DIMENSIONS][DIMENSIONS];
        for (float[] base : bases) floats.get(base);
        return bases;
    }

    private static long rssMib() throws IOException {
        System.gc();
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .sum();
        }
    }

    private static double millis(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
