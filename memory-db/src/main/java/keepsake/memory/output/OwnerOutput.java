package keepsake.memory.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import keepsake.memory.Archive.Overwriting;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;

/// Writes a file that only its owner can read. It is written beside and renamed, so it is there whole or not at
/// all; a kill leaves at most a `.keepsake-….part`. Threads: any.
public final class OwnerOutput {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnerOutput() {}

    /// What the file is to hold.
    @FunctionalInterface
    public interface Content {
        void write(OutputStream out) throws IOException;
    }

    /// Writes a short text as UTF-8; a file that is there is replaced.
    ///
    /// @throws MemoryException as the other
    public static void write(Path file, String text) {
        write(file, Overwriting.ALLOWED, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// Writes what `content` writes. When that fails or throws, nothing was written and a file that is there is as it
    /// was.
    ///
    /// @throws MemoryException BAD_INPUT when the file cannot be there or may not be replaced; DISK_FULL, READ_ONLY
    public static void write(Path file, Overwriting overwriting, Content content) {
        Path target = file.toAbsolutePath().normalize();
        Path folder = Optional.ofNullable(target.getParent()).orElse(target);
        refuseOddTargets(target, folder);
        if (overwriting == Overwriting.REFUSED && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) throw there(target);
        Path unfinished = folder.resolve(".keepsake-" + UUID.randomUUID() + ".part");
        try {
            try {
                writeWhole(unfinished, content);
                move(unfinished, target, overwriting);
                settle(folder);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (FileAlreadyExistsException meanwhile) {
            throw there(target);
        } catch (IOException failure) {
            throw sentence(failure, target);
        }
    }

    private static void refuseOddTargets(Path target, Path folder) {
        if (Files.isDirectory(target)) {
            throw new MemoryException(
                    Reason.BAD_INPUT, "'" + target + "' is a folder, so nothing was written. Add a file name.");
        }
        if (!Files.isDirectory(folder)) {
            throw new MemoryException(
                    Reason.BAD_INPUT,
                    "There is no folder '" + folder + "', so nothing was written. Make it, or choose another place.");
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new MemoryException(
                    Reason.BAD_INPUT,
                    "'" + target + "' is a link or a device, not a file, so nothing was written. Choose another name.");
        }
    }

    private static MemoryException there(Path target) {
        return new MemoryException(
                Reason.BAD_INPUT,
                "'" + target + "' is there already and was left as it is. Choose another name, or allow replacing it.");
    }

    private static void writeWhole(Path file, Content content) throws IOException {
        FileAttribute<?>[] ownerOnly = POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            BufferedOutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 18);
            content.write(out);
            out.flush();
            channel.force(true);
        }
    }

    private static void move(Path from, Path to, Overwriting overwriting) throws IOException {
        if (overwriting == Overwriting.REFUSED) Files.move(from, to);
        else Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Makes the new name survive a power cut, where folders can be flushed.
    private static void settle(Path folder) throws IOException {
        if (!POSIX) return;
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static MemoryException sentence(IOException failure, Path target) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("no space") || message.contains("quota")) {
            return new MemoryException(
                    Reason.DISK_FULL,
                    "The disk is full, so '" + target + "' was not written. Make room and export again.",
                    failure);
        }
        boolean denied = failure instanceof AccessDeniedException || message.contains("read-only");
        return new MemoryException(
                denied ? Reason.READ_ONLY : Reason.FAILED,
                "'" + target + "' could not be written"
                        + (denied ? " (no permission)" : " (" + failure.getMessage() + ")")
                        + ". Nothing was exported; choose another place.",
                failure);
    }
}
