package keepsake.runtime.sidecar;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32C;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.GgufFile;
import keepsake.runtime.residency.WeightFile;

/// Writes a sidecar: under another name until everything is written and has been read back. A file that was begun is
/// gone on with; what was written before counts only if it can be read back too. Holds [#WINDOW] and the reader's
/// buffers, about 24 MiB. Threads: one at a time.
public final class SidecarWriter {
    /// Bytes read, arranged and written in one go; between two of them a stop is noticed.
    private static final int WINDOW = 8 << 20;

    /// After so many bytes the file says how far it is, so that a kill costs no more.
    private static final long SAVE_EVERY = 64L << 20;

    private static final long MIB = 1 << 20;

    private final GgufFile model;
    private final SidecarLayout layout;
    private final FreeSpace freeSpace;
    private final Path part;

    /// How much room there is on a disk.
    @FunctionalInterface
    public interface FreeSpace {
        FreeSpace REAL = file -> Files.getFileStore(file).getUsableSpace();

        /// @param file on that disk
        /// @return bytes
        long at(Path file) throws IOException;
    }

    /// What is being done.
    public enum Stage {
        WRITING,
        CHECKING
    }

    /// Hears how it goes, often, on the calling thread.
    @FunctionalInterface
    public interface Listener {
        /// @param done  bytes of this stage
        /// @param total bytes of this stage
        void onProgress(Stage stage, long done, long total);
    }

    /// How it ended.
    public enum Outcome {
        DONE,
        /// What is written stays for the next time.
        STOPPED
    }

    private record Slot(SidecarLayout.Layer layer, int expert, int firstBlock) {}

    public SidecarWriter(GgufFile model, SidecarLayout layout, FreeSpace freeSpace) {
        this.model = model;
        this.layout = layout;
        this.freeSpace = freeSpace;
        this.part = SidecarLayout.partFor(model.path());
    }

    /// Deletes the file of a model, finished or not.
    ///
    /// @return bytes that were freed
    public static long remove(Path model) throws IOException {
        long freed = 0;
        for (Path file : List.of(SidecarLayout.fileFor(model), SidecarLayout.partFor(model))) {
            if (!Files.exists(file)) continue;
            long size = Files.size(file);
            Files.delete(file);
            freed += size;
        }
        return freed;
    }

