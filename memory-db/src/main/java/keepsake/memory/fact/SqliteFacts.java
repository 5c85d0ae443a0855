package keepsake.memory.fact;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import keepsake.memory.Fact;
import keepsake.memory.Fact.Status;
import keepsake.memory.Facts;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.MemoryId;
import keepsake.memory.erase.Tombstones;
import keepsake.memory.never.Screen;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.RememberRequest;
import keepsake.memory.text.Words;

/// Facts in SQLite. Threads: any.
public final class SqliteFacts implements Facts {
    private static final String ACTIVE = "SELECT " + FactRow.COLUMNS + " FROM fact f WHERE f.status = 'active'";
    private static final String NEWEST_FIRST = " ORDER BY f.pinned DESC, f.id DESC";
    private static final int SEARCH_WORDS = 16;

    /// Some seconds of work: after an update, years of messages wait to be read.
    private static final int READ_FIRST = 1_000;

    private final Database database;
    private final InstantSource clock;
    private final Candidates candidates;

    public SqliteFacts(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        Dismissals.takeOver(database);
        this.candidates = new Candidates(database, clock, ZoneId.systemDefault());
    }

    @Override
    public List<Fact> active() {
        return database.read(sql -> FactRow.list(sql, ACTIVE + NEWEST_FIRST));
    }

    @Override
    public List<Fact> search(String query) {
        if (query.isBlank()) return active();
        List<String> words = Words.distinct(query, SEARCH_WORDS);
        if (words.isEmpty()) return List.of();
        return database.read(sql -> FactRow.list(
                sql,
                ACTIVE + " AND f.id IN (SELECT rowid FROM fact_words WHERE fact_words MATCH ?)" + NEWEST_FIRST,
                Words.everyPrefix(words)));
    }

    @Override
    public Optional<Fact> find(MemoryId id) {
        if (id.kind() != MemoryId.Kind.FACT) return Optional.empty();
        return database.read(sql -> find(sql, id.number()));
    }

    private static Optional<Fact> find(Sql sql, long id) throws SQLException {
        return FactRow.withIds(sql, List.of(id)).stream().findFirst();
    }

    private static Fact require(Sql sql, MemoryId id) throws SQLException {
        if (id.kind() != MemoryId.Kind.FACT) {
            throw new MemoryException(Reason.BAD_INPUT, "'" + id + "' is a message; facts are named like f3.");
        }
        return find(sql, id.number())
                .orElseThrow(() ->
                        new MemoryException(Reason.BAD_INPUT, "There is no fact " + id + ". Nothing was changed."));
    }

    @Override
    public Fact remember(String statement, MemoryId source, String quote) {
        String stated = clean(statement);
        Optional<String> value = candidates.attributeOf(stated);
        return database.write(sql -> {
            Screen screen = Screen.of(sql);
            String said = screen.text(stated);
            String words = screen.text(Words.wellFormed(quote));
            checkQuote(sql, source, words);
            // The user asks for it: what was erased before may be known again.
            Tombstones.of(sql).lift(said);
            Optional<Long> known = active(sql, said);
            if (known.isEmpty()) known = candidate(sql, said);
            long id = known.isPresent() ? known.get() : insert(sql, said);
            addSource(sql, id, source.number(), words);
            if (value.isPresent()) {
                sql.update("UPDATE fact SET attribute = coalesce(attribute, ?) WHERE id = ?", value.get(), id);
                Consolidation.settle(sql, attribute(sql, MemoryId.fact(id)), id, now());
            }
            return require(sql, MemoryId.fact(id));
        });
    }

    private static void checkQuote(Sql sql, MemoryId source, String quote) throws SQLException {
        Optional<String> text = source.kind() == MemoryId.Kind.MESSAGE
                ? sql.first(
                        "SELECT text FROM message WHERE id = ? AND role = 'user'",
                        row -> row.getString("text"),
                        source.number())
                : Optional.empty();
        if (text.isEmpty()) {
            throw new MemoryException(
                    Reason.BAD_INPUT, "'" + source + "' is no message of yours, so it cannot be the source of a fact.");
        }
        if (quote.isBlank() || !text.get().contains(quote)) {
            throw new MemoryException(
                    Reason.BAD_INPUT, "The quoted words do not occur in " + source + ", so nothing was remembered.");
        }
    }

    private static Optional<Long> active(Sql sql, String statement) throws SQLException {
        return sql.first(
                "SELECT id FROM fact WHERE subject = ? AND statement_key = ? AND status = 'active' ORDER BY id",
                row -> row.getLong(1),
                Fact.USER,
                Statements.key(statement));
    }

