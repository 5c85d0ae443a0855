package keepsake.memory.vector;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import keepsake.memory.MemoryId;
import keepsake.memory.sql.Sql;

/// The tables of V003: what is embedded, with which model, and what is waiting.
final class EmbeddingTable {
    private static final String CURRENT = """
            SELECT m.id, m.name, m.dimensions, m.embedded, s.erasures
            FROM embedding_state s JOIN embedding_model m ON m.id = s.model""";
    private static final String AFTER = """
            SELECT id, kind, scale, vector FROM embedding WHERE id > ? AND model = ? ORDER BY id""";
    private static final String QUEUE_ALL_ELSE = """
            INSERT OR IGNORE INTO embedding_due (kind, number)
            SELECT 'm', id FROM message WHERE state <> 'writing' AND text <> ''
                AND NOT EXISTS (SELECT 1 FROM embedding e WHERE e.kind = 'm' AND e.number = message.id AND e.model = ?1)
            UNION ALL SELECT 'f', id FROM fact
                WHERE NOT EXISTS (SELECT 1 FROM embedding e WHERE e.kind = 'f' AND e.number = fact.id AND e.model = ?1)""";

    private EmbeddingTable() {}

    /// The model whose vectors count.
    ///
    /// @param id       its row
    /// @param embedded how many vectors of it there are
    /// @param erasures of all models, ever: an index file of another number may hold what was erased
    record Current(long id, String name, int dimensions, long embedded, long erasures) {}

    static Optional<Current> current(Sql sql) throws SQLException {
        return sql.first(
                CURRENT,
                row -> new Current(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getInt("dimensions"),
                        row.getLong("embedded"),
                        row.getLong("erasures")));
    }

    /// Makes `name` the model whose vectors count. Vectors of the one before stay until theirs are made; everything
    /// that has none of this model is queued.
    static void adopt(Sql sql, String name, int dimensions) throws SQLException {
        boolean first = sql.number("SELECT count(*) FROM embedding_model") == 0;
        sql.update("INSERT OR IGNORE INTO embedding_model (name, dimensions) VALUES (?, ?)", name, dimensions);
        long model = sql.number("SELECT id FROM embedding_model WHERE name = ?", name);
        sql.update("UPDATE embedding_state SET model = ?", model);
        if (first) return; // the triggers have queued everything
        sql.update(QUEUE_ALL_ELSE, model);
        sql.update(
                "DELETE FROM embedding_due WHERE EXISTS (SELECT 1 FROM embedding e"
                        + " WHERE e.kind = embedding_due.kind AND e.number = embedding_due.number AND e.model = ?)",
                model);
    }

    static long waiting(Sql sql) throws SQLException {
        return sql.number("SELECT count(*) FROM embedding_due");
    }

    /// Looks at a row of `embedding`.
    interface Visitor {
        void visit(long id, MemoryId.Kind kind, ByteVector vector) throws SQLException;
    }

    /// The vectors of a model that were added after row `after`, oldest first.
    static void visit(Sql sql, long model, long after, Visitor visitor) throws SQLException {
        sql.visit(
                AFTER,
                row -> {
                    visitor.visit(row.getLong(1), kind(row.getString(2)), vector(row, 3, 4));
                    return true;
                },
                after,
                model);
    }

    /// As [#visit], but at most `most` rows.
    static void visitSome(Sql sql, long model, int most, Visitor visitor) throws SQLException {
        int[] seen = {0};
        sql.visit(
                AFTER,
                row -> {
                    visitor.visit(row.getLong(1), kind(row.getString(2)), vector(row, 3, 4));
                    return ++seen[0] < most;
                },
                0L,
                model);
    }

    static void replace(Sql sql, MemoryId of, long model, ByteVector vector) throws SQLException {
        sql.update("DELETE FROM embedding WHERE kind = ? AND number = ?", letter(of.kind()), of.number());
        sql.update(
                "INSERT INTO embedding (kind, number, model, scale, vector) VALUES (?, ?, ?, ?, ?)",
                letter(of.kind()),
                of.number(),
                model,
                (double) vector.scale(),
                vector.values());
    }

    static ByteVector vector(ResultSet row, int scale, int values) throws SQLException {
        return new ByteVector(row.getBytes(values), row.getFloat(scale));
    }

    static String letter(MemoryId.Kind kind) {
        return switch (kind) {
            case MESSAGE -> "m";
            case FACT -> "f";
        };
    }

    static MemoryId.Kind kind(String letter) {
        return letter.equals("m") ? MemoryId.Kind.MESSAGE : MemoryId.Kind.FACT;
    }
}
