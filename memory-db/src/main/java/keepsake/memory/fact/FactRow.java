package keepsake.memory.fact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import keepsake.memory.Fact;
import keepsake.memory.MemoryId;
import keepsake.memory.sql.Sql;

/// A row of `fact` with its sources.
public final class FactRow {
    static final String COLUMNS =
            "f.id, f.subject, f.statement, f.kind, f.status, f.confidence, f.pinned, f.valid_from,"
                    + " f.valid_to, f.recorded_at, f.superseded_by";

    private static final String SOURCES = """
            SELECT s.fact_id, s.message_id, m.conversation_id, c.title, s.quote, m.said_at
            FROM fact_source s JOIN message m ON m.id = s.message_id JOIN conversation c ON c.id = m.conversation_id
            WHERE s.fact_id IN\s""";

    /// SQLite takes 32,766 parameters; ids are numbers and are written out, some hundred at a time.
    private static final int AT_ONCE = 500;

    private FactRow() {}

    /// The facts of `query`, which selects [#COLUMNS] of `fact f`, with their sources.
    static List<Fact> list(Sql sql, String query, Object... parameters) throws SQLException {
        Map<Long, Row> rows = new LinkedHashMap<>();
        sql.visit(
                query,
                row -> {
                    rows.put(row.getLong("id"), Row.read(row));
                    return true;
                },
                parameters);
        Map<Long, List<Fact.Source>> sources = sources(sql, List.copyOf(rows.keySet()));
        List<Fact> facts = new ArrayList<>();
        for (Row row : rows.values()) facts.add(row.fact(sources.getOrDefault(row.id(), List.of())));
        return facts;
    }

    /// The facts with these ids, in any order; unknown ones are left out.
    public static List<Fact> withIds(Sql sql, List<Long> ids) throws SQLException {
        if (ids.isEmpty()) return List.of();
        return list(sql, "SELECT " + COLUMNS + " FROM fact f WHERE f.id IN (" + joined(ids) + ")");
    }

    private static Map<Long, List<Fact.Source>> sources(Sql sql, List<Long> ids) throws SQLException {
        Map<Long, List<Fact.Source>> sources = new HashMap<>();
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            sql.visit(SOURCES + "(" + joined(some) + ") ORDER BY s.id", row -> {
                sources.computeIfAbsent(row.getLong("fact_id"), id -> new ArrayList<>())
                        .add(new Fact.Source(
                                MemoryId.message(row.getLong("message_id")),
                                row.getLong("conversation_id"),
                                row.getString("title"),
                                row.getString("quote"),
                                Sql.time(row, "said_at")));
                return true;
            });
        }
        return sources;
    }

    private static String joined(List<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private record Row(
            long id,
            String subject,
            String statement,
            Fact.Kind kind,
            Fact.Status status,
            double confidence,
            boolean pinned,
            Optional<Instant> validFrom,
            Optional<Instant> validTo,
            Instant recordedAt,
            Optional<MemoryId> supersededBy) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getLong("id"),
                    row.getString("subject"),
                    row.getString("statement"),
                    Fact.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                    Fact.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                    row.getDouble("confidence"),
                    row.getInt("pinned") == 1,
                    Sql.optionalNumber(row, "valid_from").map(Instant::ofEpochMilli),
                    Sql.optionalNumber(row, "valid_to").map(Instant::ofEpochMilli),
                    Sql.time(row, "recorded_at"),
                    Sql.optionalNumber(row, "superseded_by").map(MemoryId::fact));
        }

        Fact fact(List<Fact.Source> sources) {
            return new Fact(
                    MemoryId.fact(id),
                    subject,
                    statement,
                    kind,
                    status,
                    confidence,
                    pinned,
                    validFrom,
                    validTo,
                    recordedAt,
                    supersededBy,
                    sources);
        }
    }
}
