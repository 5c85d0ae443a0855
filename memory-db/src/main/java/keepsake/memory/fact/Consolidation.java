package keepsake.memory.fact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import keepsake.memory.sql.Sql;

/// Keeps one current value of what has one value at a time. Nothing is lost: the older value is superseded by the
/// newer,
/// with the time until which it was true and the time at which we knew.
///
/// Newer is what was said later, not what was recorded later: an old message that is read today changes nothing now.
public final class Consolidation {
    /// @param from when it began to be true: as said, else when it was said
    private record Value(long id, long saidAt, long from) {
        static Value read(ResultSet row) throws SQLException {
            return new Value(row.getLong("id"), row.getLong("said_at"), row.getLong("since"));
        }
    }

    private static final String VALUES = """
            SELECT f.id, max(m.said_at) AS said_at, coalesce(f.valid_from, min(m.said_at)) AS since
            FROM fact f JOIN fact_source s ON s.fact_id = f.id JOIN message m ON m.id = s.message_id
            WHERE f.attribute = ? AND f.status = 'active' AND f.valid_to IS NULL
            GROUP BY f.id ORDER BY said_at, f.id""";

    private static final String SUPERSEDE = """
            UPDATE fact SET status = 'superseded', superseded_at = ?, superseded_by = ?,
                valid_to = max(coalesce(valid_from, 0), ?)
            WHERE id = ?""";

    private Consolidation() {}

    /// Leaves the newest of the current values of `attribute`.
    public static void settle(Sql sql, String attribute, Instant now) throws SQLException {
        List<Value> values = sql.list(VALUES, Value::read, attribute);
        if (!values.isEmpty()) supersede(sql, values, values.getLast().id(), now);
    }

    /// Leaves the value that the user just corrected something to.
    static void settle(Sql sql, String attribute, long corrected, Instant now) throws SQLException {
        supersede(sql, sql.list(VALUES, Value::read, attribute), corrected, now);
    }

    private static void supersede(Sql sql, List<Value> values, long by, Instant now) throws SQLException {
        long since = values.stream()
                .filter(value -> value.id() == by)
                .mapToLong(Value::from)
                .findFirst()
                .orElse(0);
        for (Value value : values) {
            if (value.id() != by) sql.update(SUPERSEDE, now, by, Math.max(since, value.from()), value.id());
        }
    }

    /// Whether another fact is the current value of `attribute`.
    static boolean isTaken(Sql sql, String attribute, long besides) throws SQLException {
        return sql.number(
                        "SELECT count(*) FROM fact WHERE attribute = ? AND status = 'active' AND valid_to IS NULL AND id <> ?",
                        attribute,
                        besides)
                > 0;
    }
}
