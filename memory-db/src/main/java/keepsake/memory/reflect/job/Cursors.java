package keepsake.memory.reflect.job;

import java.sql.SQLException;
import keepsake.memory.Reflection.Job;
import keepsake.memory.sql.Sql;

/// How far a job has come.
final class Cursors {
    private Cursors() {}

    static long cursor(Sql sql, Job job) throws SQLException {
        return sql.number("SELECT cursor FROM job WHERE name = ?", job.id());
    }

    static void move(Sql sql, Job job, long to) throws SQLException {
        sql.update("UPDATE job SET cursor = ? WHERE name = ?", to, job.id());
    }

    /// How far it has come with a model.
    static long thought(Sql sql, Job job) throws SQLException {
        return sql.number("SELECT thought FROM job WHERE name = ?", job.id());
    }

    static void moveThought(Sql sql, Job job, long to) throws SQLException {
        sql.update("UPDATE job SET thought = max(thought, ?) WHERE name = ?", to, job.id());
    }
}
