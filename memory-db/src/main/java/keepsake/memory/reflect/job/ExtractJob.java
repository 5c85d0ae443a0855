package keepsake.memory.reflect.job;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.Reflection.Job;
import keepsake.memory.extract.CandidateFact;
import keepsake.memory.extract.Extraction;
import keepsake.memory.fact.Candidates;
import keepsake.memory.fact.Candidates.Unread;
import keepsake.memory.reflect.Thoughts;
import keepsake.memory.reflect.Thoughts.Said;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;

/// Candidates from what the user said since: by the rules that also work after every answer and from the same cursor,
/// then by a model from a cursor of its own. Whoever finds them, they count only when the user confirms them.
final class ExtractJob implements Work {
    private static final int AT_ONCE = 50;

    /// What was said just before, for what "it" means.
    private static final int BEFORE = 4;

    private static final String SAID_BEFORE = """
            SELECT b.id, b.role, b.speaker, b.text, b.said_at FROM message m
            JOIN message b ON b.conversation_id = m.conversation_id AND b.id < m.id
            WHERE m.id = ? AND b.deleted_at IS NULL AND b.role = 'user' ORDER BY b.id DESC LIMIT\s""" + BEFORE;

    private static final String LEFT = """
            SELECT count(*) FROM message m JOIN conversation c ON c.id = m.conversation_id
            WHERE m.id > ? AND m.role = 'user' AND m.speaker IS NULL AND m.deleted_at IS NULL AND c.deleted_at IS NULL""";

    private final Database database;

    /// The message about which the model failed last.
    private final AtomicLong failed = new AtomicLong();

    ExtractJob(Database database) {
        this.database = database;
    }

    @Override
    public Job job() {
        return Job.EXTRACT;
    }

    @Override
    public List<String> tables() {
        return List.of("fact", "fact_source");
    }

    @Override
    public long waiting(Sql sql, Situation at) throws SQLException {
        long byRules = sql.number(LEFT, Candidates.cursor(sql));
        return at.thoughts().isEmpty() ? byRules : byRules + sql.number(LEFT, Cursors.thought(sql, job()));
    }

    @Override
    public Step prepare(Reading reading, Situation at) throws SQLException {
        Candidates candidates = new Candidates(database, at::now, at.zone());
        List<Unread> unread = reading.read(sql -> Candidates.after(sql, Candidates.cursor(sql), AT_ONCE));
        if (!unread.isEmpty()) return byRules(candidates, unread, at);
        return at.thoughts().isEmpty()
                ? sql -> false
                : think(reading, at, candidates, at.thoughts().get());
    }

    private static Step byRules(Candidates candidates, List<Unread> unread, Situation at) {
        List<Unread> read = new ArrayList<>();
        at.begin();
        for (Unread message : unread) {
            read.add(candidates.read(message));
            if (at.enough()) break;
        }
        return sql -> {
            candidates.keep(sql, read);
            return true;
        };
    }

    private Step think(Reading reading, Situation at, Candidates candidates, Thoughts thoughts) throws SQLException {
        record Asked(Unread message, List<Said> before) {}
        Optional<Asked> asked = reading.read(sql -> {
            List<Unread> next = Candidates.after(sql, Cursors.thought(sql, job()), 1);
            if (next.isEmpty()) return Optional.empty();
            return Optional.of(
                    new Asked(next.getFirst(), before(sql, next.getFirst().id())));
        });
        if (asked.isEmpty()) return sql -> false;
        Unread message = asked.get().message();
        Optional<List<CandidateFact>> answer = Extraction.givesOrders(message.text())
                ? Optional.of(List.of())
                : thoughts.facts(said(message), asked.get().before(), at.stop());
        // A model that is gone answers nothing; one that fails on this message would fail on it for ever.
        if (answer.isEmpty() && failed.getAndSet(message.id()) != message.id()) return sql -> false;
        List<CandidateFact> facts = Grounding.of(answer.orElse(List.of()), message.text());
        return sql -> {
            boolean there =
                    sql.number("SELECT count(*) FROM message WHERE id = ? AND deleted_at IS NULL", message.id()) == 1;
            if (there) for (CandidateFact fact : facts) candidates.add(sql, fact, message.id());
            Cursors.moveThought(sql, job(), message.id());
            return true;
        };
    }

    private static Said said(Unread message) {
        return new Said(
                MemoryId.message(message.id()), Message.Role.USER, Optional.empty(), message.text(), message.saidAt());
    }

    /// Only what people said: what an answer claims must not become a fact by way of "yes, that one".
    private static List<Said> before(Sql sql, long message) throws SQLException {
        List<Said> before = sql.list(
                SAID_BEFORE,
                row -> new Said(
                        MemoryId.message(row.getLong("id")),
                        Message.Role.USER,
                        Sql.optionalText(row, "speaker"),
                        row.getString("text"),
                        Sql.time(row, "said_at")),
                message);
        return before.reversed().stream()
                .filter(said -> !Extraction.givesOrders(said.text()))
                .toList();
    }
}