    /// The user says himself what was a candidate until now: it is one no longer.
    private static Optional<Long> candidate(Sql sql, String statement) throws SQLException {
        Optional<Long> same = sql.first(
                "SELECT id FROM fact WHERE statement_key = ? AND status = 'candidate' ORDER BY id",
                row -> row.getLong(1),
                Statements.key(statement));
        if (same.isPresent()) {
            sql.update("UPDATE fact SET status = 'active', confidence = 1.0 WHERE id = ?", same.get());
        }
        return same;
    }

    private long insert(Sql sql, String statement) throws SQLException {
        return sql.insert(
                "INSERT INTO fact (subject, statement, statement_key, sense, kind, status, confidence, recorded_at)"
                        + " VALUES (?, ?, ?, ?, ?, 'active', 1.0, ?)",
                Fact.USER,
                statement,
                Statements.key(statement),
                Senses.of(statement),
                Kinds.guess(statement).id(),
                now());
    }

    static void addSource(Sql sql, long fact, long message, String quote) throws SQLException {
        sql.update(
                "INSERT OR IGNORE INTO fact_source (fact_id, message_id, quote) VALUES (?, ?, ?)",
                fact,
                message,
                quote);
    }

    @Override
    public Fact correct(MemoryId id, String statement) {
        String clean = clean(statement);
        Optional<String> stated = candidates.attributeOf(clean);
        return database.write(sql -> {
            String said = Screen.of(sql).text(clean);
            Tombstones.of(sql).lift(said);
            Fact old = require(sql, id);
            if (old.status() != Status.ACTIVE) throw notActive(old);
            if (old.statement().equals(said)) return old;
            Optional<Long> same = active(sql, said).filter(other -> other != id.number());
            long next = same.isPresent() ? same.get() : insert(sql, said);
            for (Fact.Source source : old.sources()) {
                addSource(sql, next, source.message().number(), source.quote());
            }
            sql.update(
                    "UPDATE fact SET pinned = max(pinned, ?), valid_from = coalesce(valid_from, ?) WHERE id = ?",
                    old.pinned() ? 1 : 0,
                    old.validFrom().map(Instant::toEpochMilli).orElse(null),
                    next);
            // A corrected value is a value of the same attribute, unless the other fact has one of its own.
            sql.update(
                    "UPDATE fact SET attribute = coalesce(attribute, ?, (SELECT attribute FROM fact WHERE id = ?)) WHERE id = ?",
                    stated.orElse(null),
                    id.number(),
                    next);
            sql.update(
                    "UPDATE fact SET status = 'superseded', superseded_at = ?, superseded_by = ? WHERE id = ?",
                    now(),
                    next,
                    id.number());
            String attribute = attribute(sql, MemoryId.fact(next));
            if (!attribute.isEmpty()) Consolidation.settle(sql, attribute, next, now());
            return require(sql, MemoryId.fact(next));
        });
    }

    @Override
    public int learn(int most) {
        return candidates.learn(most);
    }

    @Override
    public List<Fact> candidates() {
        candidates.learn(READ_FIRST);
        return database.read(sql -> FactRow.list(
                sql,
                "SELECT " + FactRow.COLUMNS + " FROM fact f WHERE f.status = 'candidate' AND EXISTS ("
                        + "SELECT 1 FROM fact_source s JOIN message m ON m.id = s.message_id"
                        + " JOIN conversation c ON c.id = m.conversation_id"
                        + " WHERE s.fact_id = f.id AND c.deleted_at IS NULL) ORDER BY f.id DESC"));
    }

    @Override
    public Fact confirm(MemoryId id) {
        return database.write(sql -> {
            Fact candidate = requireCandidate(sql, id);
            Optional<Long> same = sql.first(
                    "SELECT id FROM fact WHERE subject = ? AND statement_key = ? AND status = 'active' ORDER BY id",
                    row -> row.getLong(1),
                    candidate.subject(),
                    Statements.key(candidate.statement()));
            if (same.isPresent()) {
                for (Fact.Source source : candidate.sources()) {
                    addSource(sql, same.get(), source.message().number(), source.quote());
                }
                remove(sql, id);
                return require(sql, MemoryId.fact(same.get()));
            }
            sql.update("UPDATE fact SET status = 'active', confidence = 1.0 WHERE id = ?", id.number());
            String attribute = attribute(sql, id);
            if (!attribute.isEmpty()) Consolidation.settle(sql, attribute, now());
            return require(sql, id);
        });
    }

