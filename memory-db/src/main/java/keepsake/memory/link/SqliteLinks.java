package keepsake.memory.link;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import keepsake.memory.Links;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.MemoryId;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;

/// Links in SQLite. Threads: any.
public final class SqliteLinks implements Links {
    private static final int LONGEST_WHY = 300;

    private final Database database;
    private final InstantSource clock;

    public SqliteLinks(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public long refresh(int limit, OptionalLong run) {
        if (limit < 1) throw new IllegalArgumentException("limit must be at least 1");
        // The rules work outside of the transaction: nobody waits for them.
        List<Refresh.Said> said = database.read(sql -> Refresh.Said.after(sql, Refresh.cursor(sql), limit)).stream()
                .map(Refresh.Said::read)
                .toList();
        if (said.isEmpty() && database.read(sql -> sql.number("SELECT count(*) FROM link_due")) == 0) return 0;
        Instant now = clock.instant();
        return database.write(sql -> {
            Refresh refresh = new Refresh(sql, now, run);
            refresh.messages(said);
            if (said.size() < limit) refresh.facts(limit - said.size());
            return Refresh.left(sql);
        });
    }

    @Override
    public void add(Kind kind, MemoryId from, MemoryId to, String why, OptionalLong run) {
        Instant now = clock.instant();
        database.write(sql -> {
            require(sql, from);
            require(sql, to);
            String line = why.length() > LONGEST_WHY ? why.substring(0, LONGEST_WHY) : why;
            new FactLinks(sql, now, run).add(kind, from.toString(), to.toString(), line);
            return 1;
        });
    }

    private static void require(Sql sql, MemoryId id) throws SQLException {
        String table = id.kind() == MemoryId.Kind.MESSAGE ? "message" : "fact";
        if (sql.number("SELECT count(*) FROM " + table + " WHERE id = ?", id.number()) == 0) {
            throw new MemoryException(Reason.BAD_INPUT, "There is no " + table + " " + id + ". Nothing was changed.");
        }
    }

    @Override
    public List<Link> of(MemoryId id) {
        return database.read(sql -> sql.list(
                "SELECT kind, \"from\", \"to\", why, run, made_at FROM link WHERE \"from\" = ?1 OR \"to\" = ?1 ORDER BY id DESC",
                row -> new Link(
                        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        MemoryId.parse(row.getString("from")),
                        MemoryId.parse(row.getString("to")),
                        row.getString("why"),
                        Sql.optionalNumber(row, "run").map(OptionalLong::of).orElse(OptionalLong.empty()),
                        Sql.time(row, "made_at")),
                id.toString()));
    }

    @Override
    public int undo(long run) {
        return database.write(sql -> sql.update("DELETE FROM link WHERE run = ?", run));
    }
}
