package keepsake.memory.reflect.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import keepsake.memory.text.StopWords;
import keepsake.memory.text.Words;

/// What a statement says, for finding that another says the same: its words in order, without those that only hold a
/// sentence together. Words that turn a statement around or move it in time stay.
///
/// @param words  without negations
/// @param denied whether it says that something is not so
record SameSaying(List<String> words, boolean denied) {
    private static final Set<String> DENY = Set.of(
            "not", "no", "never", "don", "doesn", "didn", "isn", "aren", "wasn", "won", "can't", "cannot", "without",
            "longer", "anymore", "nicht", "kein", "keine", "keinen", "nie", "niemals", "ohne", "mehr");

    /// Stop words that say when, who or whether.
    private static final Set<String> TELLING = Set.of(
            "was", "were", "had", "will", "would", "won", "may", "might", "could", "should", "must", "before", "after",
            "until", "only", "used", "ex", "former", "he", "she", "they", "his", "her", "their", "him", "them", "we",
            "our", "us", "from", "to", "under", "over", "war", "waren", "hatte", "hatten", "wird", "werde", "werden",
            "wurde", "vor", "nach", "bis", "nur", "er", "sie", "sein", "ihr", "wir", "uns", "unser", "von", "zu");

    private static final int SHORTEST_PLURAL = 4;

    static SameSaying of(String statement) {
        List<String> words = new ArrayList<>();
        boolean denied = false;
        for (String word : Words.of(statement)) {
            if (DENY.contains(word)) denied = !denied || word.equals("longer") || word.equals("mehr");
            else if (TELLING.contains(word)) words.add(word);
            else if (StopWords.meaningful(word)) words.add(singular(word));
        }
        return new SameSaying(List.copyOf(words), denied);
    }

    private static String singular(String word) {
        return word.length() > SHORTEST_PLURAL && word.endsWith("s") && !word.endsWith("ss")
                ? word.substring(0, word.length() - 1)
                : word;
    }

    boolean same(SameSaying other) {
        return !words.isEmpty() && words.equals(other.words) && denied == other.denied;
    }

    /// Whether one says that the other is not so.
    boolean contradicts(SameSaying other) {
        return !words.isEmpty() && words.equals(other.words) && denied != other.denied;
    }

    /// The words to look for, longest first: another that says the same holds them all.
    List<String> rarest(String statement) {
        return Words.of(statement).stream()
                .filter(StopWords::meaningful)
                .filter(word -> !DENY.contains(word))
                .distinct()
                .sorted((a, b) -> b.length() - a.length())
                .limit(3)
                .toList();
    }
}