    /// Writes what is missing, checks all, and puts the file in its place.
    ///
    /// @throws EngineException when there is too little room, the drive fails, or somebody else is at it
    public Outcome run(Listener listener, StopSignal stop) throws EngineException {
        try {
            ModelIdentity identity = ModelIdentity.of(model);
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                Outcome outcome = locked(channel, identity, listener, stop);
                if (outcome == Outcome.STOPPED) return outcome;
                channel.force(true);
            }
            if (!ModelIdentity.of(model).equals(identity)) {
                Files.deleteIfExists(part);
                throw new EngineException.Failed("The model file was changed meanwhile. Optimise it again.");
            }
            Path file = SidecarLayout.fileFor(model.path());
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Outcome.DONE;
        } catch (IOException e) {
            throw new EngineException.Failed("The optimised experts could not be written (" + e.getMessage()
                    + "). The model itself is as it was. Check its drive, then try again; it goes on from here.");
        }
    }

    private Outcome locked(FileChannel channel, ModelIdentity identity, Listener listener, StopSignal stop)
            throws IOException, EngineException {
        // beyond the content, because on Windows locked bytes cannot be read by another channel
        try (FileLock lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false)) {
            if (lock == null) throw busy();
            SidecarHeader header = begun(channel, identity);
            checkRoom(channel);
            if (!write(channel, header, layout.experts(), listener, stop)) return Outcome.STOPPED;
            return check(channel, header, listener, stop);
        } catch (OverlappingFileLockException e) {
            throw busy();
        }
    }

    private static EngineException busy() {
        return new EngineException.Failed("This model is being optimised already. Wait until that has ended.");
    }

    /// The header of what is there, or a fresh one.
    private SidecarHeader begun(FileChannel channel, ModelIdentity identity) throws IOException {
        SidecarHeader header = new SidecarHeader(layout, identity);
        try {
            if (channel.size() > 0) header.read(channel);
        } catch (UnusableSidecar e) {
            channel.truncate(0); // of another model or not finished even here: begin again
        }
        return header;
    }

    private void checkRoom(FileChannel channel) throws IOException, EngineException {
        long needed = layout.fileBytes() - channel.size();
        long free = freeSpace.at(part);
        if (needed <= free) return;
        if (channel.size() == 0) Files.deleteIfExists(part);
        throw new EngineException.Failed(String.format(
                "Optimising needs %,d MiB of free disk space beside the model, and %,d MiB are missing. Free some space,"
                        + " then try again. The model itself is as it was.",
                needed / MIB + 1, (needed - free) / MIB + 1));
    }

    /// Writes experts from the first that is missing.
    ///
    /// @param end the expert after the last one
    /// @return false when stopped
    private boolean write(FileChannel channel, SidecarHeader header, int end, Listener listener, StopSignal stop)
            throws IOException {
        List<Slot> slots = slots();
        if (header.written() >= end) return true;
        try (WeightFile file = WeightFile.open(model.path());
                Arena arena = Arena.ofShared()) {
            Output output = new Output(
                    channel, file, arena.allocate(WINDOW + SidecarLayout.ALIGNMENT, SidecarLayout.ALIGNMENT), header);
            long saved = position(slots, header.written());
            for (int index = header.written(); index < end; index++) {
                Slot slot = slots.get(index);
                if (!output.expert(slot, stop)) {
                    header.write(channel);
                    return false;
                }
                header.written(index + 1);
                long position = position(slots, index + 1);
                if (position - saved >= SAVE_EVERY) {
                    header.write(channel);
                    saved = position;
                }
                listener.onProgress(Stage.WRITING, position, layout.fileBytes());
            }
        }
        header.write(channel);
        return true;
    }

    private long position(List<Slot> slots, int index) {
        if (index == slots.size()) return layout.fileBytes();
        Slot slot = slots.get(index);
        return slot.layer().offsetOf(slot.expert());
    }

    private List<Slot> slots() {
        List<Slot> slots = new ArrayList<>();
        for (SidecarLayout.Layer layer : layout.layers()) {
            int first = layout.firstBlock(layer);
            for (int e = 0; e < layer.experts(); e++) slots.add(new Slot(layer, e, first + e * layer.blocks()));
        }
        return slots;
    }

    /// Reads everything back from the drive; what is not as it was written is written once more.
    private Outcome check(FileChannel channel, SidecarHeader header, Listener listener, StopSignal stop)
            throws IOException {
        channel.force(false);
        BitSet damaged = damaged(header, listener, stop);
        if (stop.isRaised()) return Outcome.STOPPED;
        if (damaged.isEmpty()) return Outcome.DONE;
        header.written(damaged.nextSetBit(0));
        if (!write(channel, header, layout.experts(), listener, stop)) return Outcome.STOPPED;
        channel.force(false);
        damaged = damaged(header, listener, stop);
        if (stop.isRaised()) return Outcome.STOPPED;
        if (damaged.isEmpty()) return Outcome.DONE;
        throw new IOException("the drive does not return what was written");
    }

    private BitSet damaged(SidecarHeader header, Listener listener, StopSignal stop) throws IOException {
        List<Slot> slots = slots();
        try (Sidecar written = Sidecar.of(part, layout, header)) {
            return written.damaged(
                    seen -> listener.onProgress(Stage.CHECKING, position(slots, seen), layout.fileBytes()),
                    stop::isRaised);
        }
    }

    /// One expert after the other, through one buffer.
    private static final class Output {
        private final FileChannel channel;
        private final WeightFile model;
        private final MemorySegment buffer;
        private final SidecarHeader header;

        Output(FileChannel channel, WeightFile model, MemorySegment buffer, SidecarHeader header) {
            this.channel = channel;
            this.model = model;
            this.buffer = buffer;
            this.header = header;
        }

        /// @return false when stopped within
        boolean expert(Slot slot, StopSignal stop) throws IOException {
            SidecarLayout.Layer layer = slot.layer();
            Checksums sums = new Checksums(header, slot.firstBlock());
            long at = layer.offsetOf(slot.expert());
            int filled = 0;
            List<WeightFile.Piece> pieces = new ArrayList<>();
            for (SidecarLayout.Matrix matrix : layer.matrices()) {
                long unit = matrix.landing().unit();
                long from = 0;
                while (from < matrix.bytes()) {
                    long fits = Math.min(matrix.bytes() - from, (WINDOW - filled) / unit * unit);
                    if (fits > 0) {
                        long offset = matrix.modelOffset() + slot.expert() * matrix.bytes() + from;
                        pieces.add(new WeightFile.Piece(offset, fits, buffer.address() + filled, matrix.landing()));
                        filled += (int) fits;
                        from += fits;
                    }
                    if (from < matrix.bytes()) {
                        if (!flush(pieces, at, filled, filled, sums, stop)) return false;
                        at += filled;
                        filled = 0;
                        pieces.clear();
                    }
                }
            }
            long padded = layer.offsetOf(slot.expert() + 1) - at;
            if (!flush(pieces, at, filled, Math.toIntExact(padded), sums, stop)) return false;
            sums.finish();
            return true;
        }

        private boolean flush(
                List<WeightFile.Piece> pieces, long at, int filled, int padded, Checksums sums, StopSignal stop)
                throws IOException {
            if (!model.read(pieces, stop::isRaised)) return false;
            buffer.asSlice(filled, padded - filled).fill((byte) 0);
            sums.add(buffer.asSlice(0, filled).asByteBuffer());
            ByteBuffer bytes = buffer.asSlice(0, padded).asByteBuffer();
            while (bytes.hasRemaining()) channel.write(bytes, at + bytes.position());
            return true;
        }
    }

    /// Those of one expert, block by block, from bytes that come in any portions.
    private static final class Checksums {
        private final SidecarHeader header;
        private final CRC32C sum = new CRC32C();
        private int block;
        private int added;

        Checksums(SidecarHeader header, int firstBlock) {
            this.header = header;
            this.block = firstBlock;
        }

        void add(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                int some = Math.min(bytes.remaining(), SidecarLayout.BLOCK - added);
                ByteBuffer portion = bytes.slice(bytes.position(), some);
                sum.update(portion);
                bytes.position(bytes.position() + some);
                added += some;
                if (added == SidecarLayout.BLOCK) finish();
            }
        }

        void finish() {
            if (added == 0) return;
            header.checksum(block++, (int) sum.getValue());
            sum.reset();
            added = 0;
        }
    }
}
