package keepsake.memory.reflect.job;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.StopWords;
import keepsake.memory.text.Words;

/// Whether a message is about something else than what the user said before: no word of it occurred, and where there
/// are vectors, it lies further off than those messages lie from each other. Rather too few shifts than too many: a
/// pause ends an episode anyway.
final class TopicShift {
    /// "Yes, the second one" is about the same thing whatever its words.
    private static final int LEAST_WORDS = 5;

    private static final int LEAST_BEFORE = 20;

    /// Looked at in a message: what is pasted has any word.
    private static final int MOST_WORDS = 400;

    /// Words that are the same in their first letters are the same: "painting", "painted".
    private static final int STEM = 5;

    /// How much further off, in cosine.
    private static final double FURTHER = 0.08;

    private static final Set<String> GOES_ON = Set.of(
            "and", "but", "also", "so", "then", "it", "that", "this", "they", "yes", "no", "ok", "okay", "und", "aber",
            "auch", "dann", "das", "es", "ja", "nein");

    private TopicShift() {}

    /// @param before what the user said last, oldest first
    static boolean between(Sql sql, List<OpenEpisode.Said> before, long message, String text) throws SQLException {
        if (before.size() < OpenEpisode.RECENT) return false;
        List<String> first = Words.of(text, 1);
        if (first.isEmpty() || GOES_ON.contains(first.getFirst())) return false;
        Set<String> said = topic(text);
        if (said.size() < LEAST_WORDS) return false;
        Set<String> known = new HashSet<>();
        for (OpenEpisode.Said earlier : before) known.addAll(topic(earlier.text()));
        if (known.size() < LEAST_BEFORE || said.stream().anyMatch(known::contains)) return false;
        return isFurther(sql, before, message);
    }

    private static Set<String> topic(String text) {
        Set<String> topic = new HashSet<>();
        for (String word : Words.of(text, MOST_WORDS)) {
            if (StopWords.meaningful(word)) topic.add(word.length() > STEM ? word.substring(0, STEM) : word);
        }
        return topic;
    }

    /// Without vectors, the words decide.
    private static boolean isFurther(Sql sql, List<OpenEpisode.Said> before, long message) throws SQLException {
        Optional<byte[]> vector = vector(sql, message);
        if (vector.isEmpty()) return true;
        List<byte[]> known = new ArrayList<>();
        for (OpenEpisode.Said earlier : before) vector(sql, earlier.id()).ifPresent(known::add);
        if (known.size() < 3) return true;
        double among = 0;
        int pairs = 0;
        for (int i = 0; i < known.size(); i++) {
            for (int j = 0; j < i; j++, pairs++) among += cosine(known.get(i), known.get(j));
        }
        double away = known.stream()
                .mapToDouble(other -> cosine(vector.get(), other))
                .average()
                .orElse(0);
        return away < among / pairs - FURTHER;
    }

    private static Optional<byte[]> vector(Sql sql, long message) throws SQLException {
        return sql.first(
                "SELECT e.vector FROM embedding e JOIN embedding_state s ON s.model = e.model"
                        + " WHERE e.kind = 'm' AND e.number = ?",
                row -> row.getBytes(1),
                message);
    }

    /// The scale of a vector changes no angle.
    private static double cosine(byte[] a, byte[] b) {
        double product = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            product += a[i] * b[i];
            left += a[i] * a[i];
            right += b[i] * b[i];
        }
        return left == 0 || right == 0 ? 0 : product / Math.sqrt(left * right);
    }
}
