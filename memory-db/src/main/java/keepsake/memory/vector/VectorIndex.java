package keepsake.memory.vector;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.MemoryId;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;
import keepsake.memory.vector.EmbeddingTable.Current;

/// Finds the vectors nearest to a question: one bit per dimension of all of them in memory gives a shortlist, whose
/// whole vectors are then read from the database and compared exactly.
///
/// The table is the truth. What this holds in memory follows it at every search, whichever process wrote; the file
/// beside the database (`keepsake.vectors`) only saves reading the table at the next start. Because the exact
/// comparison reads the table, what was deleted is never found, whatever the index still holds.
///
/// Threads: any, but not from within a [Database#read]: searching starts one of its own. Searching in an interrupted
/// thread ends early and finds nothing.
public final class VectorIndex {
    /// Below this many, a new mean costs nothing and is made at each doubling; above, it no longer changes.
    private static final int MEAN_SETTLED = 50_000;

    /// As many as the file may lack before it is written again, or an eighth of all.
    private static final int UNSAVED = 2_000;

    /// As many as it may lack when the memory is closed, or a 64th of all.
    private static final int UNSAVED_AT_END = 250;

    private final Database database;
    private final CodeFile file;
    private final Scanner scanner = new Scanner();
    private final ReentrantLock following = new ReentrantLock();
    private volatile Optional<Codes> codes = Optional.empty();
    private int saved;

    public VectorIndex(Database database) {
        this.database = database;
        this.file = new CodeFile(fileOf(database));
    }

    private static Path fileOf(Database database) {
        return database.file().resolveSibling("keepsake.vectors");
    }

    /// The messages nearest to a question, best first.
    ///
    /// @param query     of length 1, of the model whose vectors are kept
    /// @param shortlist how many are compared exactly; 200 keeps nearly all of the best 10
    /// @param limit     how many at most
    public List<Near> nearest(float[] query, int shortlist, int limit) {
        return nearest(MemoryId.Kind.MESSAGE, query, shortlist, limit);
    }

    /// The facts nearest to a question, of whatever status, best first. See [#nearest].
    public List<Near> nearestFacts(float[] query, int shortlist, int limit) {
        return nearest(MemoryId.Kind.FACT, query, shortlist, limit);
    }

    private List<Near> nearest(MemoryId.Kind kind, float[] query, int shortlist, int limit) {
        if (limit < 1 || shortlist < 1) return List.of();
        Optional<Codes> now = follow();
        if (now.isEmpty() || now.get().mean().length != query.length) return List.of();
        long[] rows = scanner.scan(now.get().of(kind).view(), new QueryCode(query), Math.max(shortlist, limit));
        return database.read(sql -> exact(sql, kind, query, rows)).stream()
                .limit(limit)
                .toList();
    }

    private static List<Near> exact(Sql sql, MemoryId.Kind kind, float[] query, long[] rows) throws SQLException {
        if (rows.length == 0) return List.of();
        // In the order of the table, neighbours share pages.
        Arrays.sort(rows);
        List<Near> found = new ArrayList<>(rows.length);
        sql.visit("SELECT number, scale, vector FROM embedding WHERE id IN (" + joined(rows) + ")", row -> {
            ByteVector vector = EmbeddingTable.vector(row, 2, 3);
            found.add(new Near(new MemoryId(kind, row.getLong(1)), vector.cosine(query)));
            return true;
        });
        found.sort(Comparator.comparingDouble(Near::similarity).reversed());
        return found;
    }

    /// Vectors of messages, read before the question's is known.
    public static final class Fetched {
        private final Map<Long, ByteVector> vectors = new HashMap<>();
    }

    /// Reads the vectors of messages of which [#similarities] is likely to be asked.
    public Fetched fetch(Sql sql, long[] messageIds) throws SQLException {
        Fetched fetched = new Fetched();
        visit(sql, MemoryId.Kind.MESSAGE, messageIds, fetched.vectors::put);
        return fetched;
    }

    /// How near given messages are to a question.
    ///
    /// @param fetched what was read of them already
    /// @return cosines in the order of the ids; NaN for a message without a vector of the current model
    public float[] similarities(Sql sql, float[] query, long[] messageIds, Fetched fetched) throws SQLException {
        return similarities(sql, MemoryId.Kind.MESSAGE, query, messageIds, fetched.vectors);
    }

