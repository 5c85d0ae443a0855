package keepsake.memory.sql;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// SQLite's and the file system's failures as sentences for a person.
public final class Failures {
    private Failures() {}

    /// Whether another process was using the file.
    public static boolean isBusy(SQLException failure) {
        int code = code(failure);
        return code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code;
    }

    /// SQLite puts details into the upper bytes of a code; the lowest one says what kind of failure it is.
    private static int code(SQLException failure) {
        return failure instanceof SQLiteException e ? e.getResultCode().code & 0xff : failure.getErrorCode() & 0xff;
    }

    /// What `failure` means for the memory in `file`.
    public static MemoryException sentence(SQLException failure, Path file) {
        int code = code(failure);
        if (code == SQLiteErrorCode.SQLITE_FULL.code) return full(file, failure);
        if (code == SQLiteErrorCode.SQLITE_READONLY.code
                || code == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || code == SQLiteErrorCode.SQLITE_PERM.code) {
            return readOnly(file, failure);
        }
        if (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return damaged(file, failure);
        }
        if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return new MemoryException(
                    Reason.FAILED,
                    "Another program is using the memory in '" + file
                            + "', so this was not kept. Close that program and try again.",
                    failure);
        }
        if (code == SQLiteErrorCode.SQLITE_IOERR.code && file.toFile().getUsableSpace() < 1 << 20) {
            return full(file, failure);
        }
        return new MemoryException(
                Reason.FAILED,
                "The memory in '" + file + "' could not be used (" + failure.getMessage()
                        + "). Nothing kept before is lost; try again.",
                failure);
    }

    /// What `failure` means for `file`.
    public static MemoryException sentence(IOException failure, Path file) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("no space") || message.contains("quota")) return full(file, failure);
        if (failure instanceof FileAlreadyExistsException) {
            return new MemoryException(
                    Reason.READ_ONLY,
                    "'" + failure.getMessage() + "' is a file where a folder is needed, so nothing can be kept there."
                            + " Choose another folder.",
                    failure);
        }
        if (failure instanceof AccessDeniedException || message.contains("read-only")) return readOnly(file, failure);
        return new MemoryException(
                Reason.READ_ONLY,
                "'" + file + "' could not be made or opened (" + failure.getMessage()
                        + "), so nothing can be kept there. Choose another folder.",
                failure);
    }

    static MemoryException damaged(Path file, @Nullable Throwable cause) {
        String sentence = "'" + file + "' is damaged or is not a Keepsake memory. It was left as it is. Run 'keepsake"
                + " doctor --repair' to save what can be read, put a backup in its place, or choose another folder.";
        return cause == null
                ? new MemoryException(Reason.DAMAGED, sentence)
                : new MemoryException(Reason.DAMAGED, sentence, cause);
    }

    private static MemoryException full(Path file, Throwable cause) {
        return new MemoryException(
                Reason.DISK_FULL,
                "The disk with '" + file
                        + "' is full, so this was not kept. What was kept before is safe. Make room and"
                        + " try again.",
                cause);
    }

    private static MemoryException readOnly(Path file, Throwable cause) {
        return new MemoryException(
                Reason.READ_ONLY,
                "'" + file + "' cannot be written, so nothing can be kept there. Give yourself permission to write it,"
                        + " or choose another folder.",
                cause);
    }
}
