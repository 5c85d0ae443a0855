package keepsake.memory.erase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import keepsake.memory.MemoryException;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Failures;
import keepsake.memory.sql.Sql;

/// Takes the bytes of what was erased out of every file. Each step can be done again, so a kill anywhere is followed by
/// the same steps at the next opening; only when all are done does the erasure count as finished.
///
/// Which step is needed was shown by searching the files (docs/decisions/0130): FTS5 keeps deleted words beside a mark
/// unless told not to, pages keep old copies of rows that moved, and the journal keeps whole pages.
final class Cleaning {
    /// How long to wait for another process that reads or writes the file.
    enum Patience {
        LITTLE(1),
        MUCH(4);

        /// Each waits for SQLite's own busy timeout.
        private final int attempts;

        Patience(int attempts) {
            this.attempts = attempts;
        }
    }

    /// Up to this size the rewritten copy is held in RAM, above in a temporary file. It holds only what stays.
    private static final long IN_RAM = 64L << 20;

    private static final long LEFT_FREE = 16L << 20;
    private static final String OTHERS =
            "What you erased is gone from Keepsake, but its last traces go when the other Keepsake that has the memory"
                    + " open is closed.";

    private final Database database;
    private final InstantSource clock;
    private final List<Traces> traces;

    Cleaning(Database database, InstantSource clock, List<Traces> traces) {
        this.database = database;
        this.clock = clock;
        this.traces = traces;
    }

    /// @return why it could not be finished, as a sentence; empty when all is clean
    Optional<String> finish(Patience patience) {
        try {
            for (Traces trace : traces) trace.afterwards();
            Copies.delete(database.file());
            long last = database.read(sql -> sql.number("SELECT max(id) FROM erasure"));
            Optional<String> left = database.alone(sql -> rewrite(sql, patience));
            if (left.isPresent()) return left;
            database.write(sql -> sql.update(
                    "UPDATE erasure SET finished_at = ? WHERE finished_at IS NULL AND id <= ?", clock.instant(), last));
            return Optional.empty();
        } catch (MemoryException stuck) {
            return Optional.of(later(stuck));
        } catch (IOException stuck) {
            return Optional.of(later(Failures.sentence(stuck, database.file())));
        }
    }

    private static String later(MemoryException stuck) {
        return "What you erased is gone from Keepsake, but its last traces could not be taken out of the files yet; this"
                + " is tried again at the next start. " + stuck.getMessage();
    }

    private Optional<String> rewrite(Sql sql, Patience patience) throws SQLException {
        wordsOutOfIndexes(sql);
        // Samples of the text, if statistics were ever made.
        if (sql.number("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat4'") > 0) sql.script("ANALYZE");
        Optional<String> room = tooLittleRoom(sql);
        if (room.isPresent()) return room;
        boolean rewritten = false;
        for (int attempt = 1; ; attempt++) {
            try {
                if (!rewritten) vacuum(sql);
                rewritten = true;
                if (emptyJournal(sql)) return Optional.empty();
            } catch (SQLException e) {
                if (!Failures.isBusy(e)) throw e;
            }
            if (attempt >= patience.attempts) return Optional.of(OTHERS);
        }
    }

    /// An index that was made without it learns to take words out at once, and is merged once for what went before.
    private static void wordsOutOfIndexes(Sql sql) throws SQLException {
        for (String index : sql.list(
                "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'",
                row -> row.getString(1))) {
            String secure = "SELECT count(*) FROM \"" + index + "_config\" WHERE k = 'secure-delete' AND v = 1";
            if (sql.number(secure) > 0) continue;
            sql.update("INSERT INTO \"%1$s\" (\"%1$s\") VALUES ('optimize')".formatted(index));
            sql.update("INSERT INTO \"%1$s\" (\"%1$s\", rank) VALUES ('secure-delete', 1)".formatted(index));
        }
    }

    private static void vacuum(Sql sql) throws SQLException {
        boolean large = size(sql) > IN_RAM;
        if (large) sql.script("PRAGMA temp_store = FILE");
        try {
            sql.script("VACUUM");
        } finally {
            if (large) sql.script("PRAGMA temp_store = MEMORY");
        }
    }

    /// @return whether nothing is left in it
    private static boolean emptyJournal(Sql sql) throws SQLException {
        return sql.number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
    }

    private static long size(Sql sql) throws SQLException {
        return sql.number("PRAGMA page_count") * sql.number("PRAGMA page_size");
    }

    /// The rewritten copy and the journal, for a moment.
    long bytesNeeded(Sql sql) throws SQLException {
        return 2 * size(sql);
    }

    private Optional<String> tooLittleRoom(Sql sql) throws SQLException {
        try {
            Path folder = database.file().toAbsolutePath().getParent();
            long free = Files.getFileStore(folder).getUsableSpace();
            long needed = bytesNeeded(sql) + LEFT_FREE;
            if (free >= needed) return Optional.empty();
            return Optional.of("What you erased is gone from Keepsake, but to take its last traces out of the file, "
                    + (needed >> 20) + " MiB of the disk must be free for a moment, and only " + (free >> 20)
                    + " MiB are. Make room; it is done at the next start.");
        } catch (IOException unknown) {
            return Optional.empty(); // then SQLite says so itself when the disk is full
        }
    }
}