    /// How near given facts are to a question. See [#similarities].
    public float[] factSimilarities(Sql sql, float[] query, long[] factIds) throws SQLException {
        return similarities(sql, MemoryId.Kind.FACT, query, factIds, Map.of());
    }

    private static float[] similarities(
            Sql sql, MemoryId.Kind kind, float[] query, long[] numbers, Map<Long, ByteVector> fetched)
            throws SQLException {
        Map<Long, ByteVector> vectors = HashMap.newHashMap(numbers.length);
        long[] others = Arrays.stream(numbers)
                .filter(number -> !fetched.containsKey(number))
                .toArray();
        visit(sql, kind, others, vectors::put);
        float[] result = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            ByteVector vector = fetched.getOrDefault(numbers[i], vectors.get(numbers[i]));
            if (vector == null || vector.values().length != query.length) result[i] = Float.NaN;
            else result[i] = vector.cosine(query);
        }
        return result;
    }

    private interface Each {
        void found(long number, ByteVector vector);
    }

    /// Looks at the vectors of the current model.
    private static void visit(Sql sql, MemoryId.Kind kind, long[] numbers, Each each) throws SQLException {
        if (numbers.length == 0) return;
        sql.visit(
                "SELECT e.number, e.scale, e.vector FROM embedding e JOIN embedding_state s ON s.model = e.model"
                        + " WHERE e.kind = ? AND e.number IN (" + joined(numbers) + ")",
                row -> {
                    each.found(row.getLong(1), EmbeddingTable.vector(row, 2, 3));
                    return true;
                },
                EmbeddingTable.letter(kind));
    }

    private static String joined(long[] numbers) {
        StringBuilder list = new StringBuilder(numbers.length * 8);
        for (long number : numbers) list.append(list.isEmpty() ? "" : ",").append(number);
        return list.toString();
    }

    /// Whether a message has a vector of the current model.
    public boolean has(long messageId) {
        return database.read(sql -> sql.number(
                        "SELECT count(*) FROM embedding e JOIN embedding_state s ON s.model = e.model"
                                + " WHERE e.kind = 'm' AND e.number = ?",
                        messageId))
                > 0;
    }

    /// How many messages and facts have a vector of the current model.
    public int size() {
        return database.read(EmbeddingTable::current)
                .map(current -> Math.toIntExact(current.embedded()))
                .orElse(0);
    }

    /// Reads what was added to the table since the last time, by whichever process. The first call reads the file, or
    /// the whole table (about two seconds for a million).
    ///
    /// While another thread does so, the state before is good enough, if there is one.
    Optional<Codes> follow() {
        if (!following.tryLock()) {
            Optional<Codes> before = codes;
            if (before.isPresent()) return before;
            following.lock();
        }
        try {
            Optional<Codes> followed = database.read(this::followed);
            codes = followed;
            followed.ifPresent(now -> {
                if (now.size() - saved > Math.max(UNSAVED, now.size() / 8)) save(now);
            });
            return followed;
        } finally {
            following.unlock();
        }
    }

    private Optional<Codes> followed(Sql sql) throws SQLException {
        Optional<Current> found = EmbeddingTable.current(sql);
        if (found.isEmpty()) return Optional.empty();
        Current current = found.get();
        Optional<Codes> held =
                codes.filter(there -> there.model() == current.id()).or(() -> loaded(current));
        if (held.isEmpty()) return Optional.of(rebuilt(sql, current));
        Codes now = held.get();
        EmbeddingTable.visit(sql, current.id(), now.last(), now::add);
        boolean outgrown = now.size() >= 2 * now.meanOf() && now.meanOf() < MEAN_SETTLED;
        return Optional.of(outgrown ? rebuilt(sql, current) : now);
    }

    private Optional<Codes> loaded(Current current) {
        Optional<Codes> read = file.read(current);
        if (read.isEmpty()) dropFile();
        saved = read.map(Codes::size).orElse(0);
        return read;
    }

    private static Codes rebuilt(Sql sql, Current current) throws SQLException {
        float[] mean = new float[current.dimensions()];
        int[] count = {0};
        EmbeddingTable.visitSome(sql, current.id(), MEAN_SETTLED, (id, kind, vector) -> {
            count[0]++;
            for (int i = 0; i < mean.length; i++) mean[i] += vector.scale() * vector.values()[i];
        });
        for (int i = 0; i < mean.length; i++) mean[i] /= Math.max(1, count[0]);
        Codes fresh = new Codes(current.id(), current.erasures(), mean, count[0]);
        EmbeddingTable.visit(sql, current.id(), 0, fresh::add);
        return fresh;
    }

    private void save(Codes now) {
        try {
            long erasures = erasures();
            Codes clean = now;
            // What was erased is still among the codes in memory; it must not come to the disk again.
            if (now.erasures() != erasures) {
                Optional<Codes> fresh = database.read(VectorIndex::rebuilt);
                if (fresh.isEmpty()) return;
                clean = fresh.get();
                codes = fresh;
            }
            file.write(clean);
            saved = clean.size();
            // Erased by another process while this one wrote: that process has written its own before, or will.
            if (erasures() != clean.erasures()) file.delete();
        } catch (IOException notWritten) {
            saved = now.size(); // only a slower next start; not tried again at every search
        }
    }

    private static Optional<Codes> rebuilt(Sql sql) throws SQLException {
        Optional<Current> current = EmbeddingTable.current(sql);
        return current.isEmpty() ? Optional.empty() : Optional.of(rebuilt(sql, current.get()));
    }

    private long erasures() {
        return database.read(sql -> sql.number("SELECT erasures FROM embedding_state"));
    }

    /// Writes the file if it lacks so much that reading it from the table would take time at the next start.
    void save() {
        following.lock();
        try {
            if (codes.isEmpty()) return;
            Codes now = codes.get();
            if (now.erasures() != erasures()) dropFile();
            if (now.size() - saved > Math.max(UNSAVED_AT_END, now.size() / 64)) save(now);
        } finally {
            following.unlock();
        }
    }

    /// A file that is not used may hold what was erased.
    private void dropFile() {
        saved = 0;
        try {
            file.delete();
        } catch (IOException stuck) {
            // Tried again at the next start; `rewriteAfterErase` tells whoever erased.
        }
    }

    /// Part of erasing for good: deletes vectors and places in the queue. In the caller's writing transaction; after
    /// its commit [#rewriteAfterErase] is to be called.
    public void forget(Sql sql, Collection<Long> messageIds, Collection<Long> factIds) throws SQLException {
        forget(sql, MemoryId.Kind.MESSAGE, messageIds);
        forget(sql, MemoryId.Kind.FACT, factIds);
        if (!messageIds.isEmpty() || !factIds.isEmpty()) {
            sql.update("UPDATE embedding_state SET erasures = erasures + 1");
        }
    }

    private static void forget(Sql sql, MemoryId.Kind kind, Collection<Long> numbers) throws SQLException {
        String letter = EmbeddingTable.letter(kind);
        for (long number : numbers) {
            sql.update("DELETE FROM embedding WHERE kind = ? AND number = ?", letter, number);
            sql.update("DELETE FROM embedding_due WHERE kind = ? AND number = ?", letter, number);
        }
    }

    /// Makes the index and its file anew from what the table holds now, mean included, so that no bit of what was
    /// erased is left in either. A search in another process does the same before it writes the file again.
    ///
    /// @throws MemoryException when the old file can neither be replaced nor deleted
    public void rewriteAfterErase() {
        following.lock();
        try {
            file.delete();
            saved = 0;
            codes = database.read(VectorIndex::rebuilt);
            codes.filter(now -> now.size() > UNSAVED).ifPresent(this::save);
        } catch (IOException stuck) {
            throw new MemoryException(
                    Reason.FAILED,
                    "The erased texts are gone, but their vectors are still in '" + file.path()
                            + "', which could not be deleted (" + stuck.getMessage()
                            + "). Close other Keepsakes and delete that file; it is made anew.",
                    stuck);
        } finally {
            following.unlock();
        }
    }

    void close() {
        scanner.close();
    }
}
