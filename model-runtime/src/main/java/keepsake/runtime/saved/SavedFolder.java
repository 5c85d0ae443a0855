package keepsake.runtime.saved;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A folder of things that a model host keeps between runs, readable by the owner only.
///
/// The files lie in an inner folder with a random name, the *generation*. [#forget] removes it, in whichever process;
/// a host that still holds the earlier generation can then write nothing any more, because its folder is gone and is
/// never made again. So what was forgotten cannot come back by a write that was under way. Threads and processes: any.
public final class SavedFolder {
    private static final String GENERATION = "warm-";
    private static final Pattern PART = Pattern.compile(".+\\.(\\d+)\\.part");
    private static final int FORGET_ATTEMPTS = 100;
    private static final Duration STRAY_AGE = Duration.ofMinutes(1);
    private static final Object MAKING = new Object();
    /// Left free for the user's own files.
    private static final long LEFT_FREE = 512L << 20;

    private final Path folder;

    private SavedFolder(Path folder) {
        this.folder = folder;
    }

    /// @param folder need not exist yet; nothing is made before something is kept
    public static SavedFolder at(Path folder) {
        return new SavedFolder(folder);
    }

    /// The place to keep things in until the next [#forget], made when it is not there.
    ///
    /// @throws IOException when it cannot be: a full disk, a read-only folder
    public Path generation() throws IOException {
        synchronized (MAKING) {
            Files.createDirectories(folder, ownerOnly("rwx------"));
            if (generations().isEmpty()) begin();
            // Two processes that begin at the same time agree on the first of their two.
            List<Path> there = generations();
            for (Path stray : there.subList(1, there.size())) if (isOld(stray)) remove(stray);
            return there.getFirst();
        }
    }

    private static boolean isOld(Path generation) {
        return lastUsed(generation).toInstant().isBefore(Instant.now().minus(STRAY_AGE));
    }

    private Path begin() throws IOException {
        byte[] name = new byte[8];
        new SecureRandom().nextBytes(name);
        return Files.createDirectory(
                folder.resolve(GENERATION + HexFormat.of().formatHex(name)), ownerOnly("rwx------"));
    }

    /// Removes everything kept, for good.
    ///
    /// @throws IOException when something could not be removed
    public void forget() throws IOException {
        for (Path generation : generations()) remove(generation);
    }

    /// Removes the prompt states, for good; counts, which hold no words, stay.
    ///
    /// @throws IOException when something could not be removed
    public void forgetPrompts() throws IOException {
        List<Path> earlier = generations();
        if (earlier.isEmpty()) return;
        Path next = begin();
        for (Path generation : earlier) {
            for (Path file : files(generation)) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(ExpertUse.SUFFIX)) move(file, next.resolve(name));
            }
            remove(generation);
        }
    }

    /// Bytes kept now.
    public long bytes() throws IOException {
        long bytes = 0;
        for (Path generation : generations()) {
            for (Path file : files(generation)) bytes += size(file);
        }
        return bytes;
    }

    /// Why nothing can be kept here, in a plain sentence; empty when all is well.
    public Optional<String> problem() {
        Path at = Files.exists(folder) || folder.getParent() == null ? folder : folder.getParent();
        if (Files.isDirectory(at) && Files.isWritable(at)) return Optional.empty();
        return Optional.of(
                "Nothing can be kept in " + folder + " (is it read-only?), so answers begin more slowly after"
                        + " a start. Your memory is not affected. Allow writing to it, or remove it.");
    }

    private List<Path> generations() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> String.valueOf(path.getFileName()).startsWith(GENERATION))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException nothingKept) {
            return List.of();
        }
    }

    /// A file that appears while this runs is removed as well, until the folder itself is gone.
    private static void remove(Path generation) throws IOException {
        for (int attempt = 1; ; attempt++) {
            for (Path file : files(generation)) Files.deleteIfExists(file);
            try {
                Files.deleteIfExists(generation);
                return;
            } catch (DirectoryNotEmptyException written) {
                if (attempt == FORGET_ATTEMPTS) throw written;
            }
        }
    }

    /// The files of a generation; none when it is gone.
    static List<Path> files(Path generation) throws IOException {
        try (Stream<Path> all = Files.list(generation)) {
            return all.sorted().toList();
        } catch (NoSuchFileException forgotten) {
            return List.of();
        }
    }

    /// Removes what writers left that were killed on the way.
    static void sweep(Path generation) throws IOException {
        for (Path file : files(generation)) {
            Matcher part = PART.matcher(String.valueOf(file.getFileName()));
            if (part.matches() && !isRunning(part.group(1))) Files.deleteIfExists(file);
        }
    }

    private static boolean isRunning(String pid) {
        return pid.length() < 18
                && ProcessHandle.of(Long.parseLong(pid))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
    }

    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }

    static FileTime lastUsed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }

    /// Writes a file so that a reader sees all of it or nothing.
    ///
    /// @param parts written one after the other
    /// @throws IOException when it cannot be written, or the generation was forgotten
    static void write(Path file, List<ByteBuffer> parts) throws IOException {
        long size = parts.stream().mapToLong(ByteBuffer::remaining).sum();
        if (Files.getFileStore(file.getParent()).getUsableSpace() < size + LEFT_FREE) {
            throw new IOException("the disk is nearly full");
        }
        Path part = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try (FileChannel out = FileChannel.open(
                    part,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                    ownerOnlyIn(file, "rw-------"))) {
                for (ByteBuffer bytes : parts) {
                    ByteBuffer rest = bytes.duplicate();
                    while (rest.hasRemaining()) out.write(rest);
                }
            }
            move(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException nearlyAtomic) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private FileAttribute<?>[] ownerOnly(String permissions) {
        return ownerOnlyIn(folder, permissions);
    }

    private static FileAttribute<?>[] ownerOnlyIn(Path place, String permissions) {
        boolean posix = place.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
