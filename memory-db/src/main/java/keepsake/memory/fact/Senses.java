package keepsake.memory.fact;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import keepsake.memory.text.Words;

/// What a statement says, whatever small words it says it with: "I now live in Rome" is "I live in Rome".
final class Senses {
    private static final Set<String> CHANGE_NOTHING = Set.of(
            "now",
            "currently",
            "just",
            "also",
            "really",
            "actually",
            "still",
            "finally",
            "recently",
            "very",
            "quite",
            "too",
            "well",
            "so",
            "am",
            "is",
            "are",
            "m",
            "s",
            "re",
            "ve",
            "have",
            "has",
            "the",
            "a",
            "an",
            "jetzt",
            "auch",
            "noch",
            "endlich",
            "sehr",
            "ist",
            "bin",
            "sind",
            "gerade",
            "ein",
            "eine",
            "einen");

    private Senses() {}

    static String of(String statement) {
        String sense = Words.of(statement).stream()
                .filter(word -> !CHANGE_NOTHING.contains(word))
                .collect(Collectors.joining(" "));
        return sense.isEmpty() ? statement : sense;
    }

    /// The name of a dismissed statement; the words cannot be read from it.
    static String dismissalKey(String subject, String sense) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((subject.toLowerCase(java.util.Locale.ROOT) + "\n" + sense)
                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
