package keepsake.runtime.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import keepsake.runtime.engine.EngineException.BadModel;

/// Reads the description part of a GGUF file in order. Nothing is allocated before it is known that the file still has
/// that many bytes and that the whole description stays under [#LIMIT].
final class GgufInput {
    /// The largest vocabularies of today (262,000 tokens with merges) need 15 MiB; the host has a small heap.
    static final long LIMIT = 64L << 20;

    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final long end;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    /// Offset in the file of the buffer's limit.
    private long filled;

    GgufInput(Path path, FileChannel channel, long fileSize) {
        this.path = path;
        this.channel = channel;
        this.end = fileSize;
        buffer.limit(0);
    }

    /// Offset of the next byte.
    long position() {
        return filled - buffer.remaining();
    }

    int int32(String what) throws BadModel, IOException {
        need(Integer.BYTES, what);
        return buffer.getInt();
    }

    long int64(String what) throws BadModel, IOException {
        need(Long.BYTES, what);
        return buffer.getLong();
    }

    /// `size` bytes.
    byte[] bytes(long size, String what) throws BadModel, IOException {
        claim(size, what);
        byte[] result = new byte[(int) size];
        int done = Math.min(result.length, buffer.remaining());
        buffer.get(result, 0, done);
        if (done < result.length) {
            readFully(ByteBuffer.wrap(result, done, result.length - done), filled, what);
            filled += result.length - done;
        }
        return result;
    }

    /// The length of a string, checked against what is left of the file.
    long textLength(long limit, String what) throws BadModel, IOException {
        long length = int64(what);
        if (length < 0 || length > limit) {
            throw Refusal.damaged(path, "%s claims %s bytes".formatted(what, Long.toUnsignedString(length)));
        }
        claim(length, what);
        return length;
    }

    String text(long limit, String what) throws BadModel, IOException {
        return new String(bytes(textLength(limit, what), what), UTF_8);
    }

    /// Refuses unless `size` more bytes may be read.
    void claim(long size, String what) throws BadModel {
        if (size < 0 || size > end - position()) throw truncated(what);
        if (size > LIMIT - position()) {
            throw Refusal.damaged(path, "its description is larger than %,d MiB (%s)".formatted(LIMIT >> 20, what));
        }
    }

    private void need(int size, String what) throws BadModel, IOException {
        if (buffer.remaining() >= size) return;
        claim(size, what);
        buffer.compact();
        int wanted = (int) Math.min(buffer.remaining(), end - filled);
        buffer.limit(buffer.position() + wanted);
        readFully(buffer, filled, what);
        filled += wanted;
        buffer.flip();
    }

    private void readFully(ByteBuffer into, long from, String what) throws BadModel, IOException {
        long at = from;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) throw truncated(what); // it shrank while being read
            at += count;
        }
    }

    private BadModel truncated(String what) {
        return Refusal.of(
                path,
                "is cut off: it ends after %s, in the middle of its description (%s)"
                        .formatted(Refusal.size(end), what),
                Refusal.GET_AGAIN);
    }
}
