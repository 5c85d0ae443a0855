package keepsake.memory.reflect.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import keepsake.memory.Reflection.Job;
import keepsake.memory.fact.Consolidation;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Words;

/// New facts against similar old ones. ADD: nothing similar, it stays. NOOP and UPDATE: it says what another says; that
/// one gets its sources, and its beginning when it has none. SUPERSEDE: of what has one value at a time, and of two
/// known facts of which one denies the other, the one said later counts and the other keeps the time until which it was
/// true. A candidate replaces nothing: the user has not said yet that it is so.
///
/// The four decisions are those of Mem0 and Memory-R1.
final class ConsolidateJob implements Work {
    private static final int LOOKED_AT = 100;

    private static final String ROW = """
            SELECT f.id, f.subject, f.statement, f.status, coalesce(f.attribute, '') AS attribute, f.pinned,
                f.valid_from, f.valid_to,
                coalesce((SELECT max(m.said_at) FROM fact_source s JOIN message m ON m.id = s.message_id
                    WHERE s.fact_id = f.id), f.recorded_at) AS said_at
            FROM fact f WHERE f.status IN ('active', 'candidate') AND\s""";

    private static final String SIMILAR =
            ROW + "f.id <> ? AND f.subject = ? AND f.id IN (SELECT rowid FROM fact_words WHERE fact_words MATCH ?)"
                    + " ORDER BY f.status = 'active' DESC, f.id LIMIT " + LOOKED_AT;

