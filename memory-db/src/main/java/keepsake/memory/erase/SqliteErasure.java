package keepsake.memory.erase;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import keepsake.memory.Erasure;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.MemoryId;
import keepsake.memory.erase.Removal.Marks;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;

/// Forgetting in SQLite: a plan, the rows in one transaction, then the files. Threads: any.
public final class SqliteErasure implements Erasure {
    private final Database database;
    private final InstantSource clock;
    private final List<Traces> traces;
    private final Cleaning cleaning;

    public SqliteErasure(Database database, InstantSource clock, List<Traces> traces) {
        this.database = database;
        this.clock = clock;
        this.traces = List.copyOf(traces);
        this.cleaning = new Cleaning(database, clock, this.traces);
    }

    /// Goes on with what a kill interrupted, before anything else is done. Without waiting long: another Keepsake may
    /// have the file open, and then this one must still start.
    public void resume() {
        if (pending().isPresent()) cleaning.finish(Cleaning.Patience.LITTLE);
    }

    @Override
    public Preview preview(What what) {
        return database.read(
                sql -> plan(sql, what).preview(sql, Copies.names(database.file()), cleaning.bytesNeeded(sql)));
    }

    @Override
    public Erased erase(What what) {
        return erase(sql -> plan(sql, what), what instanceof What.Everything, Marks.SET);
    }

    /// Erases messages that are too old, without marks.
    public Erased eraseAged(Aged aged) {
        return erase(sql -> plan(sql, aged), false, Marks.NONE);
    }

    public Preview previewAged(Aged aged) {
        return database.read(
                sql -> plan(sql, aged).preview(sql, Copies.names(database.file()), cleaning.bytesNeeded(sql)));
    }

    private interface Planning {
        Plan of(Sql sql) throws SQLException;
    }

    private Erased erase(Planning planning, boolean everything, Marks marks) {
        Instant now = clock.instant();
        Plan erased = database.write(sql -> {
            Plan plan = planning.of(sql);
            Removal.run(sql, plan, traces, everything ? Marks.NONE : marks, now);
            if (everything) clear(sql);
            sql.update(
                    "INSERT INTO erasure (asked_at, messages, facts) VALUES (?, ?, ?)",
                    now,
                    plan.messages().size(),
                    plan.facts().size());
            return plan;
        });
        return new Erased(
                erased.messages().size(),
                erased.facts().size(),
                erased.identity().size(),
                cleaning.finish(Cleaning.Patience.MUCH));
    }

    /// What belongs to no message: values the user typed, rules, marks and their key.
    private static void clear(Sql sql) throws SQLException {
        for (String table : List.of(
                "identity_field",
                "identity_dismissed",
                "dismissal",
                "tombstone",
                "secret",
                "never_store",
                "retention",
                "erasure",
                "profile",
                "job_change",
                "job_decision",
                "job_run",
                "job_dismissed")) {
            sql.update("DELETE FROM " + table);
        }
    }

    private static Plan plan(Sql sql, What what) throws SQLException {
        return switch (what) {
            case What.Memories memories -> {
                Ids.require(sql, memories.ids());
                yield Plan.of(
                        sql,
                        Ids.of(memories.ids(), MemoryId.Kind.MESSAGE),
                        Ids.of(memories.ids(), MemoryId.Kind.FACT),
                        List.of());
            }
            case What.WholeConversation whole -> {
                if (sql.number("SELECT count(*) FROM conversation WHERE id = ?", whole.id()) == 0) {
                    throw new MemoryException(
                            Reason.BAD_INPUT, "There is no conversation " + whole.id() + ". Nothing was changed.");
                }
                List<Long> messages = Ids.list(sql, "SELECT id FROM message WHERE conversation_id = ?", whole.id());
                yield Plan.of(sql, messages, List.of(), List.of(whole.id()));
            }
            case What.Everything _ ->
                Plan.of(
                        sql,
                        Ids.list(sql, "SELECT id FROM message"),
                        Ids.list(sql, "SELECT id FROM fact"),
                        Ids.list(sql, "SELECT id FROM conversation"));
        };
    }

    /// Messages that are old enough to go.
    ///
    /// @param before said earlier than this
    public record Aged(Instant before) {
        private static final String QUERY = """
                SELECT m.id FROM message m WHERE m.said_at < ? AND m.state <> 'writing'
                AND NOT EXISTS (SELECT 1 FROM fact_source s JOIN fact f ON f.id = s.fact_id
                    WHERE s.message_id = m.id AND (f.status = 'active' OR f.pinned = 1))
                AND m.id NOT IN (SELECT message_id FROM identity_field WHERE message_id IS NOT NULL)""";
    }

    private static Plan plan(Sql sql, Aged aged) throws SQLException {
        return Plan.of(sql, Ids.list(sql, Aged.QUERY, aged.before()), List.of(), List.of());
    }

    @Override
    public Optional<Pending> pending() {
        return database.read(sql -> sql.first(
                        "SELECT count(*) AS erasures, min(asked_at) AS since FROM erasure WHERE finished_at IS NULL",
                        row -> new Pending(row.getLong("erasures"), Sql.time(row, "since"))))
                .filter(pending -> pending.erasures() > 0);
    }

    @Override
    public Optional<String> finish() {
        return pending().isEmpty() ? Optional.empty() : cleaning.finish(Cleaning.Patience.MUCH);
    }

    @Override
    public void hide(Collection<MemoryId> ids) {
        Instant now = clock.instant();
        database.write(sql -> Hiding.hide(sql, ids, traces, now));
    }

    @Override
    public void show(Collection<MemoryId> ids) {
        Instant now = clock.instant();
        database.write(sql -> Hiding.show(sql, ids, traces, now));
    }

    @Override
    public boolean wasErased(String text) {
        return database.read(sql -> Tombstones.of(sql).covers(text));
    }
}
