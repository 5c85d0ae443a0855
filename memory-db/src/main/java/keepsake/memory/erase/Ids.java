package keepsake.memory.erase;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import keepsake.memory.Erasure.Line;
import keepsake.memory.Erasure.Part;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.MemoryId;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Words;

/// Many ids as one parameter: a JSON array, read with `json_each`. SQLite limits the number of parameters.
final class Ids {
    /// `id IN` these.
    static final String IN = " IN (SELECT value FROM json_each(?)) ";

    private static final int LINE = 120;

    private Ids() {}

    static String json(Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    static List<Long> of(Collection<MemoryId> ids, MemoryId.Kind kind) {
        return ids.stream()
                .filter(id -> id.kind() == kind)
                .map(MemoryId::number)
                .sorted()
                .toList();
    }

    static List<Long> list(Sql sql, String query, Object... parameters) throws SQLException {
        return sql.list(query, row -> row.getLong(1), parameters);
    }

    /// @throws MemoryException when one of them is not there
    static void require(Sql sql, Collection<MemoryId> ids) throws SQLException {
        if (ids.isEmpty()) throw new MemoryException(Reason.BAD_INPUT, "No memory was named. Nothing was changed.");
        for (MemoryId id : ids) {
            String table = id.kind() == MemoryId.Kind.MESSAGE ? "message" : "fact";
            if (sql.number("SELECT count(*) FROM " + table + " WHERE id = ?", id.number()) == 0) {
                throw new MemoryException(
                        Reason.BAD_INPUT, "There is no " + table + " " + id + ". Nothing was changed.");
            }
        }
    }

    /// @param query selects an id and a text for ids in its one parameter
    static Part part(Sql sql, String prefix, Collection<Long> ids, String query) throws SQLException {
        List<Long> shown = ids.stream().limit(Part.SHOWN).toList();
        return new Part(
                ids.size(),
                sql.list(query, row -> new Line(prefix + row.getLong(1), line(row.getString(2))), json(shown)));
    }

    static String line(String text) {
        return Words.excerpt(text, List.of(), LINE);
    }
}
