package keepsake.memory.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;

/// The files of a repair: the damaged one stays where it is until a new one takes its place in one step; a copy of it,
/// journal included, is kept aside.
public final class RepairFiles {
    private static final String FRESH = ".repair";

    private final Path database;

    private RepairFiles(Path database) {
        this.database = database;
    }

    /// @throws MemoryException when there is nothing to repair, or another process has it open
    public static RepairFiles in(Path directory) {
        Path database = directory.toAbsolutePath().normalize().resolve(DatabaseFile.NAME);
        if (!Files.isRegularFile(database)) {
            throw new MemoryException(
                    Reason.BAD_INPUT, "There is no memory in '" + directory + "', so there is nothing to repair.");
        }
        RepairFiles files = new RepairFiles(database);
        files.refuseWhenOpenElsewhere();
        return files;
    }

    public Path database() {
        return database;
    }

    private void refuseWhenOpenElsewhere() {
        try (Connection connection = DatabaseFile.connect(database)) {
            Sql sql = new Sql(connection);
            sql.text("PRAGMA locking_mode = EXCLUSIVE");
            sql.number("SELECT count(*) FROM sqlite_schema");
            sql.script("BEGIN EXCLUSIVE; ROLLBACK");
        } catch (MemoryException unreadable) {
            return; // then nobody can have it open
        } catch (SQLException e) {
            if (Failures.isBusy(e)) {
                throw new MemoryException(
                        Reason.FAILED,
                        "Another Keepsake has the memory open. Nothing was changed; close it and run this again.",
                        e);
            }
        }
    }

    /// Copies the file and its journal as they are.
    public Path copyAside(String time) throws IOException {
        Path aside = database.resolveSibling(DatabaseFile.NAME + ".damaged-" + time);
        Files.copy(database, aside, StandardCopyOption.REPLACE_EXISTING);
        DatabaseFile.ownerOnly(aside);
        Path journal = Journal.of(database);
        if (Files.exists(journal)) {
            Files.copy(journal, Journal.of(aside), StandardCopyOption.REPLACE_EXISTING);
            DatabaseFile.ownerOnly(Journal.of(aside));
        }
        return aside;
    }

    /// Makes SQLite read a damaged journal as far as it goes.
    ///
    /// @return how many frames were damaged; empty when none
    public Optional<Integer> mendJournal() throws IOException {
        if (!Journal.isDamaged(database)) return Optional.empty();
        int frames = Journal.mend(database);
        return Optional.of(Math.max(1, frames));
    }

    /// An empty folder for the new file.
    public Path freshFolder() throws IOException {
        Path folder = fresh();
        remove(folder);
        return Files.createDirectory(folder, DatabaseFile.attributes("rwx------"));
    }

    private Path fresh() {
        return database.resolveSibling(DatabaseFile.NAME + FRESH);
    }

    /// Removes a new file that cannot be used.
    public void giveUp() throws IOException {
        remove(fresh());
    }

    /// The new file takes the place of the damaged one, whose journal goes first: it must not be applied to the new
    /// one.
    public void replace() throws IOException {
        Files.deleteIfExists(Journal.of(database));
        Files.deleteIfExists(database.resolveSibling(DatabaseFile.NAME + "-shm"));
        Files.move(
                fresh().resolve(DatabaseFile.NAME),
                database,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        remove(fresh());
    }

    /// Copies from before updates, oldest first.
    public List<Path> snapshots() {
        try (Stream<Path> all = Files.list(database.getParent())) {
            return all.filter(path -> path.getFileName().toString().matches("keepsake\\.db\\.before-v\\d+"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) Files.deleteIfExists(file);
        }
        Files.delete(folder);
    }
}
