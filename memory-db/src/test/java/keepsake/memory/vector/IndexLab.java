package keepsake.memory.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import keepsake.memory.MemoryId;
import keepsake.memory.sql.Database;

/// A memory whose messages have made-up vectors, and the same vectors to compare with.
final class IndexLab implements AutoCloseable {
    static final int DIMENSIONS = 100;

    private final Path folder;
    private final Random random;
    private final Map<Long, float[]> kept = new TreeMap<>();
    private Database database;
    private VectorIndex index;

    IndexLab(Path folder, long seed) {
        this.folder = folder;
        this.random = new Random(seed);
        this.database = Database.open(folder);
        this.index = new VectorIndex(database);
        database.write(sql -> {
            EmbeddingTable.adopt(sql, "made up", DIMENSIONS);
            return sql.insert("INSERT INTO conversation (started_at, changed_at) VALUES (0, 0)");
        });
    }

    Path file() {
        return folder.resolve("keepsake.vectors");
    }

    Database database() {
        return database;
    }

    VectorIndex index() {
        return index;
    }

    Map<Long, float[]> kept() {
        return kept;
    }

    float[] vectorOf(long id) {
        return Objects.requireNonNull(kept.get(id));
    }

    /// Around one direction, as embeddings are.
    float[] vector() {
        float[] vector = new float[DIMENSIONS];
        double squares = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextGaussian() + (i % 3 == 0 ? 1.5f : 0);
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSIONS; i++) vector[i] /= (float) Math.sqrt(squares);
        return vector;
    }

    void add(int count) {
        database.write(sql -> {
            for (int i = 0; i < count; i++) {
                long id = sql.insert("INSERT INTO message (conversation_id, role, text, said_at, state)"
                        + " VALUES (1, 'user', 'text', 0, 'complete')");
                float[] vector = vector();
                EmbeddingTable.replace(sql, MemoryId.message(id), 1, ByteVector.of(vector));
                kept.put(id, vector);
            }
            return count;
        });
    }

    void replaceSome() {
        database.write(sql -> {
            for (long id : some()) {
                float[] vector = vector();
                kept.put(id, vector);
                EmbeddingTable.replace(sql, MemoryId.message(id), 1, ByteVector.of(vector));
            }
            return true;
        });
    }

    void deleteSome() {
        List<Long> gone = some();
        database.write(sql -> {
            for (long id : gone) sql.update("DELETE FROM message WHERE id = ?", id);
            return true;
        });
        kept.keySet().removeAll(gone);
    }

    void eraseSome() {
        List<Long> gone = some();
        database.write(sql -> {
            index.forget(sql, gone, List.of());
            return true;
        });
        index.rewriteAfterErase();
        kept.keySet().removeAll(gone);
    }

    private List<Long> some() {
        List<Long> ids = new ArrayList<>(kept.keySet());
        Collections.shuffle(ids, random);
        return List.copyOf(ids.subList(0, (ids.size() + 3) / 4));
    }

    void closeAll() {
        index.save();
        index.close();
        database.close();
    }

    void openAll() {
        database = Database.open(folder);
        index = new VectorIndex(database);
    }

    void cutFile() throws IOException {
        if (!Files.exists(file())) return;
        byte[] bytes = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(bytes, random.nextInt(bytes.length)));
    }

    void flipBit() throws IOException {
        if (!Files.exists(file())) return;
        byte[] bytes = Files.readAllBytes(file());
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file(), bytes);
    }

    /// The ids of the vectors nearest to a question, by comparing with every one.
    List<Long> exact(float[] query, int limit) {
        return kept.entrySet().stream()
                .sorted(Comparator.comparingDouble(
                        entry -> -ByteVector.of(entry.getValue()).cosine(query)))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    static List<Long> ids(List<Near> found) {
        return found.stream().map(near -> near.id().number()).toList();
    }

    @Override
    public void close() {
        index.close();
        database.close();
    }
}
