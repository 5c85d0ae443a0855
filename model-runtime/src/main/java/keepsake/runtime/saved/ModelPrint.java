package keepsake.runtime.saved;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/// What tells two ways of computing apart: the model file and everything else that changes the numbers. States of one
/// print mean nothing to another.
///
/// @param hash SHA-256, lower-case hexadecimal
public record ModelPrint(String hash) {
    private static final int CHUNK = 1 << 16;
    private static final int SHORT = 16;

    /// Reads the head of the file, not its weights.
    ///
    /// @param model      the file; its size and time count as well
    /// @param headBytes  everything before the weights
    /// @param computedBy versions, types and settings that change results
    public static ModelPrint of(Path model, long headBytes, List<String> computedBy) throws IOException {
        CRC32C head = new CRC32C();
        try (FileChannel in = FileChannel.open(model)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            for (long left = headBytes; left > 0; ) {
                chunk.clear().limit((int) Math.min(left, CHUNK));
                if (in.read(chunk) < 0) break;
                left -= chunk.position();
                head.update(chunk.flip());
            }
        }
        MessageDigest digest = sha256();
        digest.update(
                (Files.size(model) + "\n" + Files.getLastModifiedTime(model).toMillis() + "\n" + head.getValue())
                        .getBytes(UTF_8));
        for (String each : computedBy) digest.update(("\n" + each).getBytes(UTF_8));
        return new ModelPrint(HexFormat.of().formatHex(digest.digest()));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hash);
    }

    /// A file name's worth of the print.
    String shortHash() {
        return hash.substring(0, SHORT);
    }

    /// A file name's worth of the print and some tokens.
    String shortHash(int[] tokens) {
        MessageDigest digest = sha256();
        digest.update(bytes());
        ByteBuffer ids = ByteBuffer.allocate(4 * tokens.length);
        ids.asIntBuffer().put(tokens);
        digest.update(ids);
        return HexFormat.of().formatHex(digest.digest()).substring(0, SHORT);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
