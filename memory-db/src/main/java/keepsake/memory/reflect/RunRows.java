package keepsake.memory.reflect;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.Reflection.Job;
import keepsake.memory.Reflection.Run;
import keepsake.memory.conversation.Writers;
import keepsake.memory.sql.Sql;

/// Rows of `job_run`, and the lease that lets one run go on at a time.
final class RunRows {
    private static final String RUN = """
            SELECT id, jobs, started_at, ended_at, state, made_by,
                (SELECT count(DISTINCT job || thing) FROM job_change c WHERE c.run_id = r.id) AS changes
            FROM job_run r""";

    private RunRows() {}

    /// Takes the lease. Runs that were going on when their process died are over.
    ///
    /// @throws MemoryException when somebody else holds it
    static int acquire(Sql sql, String holder, Instant now) throws SQLException {
        String other = sql.text("SELECT coalesce(holder, '') FROM job_lease");
        if (!other.isEmpty() && Writers.isAlive(other)) {
            throw new MemoryException(
                    Reason.BAD_INPUT,
                    "Keepsake is reflecting already, in the window or another command. Nothing was changed; try again"
                            + " when it is done.");
        }
        sql.update("UPDATE job_lease SET holder = ?", holder);
        return sql.update("UPDATE job_run SET state = 'stopped', ended_at = ? WHERE state = 'running'", now);
    }

    static int release(Sql sql, String holder) throws SQLException {
        return sql.update("UPDATE job_lease SET holder = NULL WHERE holder = ?", holder);
    }

    static long begin(Sql sql, Set<Job> jobs, Optional<String> madeBy, Instant now) throws SQLException {
        return sql.insert(
                "INSERT INTO job_run (jobs, started_at, state, made_by) VALUES (?, ?, 'running', ?)",
                Arrays.stream(Job.values()).filter(jobs::contains).map(Job::id).collect(Collectors.joining(",")),
                now,
                madeBy.orElse(null));
    }

    /// Ends a run; one that changed nothing in the end is no run.
    static int end(Sql sql, long run, Run.State state, Instant now) throws SQLException {
        boolean changed = sql.number("SELECT count(*) FROM job_change WHERE run_id = ?", run) > 0
                || sql.number("SELECT erased FROM job_run WHERE id = ?", run) > 0;
        if (changed) return sql.update("UPDATE job_run SET state = ?, ended_at = ? WHERE id = ?", state.id(), now, run);
        sql.update("DELETE FROM job_decision WHERE run_id = ?", run);
        return sql.update("DELETE FROM job_run WHERE id = ?", run);
    }

    static Optional<Run> find(Sql sql, long run) throws SQLException {
        return sql.first(RUN + " WHERE id = ?", RunRows::read, run);
    }

    static Run require(Sql sql, long run) throws SQLException {
        return find(sql, run)
                .orElseThrow(() ->
                        new MemoryException(Reason.BAD_INPUT, "There is no run " + run + ". Nothing was changed."));
    }

    static List<Run> newest(Sql sql, int most) throws SQLException {
        return sql.list(RUN + " ORDER BY id DESC LIMIT ?", RunRows::read, most);
    }

    private static Run read(ResultSet row) throws SQLException {
        Set<Job> jobs = EnumSet.noneOf(Job.class);
        for (String name : row.getString("jobs").split(",", -1)) jobs.add(Job.valueOf(name.toUpperCase(Locale.ROOT)));
        return new Run(
                row.getLong("id"),
                jobs,
                Sql.time(row, "started_at"),
                Sql.optionalNumber(row, "ended_at").map(Instant::ofEpochMilli),
                Run.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Sql.optionalText(row, "made_by"),
                row.getLong("changes"));
    }
}