    private record Row(
            long id,
            String subject,
            String statement,
            boolean active,
            String attribute,
            boolean pinned,
            Optional<Long> validFrom,
            Optional<Long> validTo,
            Instant saidAt) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getLong("id"),
                    row.getString("subject"),
                    row.getString("statement"),
                    row.getString("status").equals("active"),
                    row.getString("attribute"),
                    row.getInt("pinned") == 1,
                    Sql.optionalNumber(row, "valid_from"),
                    Sql.optionalNumber(row, "valid_to"),
                    Sql.time(row, "said_at"));
        }

        /// Whether both may be about the same time and the same thing.
        boolean goesWith(Row other) {
            return validTo.equals(other.validTo)
                    && (validFrom.isEmpty() || other.validFrom.isEmpty() || validFrom.equals(other.validFrom))
                    && (attribute.isEmpty() || other.attribute.isEmpty() || attribute.equals(other.attribute));
        }
    }

    @Override
    public Job job() {
        return Job.CONSOLIDATE;
    }

    @Override
    public List<String> tables() {
        return List.of("fact", "fact_source");
    }

    @Override
    public long waiting(Sql sql, Situation at) throws SQLException {
        return sql.number("SELECT count(*) FROM fact_due");
    }

    @Override
    public Step prepare(Reading reading, Situation at) {
        return sql -> step(sql, at);
    }

    private static boolean step(Sql sql, Situation at) throws SQLException {
        while (true) {
            Optional<Long> due = sql.first("SELECT fact FROM fact_due ORDER BY fact LIMIT 1", row -> row.getLong(1));
            if (due.isEmpty()) return false;
            Optional<Row> fact = sql.first(ROW + "f.id = ?", Row::read, due.get());
            if (fact.isPresent()) compare(sql, at, fact.get());
            // Last: what was just changed is due again by its trigger.
            sql.update("DELETE FROM fact_due WHERE fact = ?", due.get());
            if (at.enough()) return true;
        }
    }

    private static void compare(Sql sql, Situation at, Row fact) throws SQLException {
        SameSaying saying = SameSaying.of(fact.statement());
        for (Row other : similar(sql, fact, saying)) {
            SameSaying another = SameSaying.of(other.statement());
            if (saying.same(another) && fact.goesWith(other)) {
                if (merge(sql, at, fact, other)) return;
            } else if (saying.contradicts(another) && fact.active() && other.active()) {
                supersede(sql, at, fact, other);
            }
        }
        if (fact.active() && !fact.attribute().isEmpty() && fact.validTo().isEmpty()) settle(sql, at, fact.attribute());
    }

    private static List<Row> similar(Sql sql, Row fact, SameSaying saying) throws SQLException {
        List<String> words = saying.rarest(fact.statement());
        if (words.isEmpty()) return List.of();
        // "flower" finds "flowers".
        String query = words.stream()
                .map(word -> Words.phrase(word.endsWith("s") ? word.substring(0, word.length() - 1) : word) + "*")
                .collect(Collectors.joining(" AND "));
        return sql.list(SIMILAR, Row::read, fact.id(), fact.subject(), query);
    }

    /// @return whether `fact` is the one that is gone now
    private static boolean merge(Sql sql, Situation at, Row fact, Row other) throws SQLException {
        Row stays = stays(fact, other);
        Row goes = stays.id() == fact.id() ? other : fact;
        // By the one that goes: apart from one, it is not to go into a third that says the same.
        String decision = "merge:f" + goes.id();
        if (Situation.isDismissed(sql, decision)) return false;
        at.decide(decision);
        sql.update(
                "INSERT OR IGNORE INTO fact_source (fact_id, message_id, quote)"
                        + " SELECT ?, message_id, quote FROM fact_source WHERE fact_id = ? ORDER BY id",
                stays.id(),
                goes.id());
        sql.update(
                "UPDATE fact SET valid_from = coalesce(valid_from, ?), pinned = max(pinned, ?),"
                        + " attribute = coalesce(attribute, nullif(?, '')) WHERE id = ?",
                goes.validFrom().orElse(null),
                goes.pinned() ? 1 : 0,
                goes.attribute(),
                stays.id());
        if (goes.active()) {
            sql.update(
                    "UPDATE fact SET status = 'superseded', superseded_at = ?, superseded_by = ? WHERE id = ?",
                    at.now(),
                    stays.id(),
                    goes.id());
        } else {
            // A candidate was never known, so there is nothing to remember of it but its sources.
            sql.update("DELETE FROM fact_source WHERE fact_id = ?", goes.id());
            sql.update("DELETE FROM fact WHERE id = ?", goes.id());
        }
        return goes.id() == fact.id();
    }

    /// What is known stays before what is not, and the older before the newer.
    private static Row stays(Row a, Row b) {
        if (a.active() != b.active()) return a.active() ? a : b;
        return a.id() < b.id() ? a : b;
    }

    private static void supersede(Sql sql, Situation at, Row a, Row b) throws SQLException {
        boolean later =
                a.saidAt().equals(b.saidAt()) ? a.id() > b.id() : a.saidAt().isAfter(b.saidAt());
        Row newer = later ? a : b;
        Row older = later ? b : a;
        String decision = "supersede:f" + older.id();
        if (older.validTo().isPresent() || older.pinned() || Situation.isDismissed(sql, decision)) return;
        at.decide(decision);
        sql.update(
                "UPDATE fact SET status = 'superseded', superseded_at = ?, superseded_by = ?,"
                        + " valid_to = max(coalesce(valid_from, 0), ?) WHERE id = ? AND status = 'active'",
                at.now(),
                newer.id(),
                newer.saidAt(),
                older.id());
    }

    private static void settle(Sql sql, Situation at, String attribute) throws SQLException {
        List<Long> values = sql.list(
                "SELECT id FROM fact WHERE attribute = ? AND status = 'active' AND valid_to IS NULL ORDER BY id",
                row -> row.getLong(1),
                attribute);
        if (values.size() < 2) return;
        String decision = values.stream().map(id -> "f" + id).collect(Collectors.joining(":", "settle:", ""));
        if (Situation.isDismissed(sql, decision)) return;
        at.decide(decision);
        Consolidation.settle(sql, attribute, at.now());
    }
}
