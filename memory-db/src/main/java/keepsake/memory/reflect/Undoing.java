package keepsake.memory.reflect;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import keepsake.memory.Reflection.Job;
import keepsake.memory.fact.Candidates;
import keepsake.memory.sql.Sql;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Puts rows back as they were before a run, in the caller's transaction, and notes that what it decided is not to be
/// decided again. A thing that somebody else changed since is left as it is.
final class Undoing {
    private static final JsonMapper JSON = new JsonMapper();

    /// Columns that change by recalling a fact, which is no decision about it.
    private static final Set<String> VOLATILE = Set.of("strength", "last_recalled_at", "recall_count");

    /// Runs that changed the same things later, or other things made of the same facts, and so on.
    private static final String DEPENDANTS = """
            WITH RECURSIVE built (run) AS (
                VALUES (?)
                UNION SELECT l.run_id FROM built b JOIN job_change e ON e.run_id = b.run
                    JOIN job_change l ON l.thing = e.thing AND l.run_id > b.run
                UNION SELECT l.run_id FROM built b JOIN job_change e ON e.run_id = b.run AND e.table_name = 'fact'
                    JOIN job_change l ON l.fact_id = e.row_id AND l.run_id > b.run AND l.table_name <> 'profile_source')
            SELECT run FROM built WHERE run > ? ORDER BY run DESC""";

    private final Sql sql;
    private final long run;
    private final Map<String, List<String>> columns = new HashMap<>();
    private final Set<String> kept = new LinkedHashSet<>();
    private final Set<String> restored = new LinkedHashSet<>();

    private Undoing(Sql sql, long run) {
        this.sql = sql;
        this.run = run;
    }

    /// @param restored things that are as they were
    /// @param kept     things that were changed since
    record Result(Set<String> restored, Set<String> kept) {}

    private record Row(
            long id, String table, long row, String thing, Optional<String> before, Optional<String> after) {}

    static List<Long> dependants(Sql sql, long run) throws SQLException {
        return sql.list(DEPENDANTS, row -> row.getLong(1), run, run);
    }

    static Result undo(Sql sql, long run, Instant now) throws SQLException {
        // Facts and sources come back in any order; the references are checked when the transaction ends.
        sql.script("PRAGMA defer_foreign_keys = ON");
        Undoing undoing = new Undoing(sql, run);
        for (Job job : List.of(Job.values()).reversed()) undoing.undo(job, now);
        sql.update(
                "INSERT OR IGNORE INTO job_dismissed (key, dismissed_at) SELECT key, ? FROM job_decision"
                        + " WHERE run_id = ?",
                now,
                run);
        sql.update("DELETE FROM job_decision WHERE run_id = ?", run);
        sql.update("DELETE FROM job_change WHERE run_id = ?", run);
        sql.update("UPDATE job_run SET state = 'undone' WHERE id = ?", run);
        undoing.restored.removeAll(undoing.kept);
        return new Result(undoing.restored, undoing.kept);
    }

    private void undo(Job job, Instant now) throws SQLException {
        List<Row> rows = sql.list(
                "SELECT id, table_name, row_id, thing, before, after FROM job_change WHERE run_id = ? AND job = ?"
                        + " ORDER BY id DESC",
                row -> new Row(
                        row.getLong("id"),
                        row.getString("table_name"),
                        row.getLong("row_id"),
                        row.getString("thing"),
                        Sql.optionalText(row, "before"),
                        Sql.optionalText(row, "after")),
                run,
                job.id());
        for (Row row : rows) if (isChangedSince(row)) kept.add(row.thing());
        List<Row> free =
                rows.stream().filter(row -> !kept.contains(row.thing())).toList();
        if (job == Job.EXTRACT) for (Row row : free) dismissFact(row, now);
        for (Row row : free) if (row.before().isEmpty()) remove(row);
        for (Row row : free) if (row.before().isPresent() && row.after().isPresent()) putBack(row);
        for (Row row : free) if (row.after().isEmpty()) bringBack(row);
        for (Row row : free) restored.add(row.thing());
    }

    private List<String> columns(String table) throws SQLException {
        List<String> known = columns.get(table);
        if (known != null) return known;
        List<String> read = Recorder.columns(sql, table);
        columns.put(table, read);
        return read;
    }

    private Optional<String> now(Row row) throws SQLException {
        return sql.first(
                "SELECT " + Recorder.image(columns(row.table()), "") + " FROM " + row.table() + " WHERE id = ?",
                found -> found.getString(1),
                row.row());
    }

    /// A row that is gone by now was taken away by the user, and there is nothing to keep.
    private boolean isChangedSince(Row row) throws SQLException {
        Optional<String> now = now(row);
        if (now.isEmpty()) return false;
        if (row.after().isEmpty()) return true;
        return !differing(row.table(), now.get(), row.after().get(), row.before())
                .isEmpty();
    }

    /// Columns in which two images differ, among those that `before` says were changed; all of them for a new row.
    private List<String> differing(String table, String one, String other, Optional<String> before)
            throws SQLException {
        List<String> differing = new ArrayList<>(differing(table, one, other));
        differing.removeAll(VOLATILE);
        if (before.isPresent()) differing.retainAll(differing(table, before.get(), other));
        return differing;
    }

    private List<String> differing(String table, String one, String other) throws SQLException {
        if (one.equals(other)) return List.of();
        JsonNode left = JSON.readTree(one);
        JsonNode right = JSON.readTree(other);
        return columns(table).stream()
                .filter(column -> !left.path(column).equals(right.path(column)))
                .toList();
    }

    private void remove(Row row) throws SQLException {
        // Sources that were added since belong to a fact that is no longer there.
        if (row.table().equals("fact")) sql.update("DELETE FROM fact_source WHERE fact_id = ?", row.row());
        sql.update("DELETE FROM " + row.table() + " WHERE id = ?", row.row());
    }

    private void putBack(Row row) throws SQLException {
        String before = row.before().orElseThrow();
        List<String> changed = differing(row.table(), before, row.after().orElseThrow());
        if (changed.isEmpty()) return;
        sql.update(
                "UPDATE " + row.table() + " SET "
                        + changed.stream()
                                .map(column -> '"' + column + "\" = ?1 ->> '$." + column + "'")
                                .collect(Collectors.joining(", "))
                        + " WHERE id = ?2",
                before,
                row.row());
        if (row.table().equals("episode")) {
            sql.update(
                    "DELETE FROM episode_message WHERE episode_id = ?1"
                            + " AND message_id > (SELECT last_message FROM episode WHERE id = ?1)",
                    row.row());
        }
    }

    private void bringBack(Row row) throws SQLException {
        List<String> all = columns(row.table());
        sql.update(
                "INSERT INTO " + row.table() + " ("
                        + all.stream().map(column -> '"' + column + '"').collect(Collectors.joining(", "))
                        + ") SELECT "
                        + all.stream()
                                .map(column -> "?1 ->> '$." + column + "'")
                                .collect(Collectors.joining(", ")),
                row.before().orElseThrow());
    }

    /// A candidate that was taken back is not proposed again, whoever reads the message next.
    private void dismissFact(Row row, Instant now) throws SQLException {
        if (!row.table().equals("fact") || row.before().isPresent()) return;
        String image = row.after().orElseThrow();
        Candidates.dismiss(
                sql, sql.text("SELECT ? ->> '$.subject'", image), sql.text("SELECT ? ->> '$.statement'", image), now);
    }
}
