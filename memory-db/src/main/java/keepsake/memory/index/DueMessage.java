package keepsake.memory.index;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import keepsake.memory.sql.Sql;
import org.jspecify.annotations.Nullable;

/// A message that is to be looked at, as it is now.
///
/// @param parent   0 for none
/// @param speaker  a person's name; null for the user and the assistant
/// @param saidAt   milliseconds since 1970
/// @param told     whether the user tells something in it
/// @param isThere  false when it is gone, hidden or still being written: then nothing of it is indexed
record DueMessage(
        long id,
        long conversation,
        long parent,
        boolean isUser,
        @Nullable String speaker,
        String text,
        long saidAt,
        boolean told,
        boolean isThere) {
    /// Those due, in order; what is gone has a row of nulls.
    private static final String DUE = """
            SELECT d.message, m.conversation_id, coalesce(m.parent_id, 0), m.role, m.speaker, m.text, m.said_at,
                m.told_key IS NOT NULL
            FROM place_due d LEFT JOIN message m ON m.id = d.message AND m.state <> 'writing' AND m.deleted_at IS NULL
            WHERE d.message %s ORDER BY d.message LIMIT ?""";
    private static final String AFTER = DUE.formatted("> ?");
    private static final String BETWEEN = DUE.formatted("BETWEEN ? AND ?");

    /// Some messages that are due.
    ///
    /// @param after      from behind this id
    /// @param limit      how many at most
    /// @param characters of text after which it is enough
    static List<DueMessage> some(Sql sql, long after, int limit, long characters) throws SQLException {
        List<DueMessage> found = new ArrayList<>();
        long[] left = {characters};
        sql.visit(
                AFTER,
                row -> {
                    DueMessage message = of(row);
                    found.add(message);
                    left[0] -= message.text().length();
                    return left[0] > 0;
                },
                after,
                limit);
        return found;
    }

    /// Those that are due of the ids from `first` to `last`.
    static List<DueMessage> between(Sql sql, long first, long last) throws SQLException {
        return sql.list(BETWEEN, DueMessage::of, first, last, Integer.MAX_VALUE);
    }

    private static DueMessage of(ResultSet row) throws SQLException {
        String text = row.getString(6);
        if (text == null) return new DueMessage(row.getLong(1), 0, 0, false, null, "", 0, false, false);
        return new DueMessage(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getString(4).equals("user"),
                row.getString(5),
                text,
                row.getLong(7),
                row.getBoolean(8),
                true);
    }
}
