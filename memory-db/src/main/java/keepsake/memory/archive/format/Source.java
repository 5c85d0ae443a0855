package keepsake.memory.archive.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;

/// The file, folder or zip archive that is imported, as entries in the order of their names. Archives are read in
/// place: nothing is unpacked, so no name in them can lead anywhere.
public final class Source implements AutoCloseable {
    private static final int FOLDERS_DEEP = 32;
    private static final int MOST_ENTRIES = 1_000_000;

    /// JSON shrinks to a tenth, very dull JSON to a fiftieth.
    private static final long MOST_SHRUNK = 200;

    private static final long SMALL = 100L << 20;
    private static final long LARGEST = 16L << 30;

    private final Path path;
    private final List<Entry> entries;
    private final long size;
    private final AtomicLong read = new AtomicLong();
    private final AutoCloseable resource;

    private Source(Path path, List<Entry> entries, AutoCloseable resource) {
        this.path = path;
        this.entries =
                entries.stream().sorted(Comparator.comparing(Entry::name)).toList();
        this.size = entries.stream().mapToLong(Entry::size).sum();
        this.resource = resource;
    }

    /// @param name     with `/` between folders; only its last part for a single file
    /// @param size     bytes when read, as far as is known
    /// @param modified when the file was last changed
    record Entry(String name, long size, Instant modified, Opener opener) {
        String fileName() {
            return name.substring(name.lastIndexOf('/') + 1);
        }

        /// How many folders it lies in.
        int depth() {
            return (int) name.chars().filter(c -> c == '/').count();
        }
    }

    interface Opener {
        InputStream open() throws IOException;
    }

    /// @throws MemoryException BAD_INPUT when there is nothing that could be read
    public static Source open(Path path) {
        if (!Files.exists(path)) {
            throw new MemoryException(
                    Reason.BAD_INPUT, "There is no file or folder '" + path + "', so nothing was imported.");
        }
        try {
            if (Files.isDirectory(path)) return new Source(path, folder(path), () -> {});
            if (!Files.isRegularFile(path)) throw unreadable(path, "it is neither a file nor a folder");
            return isZip(path) ? zip(path) : new Source(path, List.of(file(path, name(path))), () -> {});
        } catch (ZipException damaged) {
            throw unreadable(path, "it is not a whole zip archive (" + damaged.getMessage() + ")");
        } catch (IOException failure) {
            throw unreadable(path, String.valueOf(failure.getMessage()));
        }
    }

    private static MemoryException unreadable(Path path, String why) {
        return new MemoryException(
                Reason.BAD_INPUT,
                "'" + path + "' cannot be read: " + why.strip().replaceAll("\\.$", "")
                        + ". Nothing was imported; check the file, or export it again.");
    }

    private static String name(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }

    private static boolean isZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(4);
            return start.length == 4
                    && start[0] == 'P'
                    && start[1] == 'K'
                    && ((start[2] == 3 && start[3] == 4) || (start[2] == 5 && start[3] == 6));
        }
    }

    private static Entry file(Path file, String name) throws IOException {
        return new Entry(
                name, Files.size(file), Files.getLastModifiedTime(file).toInstant(), () -> Files.newInputStream(file));
    }

    /// Links are not followed: they may lead in circles or out of the folder.
    private static List<Entry> folder(Path folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), FOLDERS_DEEP, new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                return !dir.equals(folder) && name(dir).startsWith(".")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && !name(file).startsWith(".")) {
                    String relative = folder.relativize(file)
                            .toString()
                            .replace(file.getFileSystem().getSeparator(), "/");
                    entries.add(file(file, relative));
                }
                return entries.size() < MOST_ENTRIES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                return FileVisitResult.CONTINUE;
            }
        });
        return entries;
    }

    private static Source zip(Path path) throws IOException {
        ZipFile zip = new ZipFile(path.toFile());
        List<Entry> entries = new ArrayList<>();
        zip.stream().limit(MOST_ENTRIES).filter(entry -> !entry.isDirectory()).forEach(entry -> {
            long packed = Math.max(0, entry.getCompressedSize());
            long bound = Math.min(LARGEST, Math.max(SMALL, packed * MOST_SHRUNK));
            entries.add(new Entry(
                    entry.getName().replace('\\', '/'),
                    Math.clamp(entry.getSize(), 0, bound),
                    modified(entry),
                    () -> new BoundedInput(zip.getInputStream(entry), bound, _ -> {})));
        });
        return new Source(path, entries, zip);
    }

    private static Instant modified(ZipEntry entry) {
        return entry.getTime() < 0 ? Instant.EPOCH : Instant.ofEpochMilli(entry.getTime());
    }

    Path path() {
        return path;
    }

    List<Entry> entries() {
        return entries;
    }

    InputStream open(Entry entry) throws IOException {
        return new BoundedInput(entry.opener().open(), Long.MAX_VALUE, read::addAndGet);
    }

    /// How much of everything was read, 0 to 1.
    public double share() {
        return size == 0 ? 0 : Math.min(1, (double) read.get() / size);
    }

    @Override
    public void close() {
        try {
            resource.close();
        } catch (Exception readOnly) {
            throw new IllegalStateException(readOnly);
        }
    }
}
