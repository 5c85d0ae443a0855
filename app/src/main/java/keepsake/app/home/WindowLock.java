package keepsake.app.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One window per home. The window holds a lock of the operating system on `HOME/lock`, which a kill releases; the
/// file holds its process id. A second launch writes `HOME/raise`; the window sees it, takes it away and comes to the
/// front. No sockets. Commands need no lock: the database serves several processes.
public final class WindowLock implements AutoCloseable {
    // Beyond the text: on Windows nobody could read the process id out of a locked region.
    private static final long LOCKED_BYTE = 1L << 40;
    private static final long LOOK_EVERY_MILLIS = 250;

    // The operating system's locks are per process, and closing any channel on the file drops them; so a second
    // attempt in this process must not even open it.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path key;
    private final Path raise;
    private final FileChannel channel;
    private volatile boolean closed;

    private WindowLock(Path key, Path raise, FileChannel channel) {
        this.key = key;
        this.raise = raise;
        this.channel = channel;
    }

    /// Takes the lock, unless a living window of this home has it.
    ///
    /// @throws HomeException when the folder does not allow it
    public static Optional<WindowLock> take(Home home) {
        Path key = home.directory().toAbsolutePath().normalize();
        if (!HELD_HERE.add(key)) return Optional.empty();
        Optional<WindowLock> taken = Optional.empty();
        try {
            taken = lock(home, key);
            return taken;
        } catch (IOException refused) {
            throw new HomeException(
                    HomeException.Reason.FAILED,
                    "Keepsake's folder " + home.directory() + " does not allow a lock file, so its window was not"
                            + " opened. Nothing was changed. Allow writing to it, or choose another folder with"
                            + " --home.",
                    refused);
        } finally {
            if (taken.isEmpty()) HELD_HERE.remove(key);
        }
    }

    private static Optional<WindowLock> lock(Home home, Path key) throws IOException {
        Path file = home.directory().resolve("lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        OwnedFile.restrict(file);
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        Path raise = home.directory().resolve("raise");
        Files.deleteIfExists(raise);
        return Optional.of(new WindowLock(key, raise, channel));
    }

    /// Calls `action`, on a thread of its own, whenever another launch asks for this window. Once per lock.
    public void onRaise(Runnable action) {
        Thread.ofVirtual().name("raise-watch").start(() -> {
            while (!closed) {
                try {
                    if (Files.deleteIfExists(raise)) action.run();
                    Thread.sleep(LOOK_EVERY_MILLIS);
                } catch (IOException | InterruptedException folderGone) {
                    return;
                }
            }
        });
    }

    /// Asks the window that has the lock to come to the front.
    ///
    /// @return a plain sentence about how that went
    public static String askToRaise(Home home) {
        Path raise = home.directory().resolve("raise");
        try {
            OwnedFile.write(raise, Long.toString(ProcessHandle.current().pid()));
            for (int i = 0; i < 20 && Files.exists(raise); i++) Thread.sleep(LOOK_EVERY_MILLIS / 2);
        } catch (IOException refused) {
            return already(home) + " It could not be asked to come to the front.";
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return already(home);
        }
        return Files.exists(raise)
                ? already(home) + " It does not answer; wait a moment, or end that process and start Keepsake again."
                : already(home) + " Its window was brought to the front.";
    }

    private static String already(Home home) {
        String process = holder(home).map(pid -> " (process " + pid + ")").orElse("");
        return "Keepsake is already open in " + home.directory() + process + ".";
    }

    /// The process that wrote the lock file last.
    private static Optional<Long> holder(Home home) {
        try {
            return Optional.of(Long.parseLong(
                    Files.readString(home.directory().resolve("lock")).strip()));
        } catch (IOException | NumberFormatException unknown) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        try {
            channel.close();
        } catch (IOException releasedAnyway) {
            // Nothing was written through it since the process id; the operating system drops the lock with the
            // process.
        } finally {
            HELD_HERE.remove(key);
        }
    }
}
