package keepsake.runtime.saved;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// One prompt state in a file. All numbers little-endian:
///
/// ```
/// file    := magic version count size print check tokens payload
/// magic   := "KEEPSTAT"
/// version := u32, 1
/// count   := u32, number of tokens, 1 .. MOST_TOKENS
/// size    := u64, bytes of the payload, 1 .. MOST_BYTES
/// print   := 32 bytes, ModelPrint
/// check   := u32, CRC-32C of the file without this field
/// tokens  := count × i32
/// payload := what llama.cpp gave
/// ```
///
/// Every length is checked against the file's before anything is allocated; the check sum is compared before llama.cpp
/// sees a byte. CRC-32C because it runs at memory speed also where little is compiled yet; it guards against damage,
/// not against somebody who may write to the user's own folder.
final class PromptStateFile {
    static final int MOST_TOKENS = 1 << 17;
    static final long MOST_BYTES = 256L << 20;

    private static final byte[] MAGIC = "KEEPSTAT".getBytes(US_ASCII);
    private static final int VERSION = 1;
    private static final int PRINT_BYTES = 32;
    private static final int CHECK_AT = MAGIC.length + 4 + 4 + 8 + PRINT_BYTES;
    private static final int HEAD = CHECK_AT + 4;

    private final Path path;
    private final byte[] print;
    private final int[] tokens;
    private final long size;

    private PromptStateFile(Path path, byte[] print, int[] tokens, long size) {
        this.path = path;
        this.print = print;
        this.tokens = tokens;
        this.size = size;
    }

    /// Writes a state.
    ///
    /// @param payload native memory, at most [#MOST_BYTES]
    static void write(Path path, ModelPrint print, int[] tokens, MemorySegment payload) throws IOException {
        ByteBuffer head = little(HEAD)
                .put(MAGIC)
                .putInt(VERSION)
                .putInt(tokens.length)
                .putLong(payload.byteSize())
                .put(print.bytes());
        ByteBuffer ids = bytes(tokens);
        CRC32C check = new CRC32C();
        check.update(head.duplicate().flip());
        check.update(ids.duplicate());
        check.update(payload.asByteBuffer());
        head.putInt((int) check.getValue()).flip();
        SavedFolder.write(path, List.of(head, ids, payload.asByteBuffer()));
    }

    /// Reads everything but the payload; empty when this is no such file, or not a whole one.
    static Optional<PromptStateFile> open(Path path) throws IOException {
        try (FileChannel in = FileChannel.open(path)) {
            ByteBuffer head = little(HEAD);
            if (!fill(in, head, 0)) return Optional.empty();
            byte[] magic = new byte[MAGIC.length];
            head.flip().get(magic);
            if (!Arrays.equals(magic, MAGIC) || head.getInt() != VERSION) return Optional.empty();
            int count = head.getInt();
            long size = head.getLong();
            if (count < 1 || count > MOST_TOKENS || size < 1 || size > MOST_BYTES) return Optional.empty();
            if (in.size() != HEAD + 4L * count + size) return Optional.empty();
            byte[] print = new byte[PRINT_BYTES];
            head.get(print);
            ByteBuffer ids = little(4 * count);
            if (!fill(in, ids, HEAD)) return Optional.empty();
            int[] tokens = new int[count];
            ids.flip().asIntBuffer().get(tokens);
            return Optional.of(new PromptStateFile(path, print, tokens, size));
        }
    }

    /// Reads and checks the payload; empty when the file is damaged.
    Optional<MemorySegment> payload(Arena arena) throws IOException {
        try (FileChannel in = FileChannel.open(path)) {
            ByteBuffer head = little(HEAD);
            MemorySegment payload = arena.allocate(size, 64);
            if (!fill(in, head, 0) || !fill(in, payload.asByteBuffer(), HEAD + 4L * tokens.length)) {
                return Optional.empty();
            }
            CRC32C check = new CRC32C();
            check.update(head.flip().limit(CHECK_AT));
            check.update(bytes(tokens));
            check.update(payload.asByteBuffer());
            head.limit(HEAD);
            return head.getInt(CHECK_AT) == (int) check.getValue() ? Optional.of(payload) : Optional.empty();
        }
    }

    Path path() {
        return path;
    }

    /// Whose keys and values it holds; not to be changed.
    int[] tokens() {
        return tokens;
    }

    /// Bytes of the payload.
    long size() {
        return size;
    }

    boolean belongsTo(ModelPrint model) {
        return Arrays.equals(print, model.bytes());
    }

    private static ByteBuffer bytes(int[] tokens) {
        ByteBuffer ids = little(4 * tokens.length);
        ids.asIntBuffer().put(tokens);
        return ids;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean fill(FileChannel in, ByteBuffer target, long from) throws IOException {
        while (target.hasRemaining()) {
            if (in.read(target, from + target.position()) < 0) return false;
        }
        return true;
    }
}
