package keepsake.memory.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import keepsake.memory.Archive.Added;
import keepsake.memory.Archive.Watch;
import keepsake.memory.Archive.With;
import keepsake.memory.ArchivedMessage;
import keepsake.memory.ExportReport;
import keepsake.memory.Fact;
import keepsake.memory.Message;
import keepsake.memory.archive.format.ArchivedFact;
import keepsake.memory.archive.format.Item;
import keepsake.memory.archive.format.ItemWriter;
import keepsake.memory.archive.format.MessageKey;
import keepsake.memory.sql.Sql;

/// All that is kept and not deleted, row by row, in the order in which it was kept: after an import into an empty home
/// that is the order of the file, so the next export is the same.
///
/// Of a deleted conversation nothing goes out but the words that a fact still quotes.
final class ExportRows {
    /// A fact that the user did not delete.
    private static final String QUOTED = "EXISTS (SELECT 1 FROM fact_source s JOIN fact f ON f.id = s.fact_id"
            + " WHERE s.message_id = m.id AND f.status <> 'retracted')";

    private static final String EXPORTED = "(c.deleted_at IS NULL OR " + QUOTED + ")";

    private static final String CONVERSATIONS = """
            SELECT c.id, c.origin, c.external_key, c.title, c.started_at, c.changed_at, c.deleted_at IS NOT NULL AS deleted
            FROM conversation c WHERE c.deleted_at IS NULL AND c.messages > 0
                OR EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = c.id AND %s)
            ORDER BY c.id""".formatted(QUOTED);

    private static final String MESSAGES = """
            SELECT m.external_key, p.external_key AS parent, m.role, m.speaker, m.text, m.said_at, m.trust, m.state,
                m.made_by, m.problem
            FROM message m LEFT JOIN message p ON p.id = m.parent_id WHERE m.conversation_id = ? ORDER BY m.id""";

    private static final String QUOTES = """
            SELECT m.external_key, NULL AS parent, m.role, m.speaker, m.said_at, m.trust, 'complete' AS state,
                NULL AS made_by, NULL AS problem,
                (SELECT group_concat(quote, char(10)) FROM (SELECT s.quote FROM fact_source s
                    JOIN fact f ON f.id = s.fact_id WHERE s.message_id = m.id AND f.status <> 'retracted'
                    GROUP BY s.quote ORDER BY min(s.id))) AS text
            FROM message m WHERE m.conversation_id = ? AND %s ORDER BY m.id""".formatted(QUOTED);

    private static final String FACTS = """
            SELECT f.id, f.external_key, f.subject, f.statement, f.kind, f.status, f.confidence, f.pinned,
                f.valid_from, f.valid_to, f.recorded_at, f.superseded_at, f.strength, f.last_recalled_at, f.recall_count,
                b.external_key AS superseded_by
            FROM fact f LEFT JOIN fact b ON b.id = f.superseded_by AND b.status <> 'retracted'
            WHERE f.status <> 'retracted' AND EXISTS (SELECT 1 FROM fact_source s WHERE s.fact_id = f.id)
            ORDER BY f.id""";

    private static final String SOURCES = """
            SELECT c.origin, c.external_key AS conversation, m.external_key AS message, s.quote
            FROM fact_source s JOIN message m ON m.id = s.message_id JOIN conversation c ON c.id = m.conversation_id
            WHERE s.fact_id = ? ORDER BY s.id""";

    private static final String ANSWERS = """
            SELECT m.id, c.origin, c.external_key AS conversation, m.external_key AS message
            FROM message m JOIN conversation c ON c.id = m.conversation_id
            WHERE c.deleted_at IS NULL AND EXISTS (SELECT 1 FROM memory_given WHERE message_id = m.id)
            ORDER BY m.id""";

    private static final String GIVEN = """
            SELECT c.origin, c.external_key AS conversation, m.external_key AS message, f.external_key AS fact
            FROM memory_given g
            LEFT JOIN message m ON g.memory LIKE 'm%%' AND m.id = CAST(substr(g.memory, 2) AS INTEGER)
            LEFT JOIN conversation c ON c.id = m.conversation_id
            LEFT JOIN fact f ON g.memory LIKE 'f%%' AND f.id = CAST(substr(g.memory, 2) AS INTEGER)
            WHERE g.message_id = ? AND (f.status <> 'retracted' OR %s) ORDER BY g.position""".formatted(EXPORTED);

    private static final String FIELDS = """
            SELECT i.name, i.value, i.set_at, i.quote, c.origin, c.external_key AS conversation,
                m.external_key AS message
            FROM identity_field i LEFT JOIN message m ON m.id = i.message_id
                AND EXISTS (SELECT 1 FROM conversation c WHERE c.id = m.conversation_id AND %s)
            LEFT JOIN conversation c ON c.id = m.conversation_id ORDER BY i.name""".formatted(EXPORTED);