    @Override
    public void dismiss(MemoryId id) {
        database.write(sql -> {
            Fact candidate = requireCandidate(sql, id);
            Candidates.dismiss(sql, candidate.subject(), candidate.statement(), now());
            return remove(sql, id);
        });
    }

    @Override
    public Fact reconsider(Fact dismissed) {
        return require(candidates.reconsider(dismissed));
    }

    private Fact require(MemoryId id) {
        return database.read(sql -> require(sql, id));
    }

    private static int remove(Sql sql, MemoryId id) throws SQLException {
        sql.update("DELETE FROM fact_source WHERE fact_id = ?", id.number());
        return sql.update("DELETE FROM fact WHERE id = ?", id.number());
    }

    private static Fact requireCandidate(Sql sql, MemoryId id) throws SQLException {
        Fact fact = require(sql, id);
        if (fact.status() == Status.CANDIDATE) return fact;
        throw new MemoryException(
                Reason.BAD_INPUT,
                id + " is no candidate: it is " + fact.status().id() + ". Nothing was changed.");
    }

    private static String attribute(Sql sql, MemoryId id) throws SQLException {
        return sql.text("SELECT coalesce(attribute, '') FROM fact WHERE id = ?", id.number());
    }

    @Override
    public void pin(MemoryId id) {
        database.write(sql -> {
            Fact fact = require(sql, id);
            return sql.update(
                    "UPDATE fact SET pinned = 1 WHERE id = ?", fact.id().number());
        });
    }

    @Override
    public void unpin(MemoryId id) {
        database.write(sql -> {
            Fact fact = require(sql, id);
            return sql.update(
                    "UPDATE fact SET pinned = 0 WHERE id = ?", fact.id().number());
        });
    }

    @Override
    public void delete(MemoryId id) {
        database.write(sql -> retract(sql, id, now()));
    }

    /// As [#delete], in the caller's transaction.
    public static int retract(Sql sql, MemoryId id, Instant now) throws SQLException {
        Fact fact = require(sql, id);
        if (fact.status() == Status.RETRACTED) return 0;
        if (fact.status() == Status.SUPERSEDED) throw notActive(fact);
        return sql.update("UPDATE fact SET status = 'retracted', retracted_at = ? WHERE id = ?", now, id.number());
    }

    @Override
    public void restore(MemoryId id) {
        database.write(sql -> bringBack(sql, id, now()));
    }

    /// As [#restore], in the caller's transaction.
    public static int bringBack(Sql sql, MemoryId id, Instant now) throws SQLException {
        Fact fact = require(sql, id);
        if (fact.status() == Status.ACTIVE) return 0;
        if (fact.status() != Status.RETRACTED && fact.status() != Status.ARCHIVED) throw notActive(fact);
        Optional<Long> again = active(sql, fact.statement());
        if (again.isPresent()) {
            throw new MemoryException(
                    Reason.BAD_INPUT, "You said the same again since; it is kept as f" + again.get() + ".");
        }
        String attribute = attribute(sql, id);
        if (!attribute.isEmpty() && Consolidation.isTaken(sql, attribute, id.number())) {
            throw new MemoryException(
                    Reason.BAD_INPUT,
                    "You said something newer about that since, which is kept. Nothing was changed; correct that one"
                            + " if it is wrong.");
        }
        // What faded and was missed counts as recalled now.
        return sql.update(
                "UPDATE fact SET status = 'active', retracted_at = NULL, archived_at = NULL,"
                        + " last_recalled_at = iif(status = 'archived', ?, last_recalled_at),"
                        + " recall_count = recall_count + (status = 'archived') WHERE id = ?",
                now,
                id.number());
    }

    private static MemoryException notActive(Fact fact) {
        String why = fact.supersededBy()
                .map(by -> "was replaced by " + by + "; change that one instead")
                .orElse("is " + fact.status().name().toLowerCase(Locale.ROOT) + "; restore it first");
        return new MemoryException(Reason.BAD_INPUT, fact.id() + " " + why + ". Nothing was changed.");
    }

    private static String clean(String statement) {
        String clean = RememberRequest.statement(Words.wellFormed(statement));
        if (clean.isEmpty()) {
            throw new MemoryException(Reason.BAD_INPUT, "There is nothing to remember in an empty statement.");
        }
        return clean;
    }

    private Instant now() {
        return clock.instant();
    }
}
