package keepsake.memory.sql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// SQLite's write-ahead log, looked at for damage. SQLite takes a log up to the first frame whose checksum is wrong and
/// silently leaves out the rest, which is right after a power cut (nothing behind it was acknowledged) and wrong when a
/// bit fell over in the middle. The two differ in what follows: whole frames of the same log that end a commit.
///
/// Layout (sqlite.org/fileformat2.html#the_write_ahead_log): a header of 32 bytes (magic, version, page size,
/// checkpoint,
/// two salts, two checksums), then frames: page number, size of the database after a commit or 0, the salts, two
/// checksums, the page. All big-endian; the magic's last bit says how checksums read words. A frame's checksum goes on
/// from the one before, which is stored there, so each frame can be checked by itself.
///
/// Not to be told from a power cut, and so not found: damage to the last frame, and a log that was cut off.
final class Journal {
    private static final int MAGIC = 0x377f0682;
    private static final int HEADER = 32;
    private static final int FRAME = 24;
    private static final long RACE_MILLIS = 150;

    private final FileChannel channel;
    private final ByteBuffer header;
    private final int page;
    private final ByteOrder order;

    private Journal(FileChannel channel, ByteBuffer header) {
        this.channel = channel;
        this.header = header;
        this.page = header.getInt(8);
        this.order = (header.getInt(0) & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    static Path of(Path database) {
        return database.resolveSibling(database.getFileName() + "-wal");
    }

    /// Whether commits in the log of `database` cannot be read. Looks twice: another process may be writing it.
    static boolean isDamaged(Path database) throws IOException {
        if (!looksDamaged(database)) return false;
        try {
            Thread.sleep(RACE_MILLIS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return looksDamaged(database);
    }

    private static boolean looksDamaged(Path database) throws IOException {
        Path log = of(database);
        if (!Files.exists(log) || Files.size(log) < HEADER + FRAME) return false;
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            ByteBuffer header = read(channel, 0, HEADER);
            if (!isHeader(header)) return true;
            Journal journal = new Journal(channel, header);
            return journal.lastCommit() > journal.valid();
        }
    }

    /// Makes SQLite read the frames behind the damage too, the damaged ones as they are: every checksum is computed
    /// anew.
    /// What comes out must be checked row by row. Does nothing when even the header is unreadable.
    ///
    /// @return how many frames had a wrong checksum
    static int mend(Path database) throws IOException {
        Path log = of(database);
        if (!Files.exists(log) || Files.size(log) < HEADER + FRAME) return 0;
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer header = read(channel, 0, HEADER);
            if (!isHeader(header)) return 0;
            Journal journal = new Journal(channel, header);
            int wrong = journal.chain(journal.lastCommit());
            channel.force(true);
            return wrong;
        }
    }

    private static boolean isHeader(ByteBuffer header) {
        if ((header.getInt(0) & ~1) != MAGIC) return false;
        int page = header.getInt(8);
        if (page < 512 || page > 65_536 || Integer.bitCount(page) != 1) return false;
        ByteOrder order = (header.getInt(0) & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        long sum = sum(header, 24, order, 0);
        return (int) (sum >>> 32) == header.getInt(24) && (int) sum == header.getInt(28);
    }

    private long frames() throws IOException {
        return (channel.size() - HEADER) / (FRAME + page);
    }

    /// Frames from the beginning that SQLite takes, up to the last commit among them.
    private long valid() throws IOException {
        long sum = stored(header, 24);
        long committed = 0;
        for (long i = 0; i < frames(); i++) {
            ByteBuffer frame = frame(i);
            if (!isOurs(frame)) break;
            sum = sum(frame, sum);
            if (sum != stored(frame, 16)) break;
            if (frame.getInt(4) != 0) committed = i + 1;
        }
        return committed;
    }

    /// Frames up to the last one that ends a commit and is whole by itself.
    private long lastCommit() throws IOException {
        long before = stored(header, 24);
        long last = 0;
        for (long i = 0; i < frames(); i++) {
            ByteBuffer frame = frame(i);
            boolean whole = isOurs(frame) && sum(frame, before) == stored(frame, 16);
            if (whole && frame.getInt(4) != 0) last = i + 1;
            before = stored(frame, 16);
        }
        return last;
    }

    private int chain(long frames) throws IOException {
        int wrong = 0;
        long sum = stored(header, 24);
        for (long i = 0; i < frames; i++) {
            ByteBuffer frame = frame(i);
            frame.putInt(8, header.getInt(16)).putInt(12, header.getInt(20));
            sum = sum(frame, sum);
            if (sum == stored(frame, 16)) continue;
            wrong++;
            frame.putInt(16, (int) (sum >>> 32)).putInt(20, (int) sum);
            channel.write(frame.slice(0, FRAME), HEADER + i * (FRAME + page));
        }
        return wrong;
    }

    private boolean isOurs(ByteBuffer frame) {
        return frame.getInt(8) == header.getInt(16) && frame.getInt(12) == header.getInt(20) && frame.getInt(0) != 0;
    }

    private ByteBuffer frame(long index) throws IOException {
        return read(channel, HEADER + index * (FRAME + page), FRAME + page);
    }

    private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
            // The rest of a log that was cut off meanwhile reads as zeros.
        }
        return buffer.clear();
    }

    private static long stored(ByteBuffer buffer, int at) {
        return ((long) buffer.getInt(at) << 32) | (buffer.getInt(at + 4) & 0xffff_ffffL);
    }

    private long sum(ByteBuffer frame, long before) {
        return sum(frame.slice(FRAME, page), page, order, sum(frame, 8, order, before));
    }

    private static long sum(ByteBuffer bytes, int length, ByteOrder order, long before) {
        ByteBuffer words = bytes.duplicate().order(order);
        int a = (int) (before >>> 32);
        int b = (int) before;
        for (int i = 0; i < length; i += 8) {
            a += words.getInt(i) + b;
            b += words.getInt(i + 4) + a;
        }
        return ((long) a << 32) | (b & 0xffff_ffffL);
    }
}
