package keepsake.memory.conversation;

import java.sql.SQLException;
import java.util.Optional;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Telling;
import keepsake.memory.text.Words;

/// Keeps `telling` in step with the messages: what the user told, each telling once, none from deleted conversations.
public final class Tellings {
    private static final String INSERT = "INSERT OR IGNORE INTO telling (message_id, key, text)"
            + " SELECT m.id, m.told_key, m.told FROM message m JOIN conversation c ON c.id = m.conversation_id"
            + " WHERE m.told_key IS NOT NULL AND m.deleted_at IS NULL AND c.deleted_at IS NULL";

    /// Adds what is told in the message with the id that is bound, unless it was told before.
    public static final String ADD = INSERT + " AND m.id = ?";

    private Tellings() {}

    /// What is told in a user's message, if it has words.
    public static Optional<String> of(String text) {
        return Telling.of(text).filter(told -> !Words.of(told, 1).isEmpty());
    }

    static void add(Sql sql, long messageId) throws SQLException {
        sql.update(ADD, messageId);
    }

    static int addConversation(Sql sql, long conversationId) throws SQLException {
        return sql.update(INSERT + " AND m.conversation_id = ? ORDER BY m.id", conversationId);
    }

    /// What was told again elsewhere is then found there.
    static int removeConversation(Sql sql, long conversationId) throws SQLException {
        int removed = sql.update(
                "DELETE FROM telling WHERE message_id IN (SELECT id FROM message WHERE conversation_id = ?)",
                conversationId);
        sql.update(
                INSERT + " AND m.told_key IN (SELECT told_key FROM message WHERE conversation_id = ?) ORDER BY m.id",
                conversationId);
        return removed;
    }

    /// After messages came back, or others with the same telling went.
    ///
    /// @param ids a JSON array of messages; the tellings with their keys are looked for in every message
    public static void addLike(Sql sql, String ids) throws SQLException {
        sql.update(
                INSERT + " AND m.told_key IN (SELECT told_key FROM message WHERE id IN"
                        + " (SELECT value FROM json_each(?))) ORDER BY m.id",
                ids);
    }

    /// After the message that stood for this telling went.
    public static void addKey(Sql sql, String key) throws SQLException {
        sql.update(INSERT + " AND m.told_key = ? ORDER BY m.id", key);
    }

    /// Before messages go or are hidden; [#addLike] then finds what was told again elsewhere.
    public static void remove(Sql sql, String ids) throws SQLException {
        sql.update("DELETE FROM telling WHERE message_id IN (SELECT value FROM json_each(?))", ids);
    }

    /// These words are no evidence any more, wherever they were told.
    public static void mute(Sql sql, String ids) throws SQLException {
        String like = "told_key IN (SELECT told_key FROM message WHERE id IN (SELECT value FROM json_each(?))"
                + " AND told_key IS NOT NULL)";
        sql.update("DELETE FROM telling WHERE message_id IN (SELECT id FROM message WHERE " + like + ")", ids);
        sql.update(
                "UPDATE message SET told = NULL, told_key = NULL WHERE id IN (SELECT id FROM message WHERE " + like
                        + ")",
                ids);
    }
}
