package keepsake.memory;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// An open memory: the one way in for the rest of the app.
public interface Memory extends AutoCloseable {

    /// Opens or creates `directory/keepsake.db`. Migrates an older file after taking a snapshot of it; marks answers
    /// that were being written when the last process died as [Message.State#INTERRUPTED].
    ///
    /// @param clock the only source of "now"
    static Memory open(Path directory, InstantSource clock) {
        return open(directory, clock, Optional.empty());
    }

    /// Opens or creates `directory/keepsake.db`, to be searched by meaning too. The embedder is not used before the
    /// first question or [Embedding#start], and closed with the memory.
    static Memory open(Path directory, InstantSource clock, Optional<Embedder> embedder) {
        return keepsake.memory.store.SqliteMemory.open(directory, clock, embedder);
    }

    Conversations conversations();

    Facts facts();

    Recall recall();

    Identity identity();

    Embedding embedding();
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
