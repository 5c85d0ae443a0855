package keepsake.memory.vector;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.sql.Sql;

/// Something that has no vector yet.
///
/// @param id   of the message or fact
/// @param text what the model is to be given; empty when there is nothing in it
record DueRow(MemoryId id, Optional<String> text) {
    private static final String FACTS = """
            SELECT f.id, f.subject, f.statement FROM embedding_due d JOIN fact f ON f.id = d.number
            WHERE d.kind = 'f' ORDER BY d.number DESC LIMIT ?""";
    private static final String MESSAGES = """
            SELECT m.id, m.role, m.text FROM embedding_due d JOIN message m ON m.id = d.number
            WHERE d.kind = 'm' AND m.state <> 'writing' ORDER BY d.number DESC LIMIT ?""";
    private static final String FACT = "SELECT id, subject, statement FROM fact WHERE id = ?";
    private static final String MESSAGE = """
            SELECT id, role, text FROM message WHERE id = ? AND state <> 'writing'""";

    /// Facts first, which are few and short, then messages; the newest first.
    static List<DueRow> newest(Sql sql, int limit) throws SQLException {
        List<DueRow> due = sql.list(FACTS, DueRow::fact, limit);
        if (due.size() < limit) due.addAll(sql.list(MESSAGES, DueRow::message, limit - due.size()));
        return due;
    }

    /// The same as it is now; empty when it is gone.
    static Optional<DueRow> again(Sql sql, MemoryId id) throws SQLException {
        return switch (id.kind()) {
            case MESSAGE -> sql.first(MESSAGE, DueRow::message, id.number());
            case FACT -> sql.first(FACT, DueRow::fact, id.number());
        };
    }

    /// @return whether it was still queued
    static boolean done(Sql sql, MemoryId id) throws SQLException {
        return sql.update(
                        "DELETE FROM embedding_due WHERE kind = ? AND number = ?",
                        EmbeddingTable.letter(id.kind()),
                        id.number())
                > 0;
    }

    private static DueRow fact(ResultSet row) throws SQLException {
        return new DueRow(
                MemoryId.fact(row.getLong("id")),
                Optional.of(EmbeddedText.of(row.getString("subject"), row.getString("statement"))));
    }

    private static DueRow message(ResultSet row) throws SQLException {
        MemoryId id = MemoryId.message(row.getLong("id"));
        String text = row.getString("text");
        if (text.isBlank()) return new DueRow(id, Optional.empty());
        Message.Role role = Message.Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT));
        return new DueRow(id, Optional.of(EmbeddedText.of(role, text)));
    }
}
