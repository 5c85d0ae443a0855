package keepsake.memory.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
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
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;

/// Writes a file that only its owner can read; it is there whole or not at all.
final class OwnerFile {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnerFile() {}

    static void write(Path file, String text) {
        Path target = file.toAbsolutePath().normalize();
        Path folder = Optional.ofNullable(target.getParent()).orElseThrow(() -> isFolder(target));
        refuseOddTargets(target, folder);
        Path unfinished = folder.resolve(".keepsake-" + UUID.randomUUID() + ".part");
        try {
            try {
                writeWhole(unfinished, text);
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                settle(folder);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw sentence(e, target);
        }
    }

    private static void refuseOddTargets(Path target, Path folder) {
        if (Files.isDirectory(target)) throw isFolder(target);
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

    private static MemoryException isFolder(Path target) {
        return new MemoryException(
                Reason.BAD_INPUT, "'" + target + "' is a folder, so nothing was written. Add a file name.");
    }

    private static void writeWhole(Path file, String text) throws IOException {
        FileAttribute<?>[] ownerOnly = POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
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
