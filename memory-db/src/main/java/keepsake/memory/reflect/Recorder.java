package keepsake.memory.reflect;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import keepsake.memory.sql.Sql;

/// Notes every row that a step changes, whoever changes it, with what it held before and holds after: temporary
/// triggers remember the rows, and what they became is read at the end of the step. Within a job of a run each row is
/// noted once, with its first "before" and its last "after", so that the diff does not depend on where steps end.
final class Recorder {
    /// What a row is part of, from its JSON `j`.
    private static final Map<String, String> THINGS = Map.of(
            "fact", "'f' || (j ->> '$.id')",
            "fact_source", "'f' || (j ->> '$.fact_id')",
            "episode", "'e' || (j ->> '$.id')",
            "episode_sentence", "'e' || (j ->> '$.episode_id')",
            "conversation_summary", "'c' || (j ->> '$.id')",
            "conversation_sentence", "'c' || (j ->> '$.conversation_id')",
            "profile", "'p' || (j ->> '$.id')",
            "profile_sentence", "'p' || (j ->> '$.profile_id')",
            "profile_source", "'p' || (j ->> '$.profile_id')");

    private final Sql sql;
    private final List<String> tables;

    private Recorder(Sql sql, List<String> tables) {
        this.sql = sql;
        this.tables = tables;
    }

    /// Tables of which erasing knows what their rows came from.
    static final Set<String> OWN = THINGS.keySet();

    /// Begins in the caller's transaction. A rollback takes the triggers with it.
    static Recorder begin(Sql sql, List<String> tables) throws SQLException {
        Recorder recorder = new Recorder(sql, tables);
        sql.script("CREATE TEMP TABLE touched (seq INTEGER PRIMARY KEY, tbl TEXT, row INTEGER, before TEXT,"
                + " UNIQUE (tbl, row))");
        for (String table : tables) recorder.watch(table);
        return recorder;
    }

    // `INSERT OR …` would take the manner of the statement that fires the trigger, hence the subqueries.
    private void watch(String table) throws SQLException {
        String first = "BEGIN INSERT INTO touched (tbl, row, before) SELECT '" + table + "', old.id, "
                + image(columns(sql, table), "old.") + " WHERE NOT EXISTS (SELECT 1 FROM touched WHERE tbl = '" + table
                + "' AND row = old.id); END";
        sql.script("CREATE TEMP TRIGGER touched_" + table + "_added AFTER INSERT ON main." + table
                + " BEGIN DELETE FROM touched WHERE tbl = '" + table + "' AND row = new.id;"
                + " INSERT INTO touched (tbl, row) VALUES ('" + table + "', new.id); END");
        sql.script("CREATE TEMP TRIGGER touched_" + table + "_changed AFTER UPDATE ON main." + table + " " + first);
        sql.script("CREATE TEMP TRIGGER touched_" + table + "_gone AFTER DELETE ON main." + table + " " + first);
    }

    boolean isEmpty() throws SQLException {
        return sql.number("SELECT count(*) FROM touched") == 0;
    }

    /// Keeps what was noted under a run and a job.
    void keep(long run, String job) throws SQLException {
        for (String table : tables) {
            String thing = THINGS.getOrDefault(table, "'" + table + ":' || (j ->> '$.id')");
            sql.update(
                    "INSERT INTO job_change (run_id, job, table_name, row_id, thing, message_id, fact_id, before, after)"
                            + " SELECT ?, ?, tbl, row, " + thing + ", CAST(j ->> '$.message_id' AS INTEGER),"
                            + " CAST(j ->> '" + (table.equals("fact") ? "$.id" : "$.fact_id") + "' AS INTEGER),"
                            + " before, after FROM (SELECT tbl, row, before, after, coalesce(after, before) AS j, seq"
                            + " FROM (SELECT t.tbl, t.row, t.before, t.seq, iif(n.id IS NULL, NULL, "
                            + image(columns(sql, table), "n.") + ") AS after FROM touched t LEFT JOIN " + table
                            + " n ON n.id = t.row WHERE t.tbl = '" + table + "'))"
                            + " WHERE j IS NOT NULL ORDER BY seq"
                            + " ON CONFLICT (run_id, job, table_name, row_id) DO UPDATE SET after = excluded.after",
                    run,
                    job);
        }
        // What was put back, or was made and taken away again, is no change.
        sql.update(
                "DELETE FROM job_change WHERE id IN (SELECT c.id FROM touched t JOIN job_change c ON c.run_id = ?"
                        + " AND c.job = ? AND c.table_name = t.tbl AND c.row_id = t.row WHERE c.before IS c.after)",
                run,
                job);
    }

    void end() throws SQLException {
        for (String table : tables) {
            for (String event : List.of("added", "changed", "gone")) {
                sql.script("DROP TRIGGER temp.touched_" + table + "_" + event);
            }
        }
        sql.script("DROP TABLE temp.touched");
    }

    /// In the order of the table.
    static List<String> columns(Sql sql, String table) throws SQLException {
        Map<Integer, String> columns = new TreeMap<>();
        sql.visit(
                "SELECT cid, name FROM pragma_table_info(?)",
                row -> {
                    columns.put(row.getInt(1), row.getString(2));
                    return true;
                },
                table);
        return List.copyOf(columns.values());
    }

    /// An expression for a row as JSON.
    static String image(List<String> columns, String prefix) {
        return columns.stream()
                .map(column -> "'" + column + "', " + prefix + '"' + column + '"')
                .collect(Collectors.joining(", ", "json_object(", ")"));
    }
}
