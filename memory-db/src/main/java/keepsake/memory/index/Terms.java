package keepsake.memory.index;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepsake.memory.text.StopWords;
import keepsake.memory.text.Words;
import org.tartarus.snowball.ext.EnglishStemmer;

/// What texts become in the index, and questions too: folded words without stop words, their English stems (Porter's
/// second algorithm, by Snowball), and pairs of characters where a script puts no spaces between words (Chinese,
/// Japanese, Korean, Thai, Lao, Khmer, Burmese): the usual way to search those without a dictionary. Threads: any.
public final class Terms {
    /// Goes up when a text becomes other words.
    static final int FORM = 1;

    /// What follows in a pasted text says no more about it, and one message must not fill the index.
    private static final int MOST = 4_000;

    private Terms() {}

    /// The terms of a text, in order, each as often as it occurs.
    public static List<String> of(String text) {
        List<String> terms = new ArrayList<>();
        EnglishStemmer stemmer = new EnglishStemmer();
        for (String word : Words.of(text, MOST)) {
            if (isUnspaced(word)) pairs(word, terms);
            else if (StopWords.meaningful(word)) terms.add(stem(stemmer, word));
        }
        return terms;
    }

    static Map<String, Integer> counted(List<String> terms) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String term : terms) counts.merge(term, 1, Integer::sum);
        return counts;
    }

    private static String stem(EnglishStemmer stemmer, String word) {
        stemmer.setCurrent(word);
        stemmer.stem();
        return stemmer.getCurrent();
    }

    private static boolean isUnspaced(String word) {
        return word.codePoints().anyMatch(Terms::isUnspaced);
    }

    private static boolean isUnspaced(int c) {
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    private static void pairs(String word, List<String> terms) {
        int[] characters = word.codePoints().toArray();
        if (characters.length == 1) terms.add(word);
        for (int i = 0; i + 1 < characters.length && terms.size() < MOST; i++) {
            terms.add(new String(characters, i, 2));
        }
    }
}
