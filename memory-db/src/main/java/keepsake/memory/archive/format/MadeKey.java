package keepsake.memory.archive.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import keepsake.memory.ArchivedMessage;

/// A name for a conversation that came without one: from when it began and how, which stay as it grows.
final class MadeKey {
    private MadeKey() {}

    /// @param messages parents before children
    static String of(Instant started, String title, List<ArchivedMessage> messages) {
        String first = messages.isEmpty() ? title : messages.getFirst().text();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((started + "\n" + first).getBytes(StandardCharsets.UTF_8));
            return "made-" + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
