package keepsake.memory;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// An open memory: the one way in for the rest of the app.
public interface Memory extends AutoCloseable {

    /// Opens or creates `directory/keepsake.db`. Migrates an older file after taking a snapshot of it; marks answers
    /// that were being written when the last process died as [Message.State#INTERRUPTED].
    ///
    /// @param clock the only source of "now"
    static Memory open(Path directory, InstantSource clock) {
        return open(directory, clock, Optional.empty(), List.of());
    }

    /// The same without files of others.
    static Memory open(Path directory, InstantSource clock, Optional<Embedder> embedder) {
        return open(directory, clock, embedder, List.of());
    }

    /// Opens or creates `directory/keepsake.db`, to be searched by meaning too.
    ///
    /// @param embedder not used before the first question or [Embedding#start], and closed with the memory
    /// @param derived  files that others made from memories and that are forgotten with them
    static Memory open(Path directory, InstantSource clock, Optional<Embedder> embedder, List<DerivedFiles> derived) {
        return keepsake.memory.store.SqliteMemory.open(directory, clock, embedder, derived);
    }

    /// Repairs the memory of a folder that no process has open: makes its indexes anew, or, when pages of the file
    /// cannot
    /// be read, saves everything that can be into a new file. The damaged one is kept as
    /// `keepsake.db.damaged-TIME`.
    ///
    /// @throws MemoryException when nothing can be read, or another process has it open; then nothing was changed
    static Repaired repair(Path directory, InstantSource clock) {
        return keepsake.memory.repair.Repair.of(directory, clock);
    }

    /// @param whole    nothing was lost
    /// @param findings what was done and what could not be saved, a plain sentence each
    /// @param aside    where the damaged file is kept, if there was one
    record Repaired(boolean whole, List<String> findings, Optional<Path> aside) {}

    /// A memory for one conversation that leaves no trace: what is said in it stays in this process's RAM and ends with
    /// it. Closing it leaves this one open.
    default Memory temporary(Reading reading) {
        return keepsake.memory.temporary.TemporaryMemory.beside(this, reading);
    }

    /// What a temporary conversation may know.
    enum Reading {
        /// What the memory knows; reading changes nothing in it.
        MEMORY,
        /// Nothing.
        NOTHING
    }

    Conversations conversations();

    Facts facts();

    Recall recall();

    Identity identity();

    Embedding embedding();

    /// Conversations from elsewhere, and copies of everything to take along.
    Archive archive();

    /// Hides and erases.
    Erasure erasure();

    /// What is never kept.
    NeverStore neverStore();

    /// How long messages are kept.
    Retention retention();

    /// Who and what is spoken of.
    Entities entities();

    /// How memories hang together.
    Links links();

    /// Which memories were of use.
    RecallLog recallLog();

    /// Thinking about what was said, in idle times.
    Reflection reflection();

    /// How much there is, counted now.
    Counts counts();

    /// Checks the file: SQLite's own integrity check, foreign keys, the text index. For `doctor`.
    Health check();

    @Override
    void close();

    /// @param messages not hidden, in conversations that are not deleted
    /// @param embedded messages that have a vector
    /// @param facts    active ones
    /// @param episodes made by reflection
    record Counts(long messages, long embedded, long facts, long episodes) {}

    /// The result of [#check].
    ///
    /// @param ok       nothing is wrong
    /// @param findings one plain sentence per check, good or bad
    record Health(boolean ok, List<String> findings) {}
}
