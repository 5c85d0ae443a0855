package keepsake.memory.conversation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.sql.Sql;

/// A row of `message` with the memories it was given.
final class MessageRow {
    private static final String COLUMNS = """
            m.id, m.conversation_id, m.parent_id, m.role, m.text, m.said_at, m.state, m.made_by, m.problem,
            (SELECT group_concat(memory, ' ' ORDER BY position) FROM memory_given WHERE message_id = m.id) AS given""";

    static final String BY_ID = "SELECT " + COLUMNS + " FROM message m WHERE m.id = ?";

    /// The newest message and everything before it, oldest first, without what is hidden.
    static final String NEWEST_BRANCH = """
            WITH RECURSIVE branch (id, parent_id) AS (
                SELECT id, parent_id FROM message
                WHERE id = (SELECT max(id) FROM message WHERE conversation_id = ?)
                UNION ALL
                SELECT p.id, p.parent_id FROM branch b JOIN message p ON p.id = b.parent_id
            )
            """ + "SELECT " + COLUMNS
            + " FROM branch b JOIN message m ON m.id = b.id WHERE m.deleted_at IS NULL ORDER BY m.id";

    /// Every message that is not hidden, some at a time.
    static final String AFTER = "SELECT " + COLUMNS + " FROM message m JOIN conversation c ON c.id = m.conversation_id"
            + " WHERE m.id > ? AND m.deleted_at IS NULL AND c.deleted_at IS NULL ORDER BY m.id LIMIT ?";

    private MessageRow() {}

    static Message read(ResultSet row) throws SQLException {
        return new Message(
                MemoryId.message(row.getLong("id")),
                row.getLong("conversation_id"),
                Sql.optionalNumber(row, "parent_id").map(MemoryId::message),
                Message.Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                row.getString("text"),
                Sql.time(row, "said_at"),
                Message.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                given(Sql.optionalText(row, "given")),
                Sql.optionalText(row, "made_by"),
                Sql.optionalText(row, "problem"));
    }

    private static List<MemoryId> given(Optional<String> ids) {
        return ids.map(text ->
                        List.of(text.split(" ")).stream().map(MemoryId::parse).toList())
                .orElse(List.of());
    }
}
