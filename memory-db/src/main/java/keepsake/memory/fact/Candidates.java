package keepsake.memory.fact;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepsake.memory.Fact;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.MemoryId;
import keepsake.memory.erase.Tombstones;
import keepsake.memory.extract.CandidateFact;
import keepsake.memory.extract.Extraction;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Words;
import org.jspecify.annotations.Nullable;

/// Reads what the user said for candidate facts, message after message. A cursor in the file says how far; candidates
/// and cursor change in one transaction, so that a kill neither loses nor repeats anything, and never in the one that
/// keeps the message.
public final class Candidates {
    private static final int AT_ONCE = 100;

    private static final String UNREAD = """
            SELECT m.id, m.text, m.said_at FROM message m JOIN conversation c ON c.id = m.conversation_id
            WHERE m.id > ? AND m.role = 'user' AND m.speaker IS NULL AND m.deleted_at IS NULL
                AND c.deleted_at IS NULL ORDER BY m.id LIMIT ?""";

    private record Known(long id, String status) {
        boolean counts() {
            return status.equals("active") || status.equals("candidate");
        }
    }

    private static final String KNOWN = """
            SELECT id, status FROM fact
            WHERE ((subject = ?1 AND (sense = ?2 OR statement_key = ?3)) OR (subject = 'user' AND statement_key = ?3))
                AND status IN ('active', 'candidate', 'retracted', 'quarantined', 'archived')
            ORDER BY status = 'retracted' DESC, status = 'active' DESC, id LIMIT 1""";

    private final Database database;
    private final InstantSource clock;
    private final ZoneId zone;

    public Candidates(Database database, InstantSource clock, ZoneId zone) {
        this.database = database;
        this.clock = clock;
        this.zone = zone;
    }

    /// A message that was not read yet, and what it says.
    public record Unread(long id, String text, Instant saidAt, List<CandidateFact> says) {}

    /// Reads up to `most` messages that were not read yet.
    ///
    /// @return how many were read
    int learn(int most) {
        int read = 0;
        while (read < most) {
            int some = Math.min(AT_ONCE, most - read);
            List<Unread> unread = unread(some);
            if (unread.isEmpty()) return read;
            int kept = database.write(sql -> keep(sql, unread));
            read += kept;
            if (kept < unread.size() || unread.size() < some) return read;
        }
        return read;
    }

    /// The rules work here, outside of the writing transaction: nobody waits for them.
    private List<Unread> unread(int some) {
        return database.read(sql -> after(sql, cursor(sql), some)).stream()
                .map(this::read)
                .toList();
    }

    /// The next messages that can be read for facts, after `message`; nothing is read yet.
    public static List<Unread> after(Sql sql, long message, int some) throws SQLException {
        return sql.list(
                UNREAD,
                row -> new Unread(row.getLong("id"), row.getString("text"), Sql.time(row, "said_at"), List.of()),
                message,
                some);
    }

    /// Reads a message by rule; takes a millisecond or so.
    public Unread read(Unread said) {
        return new Unread(said.id(), said.text(), said.saidAt(), Extraction.of(said.text(), said.saidAt(), zone));
    }

    /// What a statement of the user is a value of, if it can have one only.
    Optional<String> attributeOf(String statement) {
        return Extraction.of(statement, clock.instant(), zone).stream()
                .filter(fact -> fact.subject().equals(Fact.USER))
                .flatMap(fact -> fact.attribute().stream())
                .findFirst();
    }

    /// The last message that was read.
    public static long cursor(Sql sql) throws SQLException {
        return sql.number("SELECT message_id FROM candidate_cursor");
    }

    /// Keeps what messages say, and that they were read, in the caller's transaction.
    public int keep(Sql sql, List<Unread> unread) throws SQLException {
        long cursor = cursor(sql);
        int kept = 0;
        for (Unread said : unread) {
            // Another process may have read it meanwhile, or erased it.
            boolean there = sql.number("SELECT count(*) FROM message WHERE id = ?", said.id()) == 1;
            if (said.id() > cursor && there) for (CandidateFact fact : said.says()) add(sql, fact, said.id());
            kept++;
        }
        sql.update(
                "UPDATE candidate_cursor SET message_id = max(message_id, ?)",
                unread.getLast().id());
        return kept;
    }

