package keepsake.memory.repair;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import keepsake.memory.sql.Sql;

/// After a salvage: what refers to something that could not be read is tied to what is there, so that nothing that was
/// saved is out of sight.
final class Mending {
    private static final String NO_CONVERSATION = """
            INSERT INTO conversation (id, title, started_at, changed_at)
            SELECT conversation_id, 'Recovered', min(said_at), max(said_at) FROM message
            WHERE conversation_id NOT IN (SELECT id FROM conversation) GROUP BY conversation_id""";

    private static final String NO_PARENT = """
            UPDATE message SET parent_id = (SELECT max(p.id) FROM message p
                WHERE p.conversation_id = message.conversation_id AND p.id < message.id)
            WHERE parent_id IS NOT NULL AND parent_id NOT IN (SELECT id FROM message)""";

    private static final String NO_SOURCE = "SELECT id FROM fact WHERE id NOT IN (SELECT fact_id FROM fact_source)";

    private Mending() {}

    /// @return what was done, a plain sentence each
    static List<String> references(Sql sql) throws SQLException {
        List<String> done = new ArrayList<>();
        int conversations = sql.update(NO_CONVERSATION);
        if (conversations > 0) {
            done.add(conversations + " conversations had lost their title and are called “Recovered” now.");
        }
        sql.update(NO_PARENT);
        sql.update("DELETE FROM fact_source WHERE message_id NOT IN (SELECT id FROM message)"
                + " OR fact_id NOT IN (SELECT id FROM fact)");
        int facts = sourceless(sql);
        if (facts > 0) {
            done.add(facts + " facts had lost the message they came from; they are in a conversation called"
                    + " “Recovered facts” now.");
        }
        sql.update("UPDATE fact SET superseded_by = NULL WHERE superseded_by NOT IN (SELECT id FROM fact)");
        sql.update("DELETE FROM memory_given WHERE message_id NOT IN (SELECT id FROM message)");
        sql.update("UPDATE identity_field SET message_id = NULL, quote = NULL"
                + " WHERE message_id NOT IN (SELECT id FROM message)");
        sql.update("DELETE FROM telling WHERE message_id NOT IN (SELECT id FROM message)");
        sql.update(
                "INSERT OR IGNORE INTO telling (message_id, key, text) SELECT m.id, m.told_key, m.told FROM message m"
                        + " JOIN conversation c ON c.id = m.conversation_id"
                        + " WHERE m.told_key IS NOT NULL AND m.deleted_at IS NULL AND c.deleted_at IS NULL ORDER BY m.id");
        sql.update("UPDATE conversation SET messages = (SELECT count(*) FROM message m"
                + " WHERE m.conversation_id = conversation.id AND m.deleted_at IS NULL)");
        removeOtherLooseEnds(sql);
        return done;
    }

    /// No source, no fact: the statement itself becomes the message, so that the fact can stay.
    private static int sourceless(Sql sql) throws SQLException {
        List<Long> facts = sql.list(NO_SOURCE, row -> row.getLong(1));
        if (facts.isEmpty()) return 0;
        long when = sql.number("SELECT max(recorded_at) FROM fact");
        long conversation = sql.insert(
                "INSERT INTO conversation (title, started_at, changed_at) VALUES ('Recovered facts', ?, ?)",
                when,
                when);
        for (long fact : facts) {
            String statement = sql.text("SELECT statement FROM fact WHERE id = ?", fact);
            long message = sql.insert(
                    "INSERT INTO message (conversation_id, parent_id, role, text, said_at, state) VALUES (?,"
                            + " (SELECT max(id) FROM message WHERE conversation_id = ?), 'user', ?,"
                            + " (SELECT recorded_at FROM fact WHERE id = ?), 'complete')",
                    conversation,
                    conversation,
                    statement,
                    fact);
            sql.update(
                    "INSERT INTO fact_source (fact_id, message_id, quote) VALUES (?, ?, ?)", fact, message, statement);
        }
        return facts.size();
    }

    /// Of tables that other parts own.
    private static void removeOtherLooseEnds(Sql sql) throws SQLException {
        record Loose(String table, long row) {}
        for (Loose loose : sql.list(
                "SELECT \"table\", rowid FROM pragma_foreign_key_check WHERE rowid IS NOT NULL",
                row -> new Loose(row.getString(1), row.getLong(2)))) {
            sql.update("DELETE FROM \"" + loose.table() + "\" WHERE rowid = ?", loose.row());
        }
    }
}
