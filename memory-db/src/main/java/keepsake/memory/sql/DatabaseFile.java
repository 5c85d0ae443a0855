package keepsake.memory.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Stream;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/// The folder and the file: made with the right permissions, looked at before SQLite may write to them.
final class DatabaseFile {
    static final String NAME = "keepsake.db";
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    /// Long enough for another process's commit or checkpoint, short enough to tell a person.
    private static final int BUSY_MILLIS = 5_000;

    /// A question reads some hundred vectors and lists of messages; asked again, or nearly, most are still there.
    private static final int READER_CACHE_KIB = 8_000;

    private DatabaseFile() {}

    /// Makes the folder (0700) and an empty file (0600) where there are none.
    ///
    /// @throws MemoryException DAMAGED when the file is something else; it is left as it is
    static Path prepare(Path directory) {
        Path folder = directory.toAbsolutePath().normalize();
        Path file = folder.resolve(NAME);
        try {
            prepareDirectory(folder);
            if (!Files.exists(file)) {
                Files.createFile(file, attributes("rw-------"));
            } else if (!Files.isRegularFile(file)) {
                throw new MemoryException(
                        Reason.DAMAGED,
                        "'" + file + "' is not a file, so nothing can be kept there. Move it away, or choose another"
                                + " folder.");
            }
            refuseForeign(file);
            return file;
        } catch (IOException e) {
            throw Failures.sentence(e, file);
        }
    }

    private static void prepareDirectory(Path directory) throws IOException {
        boolean ours = !Files.exists(directory) || isEmpty(directory) || Files.exists(directory.resolve(NAME));
        Files.createDirectories(directory, attributes("rwx------"));
        // A folder with other things in it is somebody's; its permissions are not ours to change.
        if (ours && POSIX) Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) return false;
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    static FileAttribute<?>[] attributes(String permissions) {
        if (!POSIX) return new FileAttribute<?>[0];
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    static void ownerOnly(Path file) throws IOException {
        if (POSIX) Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static void refuseForeign(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(MAGIC.length);
            if (start.length > 0 && !Arrays.equals(start, MAGIC)) throw Failures.damaged(file, null);
        }
    }

    static Connection connect(Path file) {
        try {
            return config().createConnection(url(file));
        } catch (SQLException e) {
            throw Failures.sentence(e, file);
        }
    }

    static Connection connectReader(Path file) throws SQLException {
        Connection connection = config().createConnection(url(file));
        new Sql(connection).script("PRAGMA query_only = ON");
        new Sql(connection).script("PRAGMA cache_size = -" + READER_CACHE_KIB);
        return connection;
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        // What is sorted or set aside for a moment may be a message; it must not reach a temporary file.
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        // Nobody asks the driver for the ids it would look up after each insert.
        config.setGetGeneratedKeys(false);
        return config;
    }

    private static String url(Path file) {
        return "jdbc:sqlite:" + file;
    }

    /// Settings that write to the file; only after it was recognised as ours. `FULL` makes a commit survive a power
    /// cut.
    static void settle(Connection connection) throws SQLException {
        Sql sql = new Sql(connection);
        sql.text("PRAGMA journal_mode = " + JournalMode.WAL.getValue());
        sql.script("PRAGMA synchronous = " + SynchronousMode.FULL.getValue());
        sql.script("PRAGMA secure_delete = ON");
    }
}
