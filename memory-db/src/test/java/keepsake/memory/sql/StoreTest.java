package keepsake.memory.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import keepsake.memory.Memory;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    @TempDir
    Path home;

    private Path file() {
        return home.resolve("keepsake.db");
    }

    private static String first() throws IOException {
        try (InputStream in = Migrations.class.getResourceAsStream("V001__first.sql")) {
            if (in == null) throw new IOException("V001 is missing");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void keepOneMessage() {
        try (Memory memory = Memory.open(home, InstantSource.system())) {
            memory.conversations().say(memory.conversations().start().id(), "I was here");
        }
    }

    /// A file of the first version.
    private void keepOneMessageLongAgo() throws IOException {
        try (Database database = Database.open(home, new Migrations(List.of(first())))) {
            database.write(sql -> {
                sql.insert("INSERT INTO conversation (started_at, changed_at) VALUES (1, 1)");
                return sql.insert("INSERT INTO message (conversation_id, role, text, said_at, state)"
                        + " VALUES (1, 'user', 'I was here', 1, 'complete')");
            });
        }
    }

    private static long number(Database database, String query) {
        return database.<Long>read(sql -> sql.number(query));
    }

    private static String text(Database database, String query) {
        return database.<String>read(sql -> sql.text(query));
    }

    private static void assertRefused(Reason reason, ThrowingCallable open) {
        assertThatThrownBy(open).isInstanceOfSatisfying(MemoryException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.getMessage()).endsWith(".");
        });
    }

    @Test
    void isReadableByItsOwnerOnly() throws IOException {
        Path made = home.resolve("a/b");
        try (Memory memory = Memory.open(made, InstantSource.system())) {
            assertThat(memory.check().ok()).isTrue();
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                assertThat(permissions(made)).isEqualTo("rwx------");
                assertThat(permissions(made.resolve("keepsake.db"))).isEqualTo("rw-------");
                assertThat(permissions(made.resolve("keepsake.db-wal"))).isEqualTo("rw-------");
            }
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void commitsSurviveAPowerCut() {
        try (Database database = Database.open(home)) {
            assertThat(text(database, "PRAGMA journal_mode")).isEqualTo("wal");
            List<Long> settings = database.write(sql -> List.of(
                    sql.number("PRAGMA synchronous"),
                    sql.number("PRAGMA foreign_keys"),
                    sql.number("PRAGMA secure_delete")));
            assertThat(settings).containsExactly(2L, 1L, 1L);
        }
    }

    @Test
    void leavesForeignAndDamagedFilesAlone() throws IOException, SQLException {
        byte[] text = "This is a shopping list, not a database.\n".repeat(40).getBytes(StandardCharsets.UTF_8);
        Files.write(file(), text);
        assertRefused(Reason.DAMAGED, () -> Database.open(home));
        assertThat(Files.readAllBytes(file())).isEqualTo(text);

        Files.delete(file());
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = other.createStatement()) {
            statement.executeUpdate("CREATE TABLE recipes (name TEXT)");
        }
        byte[] recipes = Files.readAllBytes(file());
        assertRefused(Reason.DAMAGED, () -> Database.open(home));
        assertThat(Files.readAllBytes(file())).isEqualTo(recipes);
    }

    @Test
    void saysThatATruncatedOrOverwrittenFileIsDamaged() throws IOException {
        keepOneMessage();
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, 1_000));
        assertRefused(Reason.DAMAGED, () -> Memory.open(home, InstantSource.system()));

        byte[] broken = whole.clone();
        Arrays.fill(broken, 4_096, broken.length, (byte) 0x5A);
        Files.write(file(), broken);
        assertRefused(Reason.DAMAGED, () -> {
            try (Memory memory = Memory.open(home, InstantSource.system())) {
                memory.conversations().list();
            }
        });
    }

    @Test
    void saysThatANewerFileIsTooNew() throws SQLException, IOException {
        keepOneMessage();
        try (Connection newer = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = newer.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 99");
        }
        byte[] before = Files.readAllBytes(file());
        assertRefused(Reason.TOO_NEW, () -> Memory.open(home, InstantSource.system()));
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void saysThatAFolderCannotBeMade() throws IOException {
        Files.writeString(home.resolve("file"), "x");
        assertRefused(Reason.READ_ONLY, () -> Database.open(home.resolve("file/home")));
        assertRefused(Reason.READ_ONLY, () -> Database.open(home.resolve("file")));
        Files.createDirectories(home.resolve("keepsake.db"));
        assertRefused(Reason.DAMAGED, () -> Database.open(home));
    }

    @Test
    void aFullDiskLosesNothingKeptBefore() {
        try (Memory memory = Memory.open(home, InstantSource.system())) {
            memory.conversations().say(memory.conversations().start().id(), "before");
        }
        try (Database database = Database.open(home)) {
            long pages = database.read(sql -> sql.number("PRAGMA page_count"));
            database.write(sql -> sql.number("PRAGMA max_page_count = " + (pages + 1)));
            assertRefused(
                    Reason.DISK_FULL,
                    () -> database.write(sql -> sql.insert(
                            "INSERT INTO message (conversation_id, role, text, said_at, state)"
                                    + " VALUES (1, 'user', ?, 0, 'complete')",
                            "x".repeat(100_000))));
            assertThat(number(database, "SELECT count(*) FROM message")).isEqualTo(1);
        }
        try (Memory memory = Memory.open(home, InstantSource.system())) {
            assertThat(memory.check().ok()).isTrue();
        }
    }

    @Test
    void migratesAfterASnapshot() throws IOException, SQLException {
        keepOneMessageLongAgo();
        Migrations next = new Migrations(List.of(first(), "CREATE TABLE episode (id INTEGER PRIMARY KEY) STRICT"));
        try (Database database = Database.open(home, next)) {
            assertThat(number(database, "SELECT count(*) FROM episode")).isZero();
            assertThat(text(database, "SELECT text FROM message")).isEqualTo("I was here");
        }
        Path snapshot = home.resolve("keepsake.db.before-v2");
        assertThat(snapshot).exists();
        try (Connection old = DriverManager.getConnection("jdbc:sqlite:" + snapshot);
                var statement = old.createStatement();
                var rows = statement.executeQuery(
                        "SELECT text, (SELECT user_version FROM pragma_user_version) FROM message")) {
            assertThat(rows.getString(1)).isEqualTo("I was here");
            assertThat(rows.getInt(2)).isEqualTo(1);
        }
    }

    @Test
    void aFileOfANewerVersionIsLeftAlone() {
        keepOneMessage();
        try (Database database = Database.open(home)) {
            database.write(sql -> {
                sql.script("PRAGMA user_version = 1000");
                return 0;
            });
        }
        assertThatThrownBy(() -> Memory.open(home, InstantSource.system())).hasMessageContaining("newer Keepsake");
    }

    @Test
    void anInterruptedMigrationChangesNothingAndGoesOnLater() throws IOException {
        keepOneMessageLongAgo();
        String second = "CREATE TABLE episode (id INTEGER PRIMARY KEY) STRICT";
        Migrations failing = new Migrations(
                List.of(first(), second, "CREATE TABLE link (a INTEGER) STRICT; INSERT INTO nowhere VALUES (1)"));
        assertRefused(Reason.FAILED, () -> Database.open(home, failing));
        Migrations mended = new Migrations(List.of(first(), second, "CREATE TABLE link (a INTEGER) STRICT"));
        try (Database database = Database.open(home, mended)) {
            assertThat(number(database, "PRAGMA user_version")).isEqualTo(3);
            assertThat(text(database, "SELECT text FROM message")).isEqualTo("I was here");
        }
        assertThat(home.resolve("keepsake.db.before-v3")).exists();
    }

    @Test
    void refusesWorkAfterClosing() {
        Memory memory = Memory.open(home, InstantSource.system());
        memory.close();
        memory.close();
        assertRefused(Reason.FAILED, () -> memory.conversations().list());
        assertRefused(Reason.FAILED, () -> memory.conversations().start());
    }

    @Test
    void findsDamageInTheTextIndex() {
        keepOneMessage();
        try (Database database = Database.open(home)) {
            assertThat(Checkup.of(database).ok()).isTrue();
            database.write(sql -> sql.update(
                    "INSERT INTO message_words (message_words, rowid, text) VALUES ('delete', 1, 'I was here')"));
            assertThat(Checkup.of(database).ok()).isFalse();
            assertThat(Checkup.of(database).findings()).anyMatch(finding -> finding.contains("message_words"));
        }
    }
}
