package keepsake.memory.link;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import keepsake.memory.Links.Kind;
import keepsake.memory.sql.Sql;

/// Links between facts that rules see. Made anew for a fact whenever it changes.
final class FactLinks {
    /// More facts about one entity are found through it; a row for every two of them says nothing more.
    private static final int OF_ONE_ENTITY = 5;

    static final String SAME = "both name the same";
    static final String FOLLOWS = "became true later";
    static final String CONTRADICTS = "not both can be true now";

    private static final String NEIGHBOURS = """
            SELECT DISTINCT o.fact_id FROM entity_fact f JOIN entity_alias a ON a.id = f.alias_id
            JOIN entity_alias b ON b.entity_id = a.entity_id JOIN entity_fact o ON o.alias_id = b.id
            JOIN fact n ON n.id = o.fact_id
            WHERE f.fact_id = ?1 AND o.fact_id < ?1 AND n.status = 'active' ORDER BY 1 DESC LIMIT\s""" + OF_ONE_ENTITY;

    private static final String OTHER_VALUES = """
            SELECT o.id FROM fact f JOIN fact o ON o.attribute = f.attribute AND o.subject = f.subject AND o.id <> f.id
            WHERE f.id = ? AND f.status = 'candidate' AND o.status = 'active' AND o.statement_key <> f.statement_key
            ORDER BY o.id""";

    private final Sql sql;
    private final Instant now;
    private final OptionalLong run;

    FactLinks(Sql sql, Instant now, OptionalLong run) {
        this.sql = sql;
        this.now = now;
        this.run = run;
    }

    private record Wanted(Kind kind, String from, String to, String why) {}

    void refresh(long fact) throws SQLException {
        Set<Wanted> wanted = new HashSet<>();
        String id = "f" + fact;
        String status = sql.text("SELECT status FROM fact WHERE id = ?", fact);
        if (status.equals("active")) {
            for (long other : ids(NEIGHBOURS, fact)) wanted.add(new Wanted(Kind.SAME_ENTITY, id, "f" + other, SAME));
        }
        for (long old : ids("SELECT id FROM fact WHERE superseded_by = ?", fact)) {
            wanted.add(new Wanted(Kind.FOLLOWS, id, "f" + old, FOLLOWS));
        }
        for (long other : ids(OTHER_VALUES, fact)) {
            wanted.add(new Wanted(Kind.CONTRADICTS, id, "f" + other, CONTRADICTS));
        }
        record Known(long row, Wanted link) {}
        for (Known known : sql.list(
                "SELECT id, kind, \"from\", \"to\", why FROM link WHERE \"from\" = ? AND why IN (?, ?, ?)",
                row -> new Known(
                        row.getLong(1),
                        new Wanted(
                                Kind.valueOf(row.getString(2).toUpperCase(java.util.Locale.ROOT)),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5))),
                id,
                SAME,
                FOLLOWS,
                CONTRADICTS)) {
            if (!wanted.remove(known.link())) sql.update("DELETE FROM link WHERE id = ?", known.row());
        }
        for (Wanted link : wanted) add(link.kind(), link.from(), link.to(), link.why());
        long successor = sql.number("SELECT coalesce(superseded_by, 0) FROM fact WHERE id = ?", fact);
        if (successor > 0) add(Kind.FOLLOWS, "f" + successor, id, FOLLOWS);
    }

    private List<Long> ids(String query, long fact) throws SQLException {
        return sql.list(query, row -> row.getLong(1), fact);
    }

    void add(Kind kind, String from, String to, String why) throws SQLException {
        sql.update(
                "INSERT OR IGNORE INTO link (kind, \"from\", \"to\", why, run, made_at) VALUES (?, ?, ?, ?, ?, ?)",
                kind.id(),
                from,
                to,
                why,
                run.isPresent() ? (Long) run.getAsLong() : null,
                now);
    }
}
