package keepsake.runtime.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes the bytes of a GGUF file one by one, wrong ones too.
final class RawGguf {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /// Magic, version 3, counts.
    static RawGguf header(long tensors, long keys) {
        return new RawGguf().ascii("GGUF").u32(3).u64(tensors).u64(keys);
    }

    /// A header and the architecture as the first key.
    static RawGguf olmoe(long tensors, long moreKeys) {
        return header(tensors, 1 + moreKeys).textKey("general.architecture", "olmoe");
    }

    RawGguf ascii(String text) {
        bytes.writeBytes(text.getBytes(UTF_8));
        return this;
    }

    RawGguf u32(long value) {
        bytes.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) value)
                .array());
        return this;
    }

    RawGguf u64(long value) {
        bytes.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
        return this;
    }

    RawGguf text(String text) {
        return u64(text.getBytes(UTF_8).length).ascii(text);
    }

    RawGguf textKey(String key, String value) {
        return text(key).u32(GgufType.STRING.id()).text(value);
    }

    RawGguf u32Key(String key, long value) {
        return text(key).u32(GgufType.UINT32.id()).u32(value);
    }

    /// A tensor of one dimension.
    RawGguf tensor(String name, long size, int type, long offset) {
        return text(name).u32(1).u64(size).u32(type).u64(offset);
    }

    RawGguf zeros(int count) {
        bytes.writeBytes(new byte[count]);
        return this;
    }

    /// Zeros up to a multiple of 32.
    RawGguf padded() {
        return zeros((32 - bytes.size() % 32) % 32);
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes.toByteArray());
    }
}