    /// Where words of a deleted conversation stand.
    private static final String DELETED_TITLE = "From a deleted conversation";

    private final Sql sql;
    private final ItemWriter out;
    private final Watch watch;
    private long expected;
    private int conversations;
    private int messages;
    private int facts;
    private int fields;

    ExportRows(Sql sql, ItemWriter out, Watch watch) {
        this.sql = sql;
        this.out = out;
        this.watch = watch;
    }

    /// The watch wants it to end. No trace: it says nothing but that.
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Stopped() {
            super("stopped", null, false, false);
        }
    }

    /// @throws UncheckedIOException when writing failed
    /// @throws Stopped              when the watch wants it
    ExportReport write(java.nio.file.Path file, With with) throws SQLException {
        expected = sql.number("SELECT count(*) FROM conversation WHERE deleted_at IS NULL AND messages > 0");
        put(Item.Head.NOW);
        sql.visit(CONVERSATIONS, row -> {
            conversation(row);
            return true;
        });
        sql.visit(FACTS, row -> {
            put(new Item.Stated(fact(row)));
            facts++;
            return true;
        });
        sql.visit(ANSWERS, row -> {
            given(row.getLong("id"), key(row));
            return true;
        });
        if (with == With.IDENTITY) fields();
        put(new Item.End(conversations, messages, facts));
        return new ExportReport(file, conversations, messages, facts, fields);
    }

    private void put(Item item) {
        if (!watch.goOn()) throw new Stopped();
        try {
            out.write(item);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void conversation(ResultSet row) throws SQLException {
        boolean deleted = row.getInt("deleted") == 1;
        String key = row.getString("external_key");
        put(new Item.Talk(
                row.getString("origin"),
                key,
                deleted ? DELETED_TITLE : row.getString("title"),
                Sql.time(row, "started_at"),
                Sql.time(row, "changed_at")));
        conversations++;
        sql.visit(
                deleted ? QUOTES : MESSAGES,
                message -> {
                    put(new Item.Said(key, message(message)));
                    messages++;
                    return true;
                },
                row.getLong("id"));
        watch.progress(Math.min(1.0, conversations / (double) Math.max(1, expected)), soFar());
    }

    private Added soFar() {
        return new Added(conversations, messages, 0);
    }

    private static ArchivedMessage message(ResultSet row) throws SQLException {
        Message.State state = Message.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
        return new ArchivedMessage(
                row.getString("external_key"),
                Sql.optionalText(row, "parent"),
                Message.Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                Sql.optionalText(row, "speaker"),
                row.getString("text"),
                Sql.time(row, "said_at"),
                ArchivedMessage.Trust.valueOf(row.getString("trust").toUpperCase(Locale.ROOT)),
                // What is being written now will not be written on in the copy.
                state == Message.State.WRITING ? Message.State.INTERRUPTED : state,
                Sql.optionalText(row, "made_by"),
                Sql.optionalText(row, "problem"));
    }

    private ArchivedFact fact(ResultSet row) throws SQLException {
        List<ArchivedFact.Source> sources = sql.list(SOURCES, ExportRows::source, row.getLong("id"));
        return new ArchivedFact(
                row.getString("external_key"),
                row.getString("subject"),
                row.getString("statement"),
                Fact.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Fact.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getDouble("confidence"),
                row.getInt("pinned") == 1,
                time(row, "valid_from"),
                time(row, "valid_to"),
                Sql.time(row, "recorded_at"),
                time(row, "superseded_at"),
                Sql.optionalText(row, "superseded_by"),
                row.getDouble("strength"),
                time(row, "last_recalled_at"),
                row.getLong("recall_count"),
                sources);
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Sql.optionalNumber(row, column).map(Instant::ofEpochMilli);
    }

    private static MessageKey key(ResultSet row) throws SQLException {
        return new MessageKey(row.getString("origin"), row.getString("conversation"), row.getString("message"));
    }

    private static ArchivedFact.Source source(ResultSet row) throws SQLException {
        return new ArchivedFact.Source(key(row), row.getString("quote"));
    }

    private void given(long answer, MessageKey key) throws SQLException {
        List<Item.GivenMemory> memories = sql.list(
                GIVEN,
                row -> {
                    Optional<String> fact = Sql.optionalText(row, "fact");
                    return new Item.GivenMemory(fact.isPresent() ? Optional.empty() : Optional.of(key(row)), fact);
                },
                answer);
        if (!memories.isEmpty()) put(new Item.Given(key, memories));
    }

    private void fields() throws SQLException {
        List<Item.Field> found = new ArrayList<>(sql.list(
                FIELDS,
                row -> new Item.Field(
                        row.getString("name"),
                        row.getString("value"),
                        Sql.time(row, "set_at"),
                        Sql.optionalText(row, "message").isPresent() ? Optional.of(source(row)) : Optional.empty())));
        for (Item.Field field : found) put(field);
        fields = found.size();
    }
}
