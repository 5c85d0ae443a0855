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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/// Reads weights from a model file into memory of ours, several reads in flight, past the page cache where the file
/// system allows it: pages there would only take RAM away from experts. Direct reads want aligned offsets, lengths and
/// addresses, which tensors do not have, so they go through a few aligned buffers. Threads: any.
public final class WeightFile implements AutoCloseable {
    /// Enough to keep an SSD busy, few enough to leave the processor to the matmuls.
    private static final int READERS = 4;

    /// Big enough for a whole expert matrix of most models, small enough that four do not matter.
    private static final int BUFFER = 1 << 20;

    private static final int SMALLEST_ALIGNMENT = 4096;

    /// A piece of the file and where it goes.
    public record Piece(long offset, long size, long address) {}

    private final FileChannel channel;
    private final long size;
    private final int alignment;
    private final boolean direct;
    private final Arena arena = Arena.ofShared();
    private final BlockingQueue<MemorySegment> buffers = new ArrayBlockingQueue<>(READERS);
    private final ExecutorService readers = Executors.newFixedThreadPool(
            READERS, Thread.ofPlatform().daemon().name("weights-", 0).factory());

    private WeightFile(FileChannel channel, int alignment, boolean direct) throws IOException {
        this.channel = channel;
        this.size = channel.size();
        this.alignment = alignment;
        this.direct = direct;
        for (int i = 0; i < READERS; i++) buffers.add(arena.allocate(BUFFER, alignment));
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
                return file;
            } catch (IOException | UnsupportedOperationException e) {
                if (channel != null) channel.close(); // refused: read it the ordinary way
            }
        }
        return new WeightFile(FileChannel.open(path), SMALLEST_ALIGNMENT, false);
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
            MemorySegment first = buffers.element();
            fill(first.asByteBuffer().limit(alignment), 0);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /// Whether reads go past the page cache.
    public boolean isDirect() {
        return direct;
    }

    /// Reads all pieces, in parallel; returns when all are there. Only threads of ours touch the channel: an
    /// interrupted caller would close it.
    ///
    /// @param cancelled is asked before each piece; pieces after a yes are left out
    /// @return true when all were read, false when cancelled
    /// @throws IOException when the file cannot be read or is shorter than it was
    public boolean read(List<Piece> pieces, BooleanSupplier cancelled) throws IOException {
        List<Callable<Boolean>> tasks = new ArrayList<>(pieces.size());
        for (Piece piece : pieces) tasks.add(() -> readOne(piece, cancelled));
        List<Future<Boolean>> running = new ArrayList<>(tasks.size());
        for (Callable<Boolean> task : tasks) running.add(readers.submit(task));
        boolean all = true;
        IOException failure = null;
        boolean interrupted = false;
        for (Future<Boolean> each : running) {
            while (true) {
                try {
                    all &= each.get();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true; // the readers write into memory that is in use: wait for them all the same
                } catch (ExecutionException e) {
                    failure = e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
                    break;
                }
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        if (failure != null) throw failure;
        return all;
    }

    private boolean readOne(Piece piece, BooleanSupplier cancelled) throws IOException {
        MemorySegment buffer = takeBuffer();
        try {
            MemorySegment target = MemorySegment.ofAddress(piece.address()).reinterpret(piece.size());
            long done = 0;
            while (done < piece.size()) {
                if (cancelled.getAsBoolean()) return false;
                done += readPart(piece.offset() + done, target.asSlice(done), buffer);
            }
            return true;
        } finally {
            buffers.add(buffer);
        }
    }

    /// Reads as much of `target` as fits the buffer, from file position `offset`.
    private long readPart(long offset, MemorySegment target, MemorySegment buffer) throws IOException {
        long from = offset & -(long) alignment;
        long lead = offset - from;
        long wanted = Math.min(target.byteSize(), buffer.byteSize() - lead);
        long padded = (lead + wanted + alignment - 1) & -(long) alignment;
        int got = fill(buffer.asByteBuffer().limit((int) padded), from);
        if (got < lead + wanted) throw new EOFException("the file ends at " + (from + got));
        MemorySegment.copy(buffer, lead, target, 0, wanted);
        return wanted;
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

    private MemorySegment takeBuffer() throws IOException {
        try {
            return buffers.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("reading was interrupted", e);
        }
    }

    @Override
    public void close() {
        readers.close();
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            arena.close();
        }
    }
}
