package keepsake.memory.sql;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import keepsake.memory.Memory.Health;
import keepsake.memory.MemoryException;

/// Looks whether the file is whole. Changes nothing.
public final class Checkup {
    /// Less than this, and the next long conversation may not fit.
    private static final long LITTLE_SPACE = 64L << 20;

    private static final int SHOWN = 5;

    private final List<String> findings = new ArrayList<>();
    private boolean ok = true;

    private Checkup() {}

    public static Health of(Database database) {
        Checkup checkup = new Checkup();
        checkup.integrity(database);
        checkup.references(database);
        checkup.textIndex(database);
        checkup.space(database.file());
        checkup.permissions(database.file());
        return new Health(checkup.ok, List.copyOf(checkup.findings));
    }

    /// Whether what is kept can be read and found, whatever disk and permissions are like.
    public static boolean isWhole(Database database) {
        Checkup checkup = new Checkup();
        checkup.integrity(database);
        checkup.references(database);
        checkup.textIndex(database);
        return checkup.ok;
    }

    private void good(String finding) {
        findings.add(finding);
    }

    private void bad(String finding) {
        ok = false;
        findings.add(finding);
    }

    private void integrity(Database database) {
        try {
            List<String> result =
                    database.readAnew(sql -> sql.list("PRAGMA integrity_check(20)", row -> row.getString(1)));
            if (result.equals(List.of("ok"))) {
                good("The memory file is whole.");
            } else {
                bad("The memory file is damaged: "
                        + String.join("; ", result.stream().limit(SHOWN).toList())
                        + ". Keep a copy of it before anything else.");
            }
        } catch (MemoryException damaged) {
            bad(String.valueOf(damaged.getMessage()));
        }
    }

    private void references(Database database) {
        try {
            long broken = database.read(sql -> (long) sql.list("PRAGMA foreign_key_check", row -> row.getString(1))
                    .size());
            if (broken == 0) good("Every memory has its source.");
            else bad(broken + " memories refer to something that is not there.");
        } catch (MemoryException damaged) {
            bad(String.valueOf(damaged.getMessage()));
        }
    }

    private void textIndex(Database database) {
        try {
            List<String> broken = database.write(Checkup::brokenIndexes);
            if (broken.isEmpty()) good("The text index agrees with what is kept.");
            else
                bad("The text index is out of step (" + String.join(", ", broken) + "): search may miss some messages."
                        + " What is kept is not affected.");
        } catch (MemoryException damaged) {
            bad(String.valueOf(damaged.getMessage()));
        }
    }

    /// FTS5's own check is an insert of a command; it needs the writer but writes nothing. Rank 1 compares with the
    /// text.
    private static List<String> brokenIndexes(Sql sql) throws SQLException {
        List<String> broken = new ArrayList<>();
        for (String index : sql.list(
                "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'",
                row -> row.getString(1))) {
            try {
                sql.update("INSERT INTO %1$s (%1$s, rank) VALUES ('integrity-check', 1)".formatted(index));
            } catch (SQLException outOfStep) {
                broken.add(index);
            }
        }
        return broken;
    }

    private void space(Path file) {
        try {
            FileStore store = Files.getFileStore(file);
            long free = store.getUsableSpace();
            String amount = free / (1 << 20) + " MiB are free on the disk.";
            if (free >= LITTLE_SPACE) good(amount);
            else bad(amount + " Make room, or new messages may not be kept.");
        } catch (IOException e) {
            bad("The free space on the disk could not be read (" + e.getMessage() + ").");
        }
    }

    private void permissions(Path file) {
        try {
            if (!Files.isWritable(file)) {
                bad("The memory file cannot be written. Give yourself permission to write '" + file + "'.");
                return;
            }
            Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
            Set<PosixFilePermission> owner = Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
            if (owner.containsAll(granted)) good("Only you can read the memory file.");
            else bad("Other users of this computer can read '" + file + "'. Make it readable by you only (chmod 600).");
        } catch (UnsupportedOperationException notPosix) {
            good("The memory file can be written.");
        } catch (IOException e) {
            bad("The permissions of the memory file could not be read (" + e.getMessage() + ").");
        }
    }
}
