package keepsake.runtime.residency;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Reads weights from a model file into memory of ours, several reads in flight, past the page cache where the file
/// system allows it: pages there would only take RAM away from experts. Direct reads want aligned offsets, lengths and
/// addresses, which tensors do not have, so they go through a few aligned buffers. Threads: any.
public final class WeightFile implements AutoCloseable {
    /// Enough to keep an SSD busy, few enough to leave the processor to the matmuls.
    private static final int READERS = 8;

    /// Big enough for a whole expert matrix of most models, small enough that four do not matter.
    private static final int BUFFER = 1 << 20;

    /// Bytes of RAM that an open file takes.
    public static final long BUFFERS = (long) READERS * BUFFER;

    private static final int SMALLEST_ALIGNMENT = 4096;

    /// A piece of the file, where it goes, and how.
    public record Piece(long offset, long size, long address, Landing landing) {}

    /// What goes first.
    public enum Urgency {
        /// A computation waits for it.
        DEMAND,
        /// It will probably be wanted soon.
        AHEAD
    }

    private record Chunk(Transfer transfer, Piece piece, long from, long size) {}

    private final FileChannel channel;
    private final long size;
    private final int alignment;
    private final boolean direct;
    private final Arena arena = Arena.ofShared();
    private final Object lock = new Object();
    private final Deque<Chunk> demanded = new ArrayDeque<>();
    private final Deque<Chunk> ahead = new ArrayDeque<>();
    private final List<Thread> readers = new ArrayList<>();
    private boolean closed;

    private WeightFile(FileChannel channel, int alignment, boolean direct) throws IOException {
        this.channel = channel;
        this.size = channel.size();
        this.alignment = alignment;
        this.direct = direct;
    }

    /// Opens for direct reads; for buffered ones where the file system refuses (tmpfs does).
    public static WeightFile open(Path path) throws IOException {
        long block = Math.max(SMALLEST_ALIGNMENT, Files.getFileStore(path).getBlockSize());
        if (Long.bitCount(block) == 1 && block <= BUFFER) {
            FileChannel channel = null;
            try {
                channel = FileChannel.open(path, StandardOpenOption.READ, directOption());
                WeightFile file = new WeightFile(channel, (int) block, true);
                file.probe();
                file.startReaders();
                return file;
            } catch (IOException | UnsupportedOperationException e) {
                if (channel != null) channel.close(); // refused: read it the ordinary way
            }
        }
        WeightFile file = new WeightFile(FileChannel.open(path), SMALLEST_ALIGNMENT, false);
        file.startReaders();
        return file;
    }

    private void startReaders() {
        for (int i = 0; i < READERS; i++) {
            MemorySegment buffer = arena.allocate(BUFFER + 2L * alignment, alignment);
            readers.add(Thread.ofPlatform().daemon().name("weights-" + i).start(() -> serve(buffer)));
        }
    }

    /// `com.sun.nio.file.ExtendedOpenOption.DIRECT`: supported, but javac warns about every mention and cannot be
    /// told not to.
    private static OpenOption directOption() {
        try {
            Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
            return (OpenOption) options.getField("DIRECT").get(null);
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException("this Java has no direct reads", e);
        }
    }

    private void probe() throws IOException {
        try {
            fill(arena.allocate(alignment, alignment).asByteBuffer(), 0);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /// Whether reads go past the page cache.
    public boolean isDirect() {
        return direct;
    }

    /// Reads all pieces and returns when they are there.
    ///
    /// @param stopped is asked before each chunk; what comes after a yes is left out
    /// @return true when all were read, false when stopped
    /// @throws IOException when the file cannot be read or is shorter than it was
    public boolean read(List<Piece> pieces, BooleanSupplier stopped) throws IOException {
        return start(pieces, Urgency.DEMAND, stopped).await();
    }

    /// Begins to read pieces, several chunks at a time. Only threads of ours touch the channel: an interrupted caller
    /// would close it.
    ///
    /// @param stopped is asked before each chunk; what comes after a yes is left out
    public Transfer start(List<Piece> pieces, Urgency urgency, BooleanSupplier stopped) {
        int count = 0;
        for (Piece piece : pieces) count += Math.toIntExact((piece.size() + chunkSize(piece) - 1) / chunkSize(piece));
        Transfer transfer = new Transfer(count, stopped);
        synchronized (lock) {
            if (closed) throw new IllegalStateException("the file is closed");
            Deque<Chunk> queue = urgency == Urgency.DEMAND ? demanded : ahead;
            for (Piece piece : pieces) {
                long chunk = chunkSize(piece);
                for (long at = 0; at < piece.size(); at += chunk) {
                    queue.add(new Chunk(transfer, piece, at, Math.min(chunk, piece.size() - at)));
                }
            }
            lock.notifyAll();
        }
        return transfer;
    }

    /// Treats what was begun ahead as demanded from now on.
    public void hasten(Transfer transfer) {
        synchronized (lock) {
            for (Iterator<Chunk> each = ahead.iterator(); each.hasNext(); ) {
                Chunk chunk = each.next();
                if (chunk.transfer() != transfer) continue;
                each.remove();
                demanded.add(chunk);
            }
        }
    }

    private static long chunkSize(Piece piece) {
        long unit = piece.landing().unit();
        if (unit > BUFFER) throw new IllegalArgumentException("rows of " + unit + " bytes do not fit a buffer");
        return BUFFER / unit * unit;
    }

    /// What a reader thread does until the file is closed.
    private void serve(MemorySegment buffer) {
        for (Optional<Chunk> chunk = next(); chunk.isPresent(); chunk = next()) {
            Transfer transfer = chunk.get().transfer();
            try {
                if (transfer.wanted()) readChunk(chunk.get(), buffer);
            } catch (IOException e) {
                transfer.failed(e);
            } catch (RuntimeException e) { // nobody else would hear of it, and somebody waits
                transfer.failed(new IOException(e));
            } finally {
                transfer.chunkDone();
            }
        }
    }

    private Optional<Chunk> next() {
        synchronized (lock) {
            while (true) {
                if (!demanded.isEmpty()) return Optional.of(demanded.remove());
                if (!ahead.isEmpty()) return Optional.of(ahead.remove());
                if (closed) return Optional.empty();
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    // nobody has a reason to interrupt these threads, and their work must be done
                }
            }
        }
    }

    private void readChunk(Chunk chunk, MemorySegment buffer) throws IOException {
        long offset = chunk.piece().offset() + chunk.from();
        long from = offset & -(long) alignment;
        long lead = offset - from;
        long padded = (lead + chunk.size() + alignment - 1) & -(long) alignment;
        int got = fill(buffer.asByteBuffer().limit((int) padded), from);
        if (got < lead + chunk.size()) throw new EOFException("the file ends at " + (from + got));
        chunk.piece()
                .landing()
                .land(buffer.asSlice(lead, chunk.size()), chunk.piece().address() + chunk.from());
    }

    /// Reads until the buffer is full or the file ends; the last read of a file may be short.
    private int fill(ByteBuffer buffer, long position) throws IOException {
        while (buffer.hasRemaining() && position + buffer.position() < size) {
            int before = buffer.position();
            int read = channel.read(buffer, position + before);
            if (read <= 0) break;
            if (position + buffer.position() >= size || !direct) continue;
            int whole = buffer.position() & -alignment; // direct reads go on where a block begins
            if (whole == before) throw new EOFException("a read was cut short");
            buffer.position(whole);
        }
        return buffer.position();
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        boolean interrupted = false;
        for (Thread reader : readers) {
            while (true) {
                try {
                    reader.join();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            arena.close();
        }
    }
}
