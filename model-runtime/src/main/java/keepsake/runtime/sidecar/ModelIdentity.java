package keepsake.runtime.sidecar;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import keepsake.runtime.gguf.GgufFile;

/// Which model file a sidecar was made from, without reading its weights.
///
/// @param size     bytes
/// @param modified milliseconds since 1970
/// @param header   SHA-256 of everything before the weights, hexadecimal
record ModelIdentity(long size, long modified, String header) {

    static ModelIdentity of(GgufFile model) throws IOException {
        Path path = model.path();
        MessageDigest digest = sha256();
        try (FileChannel channel = FileChannel.open(path)) {
            ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
            long left = model.dataStart();
            while (left > 0) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), left));
                int read = channel.read(buffer);
                if (read <= 0) throw new EOFException("the model ends within its header");
                left -= read;
                digest.update(buffer.flip());
            }
        }
        return new ModelIdentity(
                Files.size(path),
                Files.getLastModifiedTime(path).toMillis(),
                java.util.HexFormat.of().formatHex(digest.digest()));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
