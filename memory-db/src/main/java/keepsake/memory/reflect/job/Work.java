package keepsake.memory.reflect.job;

import java.sql.SQLException;
import java.util.List;
import keepsake.memory.Reflection.Job;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;

/// A job: goes through what is due in small steps. Where the steps end must not change the result: a step may end
/// after any message, episode or fact, and the process may end between any two.
public interface Work {
    Job job();

    /// The tables that its steps change and that undoing restores.
    List<String> tables();

    /// How much is due by rules.
    long waiting(Sql sql, Situation at) throws SQLException;

    /// Prepares the next step outside of a writing transaction: rules that take long and models work here.
    ///
    /// @param reading reads one state of the file
    Step prepare(Reading reading, Situation at) throws SQLException;

    /// Changes the file, in a transaction that also keeps how far the job has come. What was read while preparing may
    /// be gone by now.
    interface Step {
        /// @return whether there may be more to do
        boolean write(Sql sql) throws SQLException;
    }

    /// Reads in a transaction of its own, or in the one there is.
    interface Reading {
        <T> T read(Database.Work<T> work) throws SQLException;
    }
}
