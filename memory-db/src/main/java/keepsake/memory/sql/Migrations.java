package keepsake.memory.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;

/// The numbered schema changes, `V001__….sql` first. Each is applied in a transaction of its own together with its
/// number, so an interrupted migration continues where it was. Before an older file is changed, a whole copy of it is
/// put beside it as `keepsake.db.before-vN`.
public final class Migrations {
    /// `KEEP`, in SQLite's header: tells our files from other databases.
    static final int APPLICATION_ID = 0x4B454550;

    /// The schema of this version of Keepsake.
    public static final Migrations SHIPPED = new Migrations(Stream.of(
                    "V001__first.sql",
                    "V003__vectors.sql",
                    "V004__forgetting.sql",
                    "V005__archive.sql",
                    "V006__knowing.sql",
                    "V007__recall.sql",
                    "V009__links.sql",
                    "V010__reflection.sql",
                    "V011__dismissals.sql")
            .map(Migrations::resource)
            .toList());

    private final List<String> scripts;

    /// @param scripts the SQL of version 1, 2, …
    public Migrations(List<String> scripts) {
        this.scripts = List.copyOf(scripts);
    }

    void apply(Connection connection, Path file) throws SQLException, IOException {
        Sql sql = new Sql(connection);
        long version = sql.number("PRAGMA user_version");
        recognise(sql, version, file);
        DatabaseFile.settle(connection);
        if (version == scripts.size()) return;
        if (version > 0) snapshot(sql, file);
        for (int next = (int) version + 1; next <= scripts.size(); next++) migrate(sql, next);
    }

    private void recognise(Sql sql, long version, Path file) throws SQLException {
        long application = sql.number("PRAGMA application_id");
        boolean empty = sql.number("SELECT count(*) FROM sqlite_schema") == 0;
        if (application != APPLICATION_ID && !(empty && application == 0 && version == 0)) {
            throw Failures.damaged(file, null);
        }
        if (version > scripts.size()) {
            throw new MemoryException(
                    Reason.TOO_NEW,
                    "'" + file + "' was written by a newer Keepsake. Nothing was changed; open it with that version.");
        }
    }

    private void migrate(Sql sql, int version) throws SQLException {
        sql.script("BEGIN IMMEDIATE");
        boolean done = false;
        try {
            // Another process may have migrated while this one waited for the lock.
            if (sql.number("PRAGMA user_version") < version) {
                sql.script(scripts.get(version - 1));
                sql.script("PRAGMA application_id = " + APPLICATION_ID);
                sql.script("PRAGMA user_version = " + version);
            }
            sql.script("COMMIT");
            done = true;
        } finally {
            if (!done) sql.script("ROLLBACK");
        }
    }

    private void snapshot(Sql sql, Path file) throws SQLException, IOException {
        Path target = file.resolveSibling(file.getFileName() + ".before-v" + scripts.size());
        Path unfinished = file.resolveSibling(target.getFileName() + ".part");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, DatabaseFile.attributes("rw-------"));
        sql.update("VACUUM INTO ?", unfinished.toString());
        DatabaseFile.ownerOnly(unfinished);
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String resource(String name) {
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException("missing in this build: " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
