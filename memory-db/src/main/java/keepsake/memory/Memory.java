package keepsake.memory;

import java.nio.file.Path;
import java.time.InstantSource;

/// An open memory: the one way in for the rest of the app.
public interface Memory extends AutoCloseable {

    /// Opens or creates `directory/keepsake.db`. Migrates an older file after taking a snapshot of it; marks answers
    /// that were being written when the last process died as [Message.State#INTERRUPTED].
    ///
    /// @param clock the only source of "now"
    static Memory open(Path directory, InstantSource clock) {
        return keepsake.memory.store.SqliteMemory.open(directory, clock);
    }

    Conversations conversations();

    Facts facts();

    Recall recall();

    Identity identity();

    /// Conversations from elsewhere, and copies of everything to take along.
    Archive archive();

    /// Checks the file: SQLite's own integrity check, foreign keys, the text index. For `doctor`.
    Health check();

    @Override
    void close();

    /// The result of [#check].
    ///
    /// @param ok       nothing is wrong
    /// @param findings one plain sentence per check, good or bad
    record Health(boolean ok, java.util.List<String> findings) {}
}