    /// Adds a candidate, or a source to what says the same; nothing when it was dismissed, deleted or erased.
    public void add(Sql sql, CandidateFact fact, long message) throws SQLException {
        String sense = Senses.of(fact.statement());
        if (Dismissals.of(sql).covers(fact.subject(), sense)
                || Tombstones.of(sql).covers(fact.statement())) return;
        Optional<Known> known = known(sql, fact, sense);
        if (known.isEmpty()) addSource(sql, insert(sql, fact, sense), message, fact.quote());
        else if (known.get().counts() && !named(sql, known.get().id(), message)) {
            addSource(sql, known.get().id(), message, fact.quote());
        }
    }

    private static Optional<Known> known(Sql sql, CandidateFact fact, String sense) throws SQLException {
        return sql.first(
                KNOWN,
                row -> new Known(row.getLong("id"), row.getString("status")),
                fact.subject(),
                sense,
                Words.key(fact.statement()));
    }

    private static boolean named(Sql sql, long fact, long message) throws SQLException {
        return sql.number("SELECT count(*) FROM fact_source WHERE fact_id = ? AND message_id = ?", fact, message) > 0;
    }

    /// See [keepsake.memory.Facts#reconsider].
    MemoryId reconsider(Fact dismissed) {
        Optional<String> attribute =
                dismissed.subject().equals(Fact.USER) ? attributeOf(dismissed.statement()) : Optional.empty();
        CandidateFact again = new CandidateFact(
                dismissed.subject(),
                dismissed.statement(),
                dismissed.kind(),
                dismissed.sources().getLast().quote(),
                dismissed.validFrom(),
                dismissed.validTo(),
                attribute,
                dismissed.confidence());
        return database.write(sql -> {
            List<Fact.Source> sources = stillThere(sql, dismissed.sources());
            if (sources.isEmpty() || Tombstones.of(sql).covers(again.statement())) {
                throw new MemoryException(
                        Reason.BAD_INPUT,
                        "The message that said “" + again.statement()
                                + "” is gone, so it is not proposed again. Nothing was changed.");
            }
            String sense = Senses.of(again.statement());
            Dismissals.of(sql).lift(again.subject(), sense);
            Optional<Known> known = known(sql, again, sense).filter(Known::counts);
            long id = known.isPresent() ? known.get().id() : insert(sql, again, sense);
            for (Fact.Source source : sources) {
                if (!named(sql, id, source.message().number())) {
                    addSource(sql, id, source.message().number(), source.quote());
                }
            }
            return MemoryId.fact(id);
        });
    }

    private static List<Fact.Source> stillThere(Sql sql, List<Fact.Source> sources) throws SQLException {
        List<Fact.Source> there = new ArrayList<>();
        for (Fact.Source source : sources) {
            String text = sql.text(
                    "SELECT text FROM message WHERE id = ? AND role = 'user'",
                    source.message().number());
            if (text.contains(source.quote())) there.add(source);
        }
        return there;
    }

    /// Never proposes this statement again; what is left of it is a hash.
    public static void dismiss(Sql sql, String subject, String statement, Instant now) throws SQLException {
        Dismissals.forSetting(sql).set(subject, Senses.of(statement), now);
    }

    private long insert(Sql sql, CandidateFact fact, String sense) throws SQLException {
        return sql.insert(
                "INSERT INTO fact (subject, statement, statement_key, sense, attribute, kind, status, confidence, recorded_at,"
                        + " valid_from, valid_to) VALUES (?, ?, ?, ?, ?, ?, 'candidate', ?, ?, ?, ?)",
                fact.subject(),
                fact.statement(),
                Statements.key(fact.statement()),
                sense,
                fact.attribute().orElse(null),
                fact.kind().id(),
                fact.confidence(),
                clock.instant(),
                time(fact.validFrom()),
                time(fact.validTo()));
    }

    private static @Nullable Instant time(Optional<Instant> time) {
        return time.orElse(null);
    }

    private static void addSource(Sql sql, long fact, long message, String quote) throws SQLException {
        SqliteFacts.addSource(sql, fact, message, quote);
    }
}
