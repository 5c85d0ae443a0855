package keepsake.memory.vector;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/// The index as a file beside the database: nothing but a faster start. Whatever is wrong with it, it is not used.
///
/// Big-endian header: `KSVECTOR`, format, model's row, erasures, last row of `embedding` in it, dimensions, the mean
/// (floats), messages, facts. Then per kind, per block of at most 4096 rows, little-endian: ids (longs), factors
/// (floats), codes (longs). At the end the CRC-32C of everything before (long).
final class CodeFile {
    private static final long MAGIC = 0x4B53_5645_4354_4F52L; // KSVECTOR
    private static final int FORMAT = 1;
    private static final int MOST_DIMENSIONS = 1 << 16;
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final Path unfinished;

    CodeFile(Path file) {
        this.file = file;
        this.unfinished = file.resolveSibling(file.getFileName() + ".part");
    }

    Path path() {
        return file;
    }

    void delete() throws IOException {
        Files.deleteIfExists(unfinished);
        Files.deleteIfExists(file);
    }

    /// Replaces the file; on disk when this returns. A kill leaves the old one.
    void write(Codes codes) throws IOException {
        Files.deleteIfExists(unfinished);
        try (FileChannel channel = create()) {
            CRC32C sum = new CRC32C();
            OutputStream bytes = Channels.newOutputStream(channel);
            DataOutputStream out = new DataOutputStream(new Summed(bytes, sum));
            header(codes, out);
            ByteBuffer block =
                    ByteBuffer.allocate(blockBytes(codes.messages().words())).order(ByteOrder.LITTLE_ENDIAN);
            CodeList.View[] lists = {codes.messages().view(), codes.facts().view()};
            int[] sizes = {codes.messageRows(), codes.factRows()};
            for (int i = 0; i < lists.length; i++) {
                for (int b = 0; b * CodeList.BLOCK < sizes[i]; b++) {
                    int rows = Math.min(CodeList.BLOCK, sizes[i] - b * CodeList.BLOCK);
                    put(lists[i].blocks().get(b), rows, codes.messages().words(), block.clear());
                    out.write(block.array(), 0, block.position());
                }
            }
            new DataOutputStream(bytes).writeLong(sum.getValue());
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private FileChannel create() throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return FileChannel.open(unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly);
    }

    private static void header(Codes codes, DataOutputStream out) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(8 + 4 + 3 * 8 + 4 + 4 * codes.mean().length + 4 + 4 + 4)
                .putLong(MAGIC)
                .putInt(FORMAT)
                .putLong(codes.model())
                .putLong(codes.erasures())
                .putLong(codes.last())
                .putInt(codes.mean().length);
        for (float value : codes.mean()) header.putFloat(value);
        header.putInt(codes.meanOf()).putInt(codes.messageRows()).putInt(codes.factRows());
        out.write(header.array());
    }

    /// What is in the file, if it is whole and of this model and number of erasures.
    Optional<Codes> read(EmbeddingTable.Current current) {
        try (FileChannel channel = FileChannel.open(file)) {
            if (!isWhole(channel)) return Optional.empty();
            channel.position(0);
            return read(
                    new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), BUFFER)),
                    current,
                    channel.size());
        } catch (IOException missingOrDamaged) {
            return Optional.empty(); // made anew from the table
        }
    }

    private static boolean isWhole(FileChannel channel) throws IOException {
        CRC32C sum = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long end = channel.size() - Long.BYTES;
        if (end < 0) return false;
        long at = 0;
        while (at < end) {
            buffer.clear().limit((int) Math.min(BUFFER, end - at));
            int read = channel.read(buffer, at);
            if (read < 0) return false;
            sum.update(buffer.flip());
            at += read;
        }
        buffer.clear().limit(Long.BYTES);
        return channel.read(buffer, end) == Long.BYTES && buffer.flip().getLong() == sum.getValue();
    }

    private static Optional<Codes> read(DataInputStream in, EmbeddingTable.Current current, long bytes)
            throws IOException {
        if (in.readLong() != MAGIC || in.readInt() != FORMAT) return Optional.empty();
        long model = in.readLong();
        long erasures = in.readLong();
        long last = in.readLong();
        int dimensions = in.readInt();
        if (model != current.id() || erasures != current.erasures() || dimensions != current.dimensions()) {
            return Optional.empty();
        }
        if (dimensions > MOST_DIMENSIONS) return Optional.empty();
        float[] mean = new float[dimensions];
        for (int i = 0; i < dimensions; i++) mean[i] = in.readFloat();
        int meanOf = in.readInt();
        int messages = in.readInt();
        int facts = in.readInt();
        long rowBytes = Long.BYTES + Float.BYTES + (long) Long.BYTES * SignCode.words(dimensions);
        if (messages < 0 || facts < 0 || rowBytes * ((long) messages + facts) > bytes) return Optional.empty();
        Codes codes = new Codes(model, erasures, mean, meanOf);
        fill(in, codes.messages(), messages);
        fill(in, codes.facts(), facts);
        codes.reached(last);
        return Optional.of(codes);
    }

    private static void fill(DataInputStream in, CodeList list, int size) throws IOException {
        int words = list.words();
        byte[] bytes = new byte[blockBytes(words)];
        for (int from = 0; from < size; from += CodeList.BLOCK) {
            int rows = Math.min(CodeList.BLOCK, size - from);
            int length = rows * (Long.BYTES + Float.BYTES + Long.BYTES * words);
            if (in.readNBytes(bytes, 0, length) != length) throw new EOFException();
            ByteBuffer block = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN);
            CodeList.Block read = list.emptyBlock();
            block.asLongBuffer().get(read.ids(), 0, rows);
            block.position(rows * Long.BYTES);
            block.asFloatBuffer().get(read.factors(), 0, rows);
            block.position(rows * (Long.BYTES + Float.BYTES));
            block.asLongBuffer().get(read.codes(), 0, rows * words);
            list.append(read, rows);
        }
    }

    private static void put(CodeList.Block from, int rows, int words, ByteBuffer to) {
        for (int i = 0; i < rows; i++) to.putLong(from.ids()[i]);
        for (int i = 0; i < rows; i++) to.putFloat(from.factors()[i]);
        for (int i = 0; i < rows * words; i++) to.putLong(from.codes()[i]);
    }

    private static int blockBytes(int words) {
        return CodeList.BLOCK * (Long.BYTES + Float.BYTES + Long.BYTES * words);
    }

    /// Adds what passes to a checksum.
    private static final class Summed extends OutputStream {
        private final OutputStream out;
        private final CRC32C sum;

        Summed(OutputStream out, CRC32C sum) {
            this.out = out;
            this.sum = sum;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            sum.update(bytes, from, length);
            out.write(bytes, from, length);
        }
    }
}
