package keepsake.memory.archive;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepsake.memory.Fact;
import keepsake.memory.archive.format.ArchivedFact;
import keepsake.memory.archive.format.Item;
import keepsake.memory.archive.format.MessageKey;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Words;

/// Writes facts, what answers were given, and identity fields from an export, within one transaction. What is known
/// here stays as it is here.
final class FactRows {
    private static final String MESSAGE = "SELECT m.id FROM message m JOIN conversation c ON c.id = m.conversation_id"
            + " WHERE c.origin = ? AND c.external_key = ? AND m.external_key = ?";

    private final Sql sql;

    FactRows(Sql sql) {
        this.sql = sql;
    }

    enum Outcome {
        ADDED,
        ALREADY_THERE,
        /// None of the messages that say it is here.
        WITHOUT_SOURCE
    }

    Outcome add(ArchivedFact fact) throws SQLException {
        if (find(fact.key()) != 0) return Outcome.ALREADY_THERE;
        Optional<Long> same = fact.status() == Fact.Status.ACTIVE ? sameActive(fact) : Optional.empty();
        List<ArchivedFact.Source> sources = new ArrayList<>();
        for (ArchivedFact.Source source : fact.sources()) if (message(source.message()) != 0) sources.add(source);
        if (sources.isEmpty()) return Outcome.WITHOUT_SOURCE;
        long id = same.isPresent() ? same.get() : insert(fact);
        for (ArchivedFact.Source source : sources) {
            sql.update(
                    "INSERT OR IGNORE INTO fact_source (fact_id, message_id, quote) VALUES (?, ?, ?)",
                    id,
                    message(source.message()),
                    Words.wellFormed(source.quote()));
        }
        return same.isPresent() ? Outcome.ALREADY_THERE : Outcome.ADDED;
    }

    private long find(String key) throws SQLException {
        return sql.number("SELECT id FROM fact WHERE external_key = ?", key);
    }

    private long message(MessageKey key) throws SQLException {
        return sql.number(MESSAGE, key.origin(), key.conversation(), key.message());
    }

    /// One that says the same under another key: it was remembered here, too.
    private Optional<Long> sameActive(ArchivedFact fact) throws SQLException {
        return sql.first(
                "SELECT id FROM fact WHERE subject = ? AND statement_key = ? AND status = 'active' ORDER BY id",
                row -> row.getLong(1),
                fact.subject(),
                statementKey(fact.statement()));
    }

    private static String statementKey(String statement) {
        String key = Words.key(statement);
        return key.isEmpty() ? statement : key;
    }

    private long insert(ArchivedFact fact) throws SQLException {
        return sql.insert(
                "INSERT INTO fact (external_key, subject, statement, statement_key, kind, status, confidence, pinned,"
                        + " valid_from, valid_to, recorded_at, superseded_at, strength, last_recalled_at, recall_count)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                Words.wellFormed(fact.key()),
                Words.wellFormed(fact.subject()),
                Words.wellFormed(fact.statement()),
                Words.wellFormed(statementKey(fact.statement())),
                fact.kind().id(),
                fact.status().id(),
                fact.confidence(),
                fact.pinned() ? 1 : 0,
                fact.validFrom().map(Instant::toEpochMilli).orElse(null),
                fact.validTo().map(Instant::toEpochMilli).orElse(null),
                fact.recordedAt(),
                fact.supersededAt().map(Instant::toEpochMilli).orElse(null),
                fact.strength(),
                fact.lastRecalledAt().map(Instant::toEpochMilli).orElse(null),
                fact.recallCount());
    }

    /// @param replaced superseded facts by the facts that replaced them; either may be missing
    void link(Map<String, String> replaced) throws SQLException {
        for (Map.Entry<String, String> link : replaced.entrySet()) {
            sql.update(
                    "UPDATE fact SET superseded_by = (SELECT id FROM fact WHERE external_key = ?1)"
                            + " WHERE external_key = ?2 AND superseded_by IS NULL AND status <> 'active'",
                    link.getValue(),
                    link.getKey());
        }
    }

    /// Only for an answer that is here without any.
    void add(Item.Given given) throws SQLException {
        long answer = message(given.answer());
        if (answer == 0 || sql.number("SELECT count(*) FROM memory_given WHERE message_id = ?", answer) > 0) return;
        int position = 0;
        for (Item.GivenMemory memory : given.memories()) {
            Optional<String> id = id(memory);
            if (id.isEmpty()) continue;
            sql.update(
                    "INSERT INTO memory_given (message_id, position, memory) VALUES (?, ?, ?)",
                    answer,
                    position++,
                    id.get());
        }
    }

    private Optional<String> id(Item.GivenMemory memory) throws SQLException {
        long message = memory.message().isPresent() ? message(memory.message().get()) : 0;
        long fact = memory.fact().isPresent() ? find(memory.fact().get()) : 0;
        if (message != 0) return Optional.of("m" + message);
        return fact == 0 ? Optional.empty() : Optional.of("f" + fact);
    }

    /// @return whether it was not set here
    boolean add(Item.Field field) throws SQLException {
        long message = field.source().isPresent() ? message(field.source().get().message()) : 0;
        int added = sql.update(
                "INSERT OR IGNORE INTO identity_field (name, value, set_at, message_id, quote) VALUES (?, ?, ?, ?, ?)",
                Words.wellFormed(field.name()),
                Words.wellFormed(field.value()),
                field.setAt(),
                message == 0 ? null : message,
                message == 0 ? null : Words.wellFormed(field.source().get().quote()));
        return added > 0;
    }
}
