package keepsake.memory.fact;

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
}
