package keepsake.runtime.sidecar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// The beginning of a sidecar, little-endian:
/// ```
///   0  u8[8]   "KSEXPERT"
///   8  u32     version of the format, 1
///  12  u32     bytes of the header, a multiple of 4096
///  16  u32     CRC32C of the header with zeros here
///  20  u32     experts that are written; fewer than all in a file that is not finished
///  24  u64     size of the model file
///  32  i64     its modification time, milliseconds since 1970
///  40  u8[32]  SHA-256 of what comes before its weights
///  72  u8[32]  SHA-256 of the text that names the kernels
/// 104  u32     layers with experts
/// 108  u32     0
/// 112  per layer: u32 block of the model, u32 experts, u64 offset of expert 0, u64 distance of two experts,
///      u32 matrices, u32 checksums per expert; and for every matrix u64 its offset in the model, u64 bytes
///   …  u32[]   CRC32C of every 256 KiB of every expert
/// ```
/// The experts follow: their matrices one after the other, arranged for the kernels, each expert at a multiple of 4096.
/// All but the written experts and the checksums follows from model and kernels, so that is compared, not parsed.
final class SidecarHeader {
    /// Bytes before the table of layers.
    static final int FIXED = 112;

    private static final byte[] MAGIC = "KSEXPERT".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int CHECKSUM = 16;
    private static final int WRITTEN = 20;
    private static final int MODEL = 24;
    private static final int KERNELS = 72;
    private static final int TABLE = 104;

    private final SidecarLayout layout;
    private final ByteBuffer bytes;
    private final int checksums;

    /// Of a file in which nothing is written yet.
    SidecarHeader(SidecarLayout layout, ModelIdentity model) {
        this.layout = layout;
        this.bytes = ByteBuffer.allocate(layout.headerBytes()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).putInt(VERSION).putInt(bytes.capacity()).putInt(0).putInt(0);
        bytes.putLong(model.size()).putLong(model.modified()).put(HexFormat.of().parseHex(model.header()));
        bytes.put(ModelIdentity.sha256().digest(layout.kernels().getBytes(StandardCharsets.UTF_8)));
        bytes.putInt(layout.layers().size()).putInt(0);
        for (SidecarLayout.Layer layer : layout.layers()) {
            bytes.putInt(layer.layer()).putInt(layer.experts()).putLong(layer.offset());
            bytes.putLong(layer.stride()).putInt(layer.matrices().size()).putInt(layer.blocks());
            for (SidecarLayout.Matrix matrix : layer.matrices()) {
                bytes.putLong(matrix.modelOffset()).putLong(matrix.bytes());
            }
        }
        this.checksums = bytes.position();
    }

    /// Takes over what a file says is written in it.
    ///
    /// @throws UnusableSidecar when it is not a sidecar of this model and these kernels
    void read(FileChannel channel) throws IOException {
        ByteBuffer found = ByteBuffer.allocate(bytes.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        while (found.hasRemaining() && channel.read(found, found.position()) > 0) {
            // until it is full or the file ends
        }
        if (found.position() < FIXED || !same(found, 0, MAGIC.length)) throw new UnusableSidecar("is damaged");
        if (found.getInt(MAGIC.length) != VERSION) {
            throw new UnusableSidecar("was written by another version of Keepsake");
        }
        if (!same(found, MODEL, KERNELS)) throw new UnusableSidecar("belongs to another version of the model");
        if (!same(found, KERNELS, TABLE)) {
            throw new UnusableSidecar("was made for another processor or version of llama.cpp");
        }
        int written = found.getInt(WRITTEN);
        boolean whole = !found.hasRemaining()
                && same(found, MAGIC.length, CHECKSUM)
                && same(found, TABLE, checksums)
                && found.getInt(CHECKSUM) == checksum(found)
                && written >= 0
                && written <= layout.experts();
        if (!whole) throw new UnusableSidecar("is damaged");
        bytes.put(0, found, 0, bytes.capacity());
    }

    private boolean same(ByteBuffer other, int from, int to) {
        return bytes.slice(from, to - from).equals(other.slice(from, to - from));
    }

    private static int checksum(ByteBuffer header) {
        CRC32C sum = new CRC32C();
        sum.update(header.slice(0, CHECKSUM));
        sum.update(new byte[Integer.BYTES]);
        sum.update(header.slice(WRITTEN, header.capacity() - WRITTEN));
        return (int) sum.getValue();
    }

    void write(FileChannel channel) throws IOException {
        bytes.putInt(CHECKSUM, checksum(bytes));
        ByteBuffer whole = bytes.duplicate().clear();
        while (whole.hasRemaining()) channel.write(whole, whole.position());
    }

    /// Experts that are written, counted over all layers.
    int written() {
        return bytes.getInt(WRITTEN);
    }

    void written(int experts) {
        bytes.putInt(WRITTEN, experts);
    }

    int checksum(int block) {
        return bytes.getInt(checksums + 4 * block);
    }

    void checksum(int block, int value) {
        bytes.putInt(checksums + 4 * block, value);
    }
}
