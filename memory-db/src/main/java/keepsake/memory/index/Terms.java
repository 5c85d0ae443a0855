package keepsake.memory.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import keepsake.memory.text.StopWords;
import keepsake.memory.text.Words;
import org.tartarus.snowball.ext.EnglishStemmer;

/// What texts become in the index, and questions too: folded words without stop words, their English stems (Porter's
/// second algorithm, by Snowball), and pairs of characters where a script puts no spaces between words (Chinese,
/// Japanese, Korean, Thai, Lao, Khmer, Burmese): the usual way to search those without a dictionary.
///
/// One of them remembers what words became: looking a stem up takes a tenth of the time of making it, and a language
/// has few words that are frequent. Threads: any.
public final class Terms {
    /// Goes up when a text becomes other words, or words are kept in another way: 2, more messages to a list.
    static final int FORM = 2;

    /// What follows in a pasted text says no more about it, and one message must not fill the index.
    private static final int MOST = 4_000;

    /// Words remembered (some ten megabytes): the frequent ones come first.
    private static final int REMEMBERED = 60_000;

    /// What a word becomes that is not indexed.
    private static final String NONE = "";

    private final ConcurrentMap<String, String> known = new ConcurrentHashMap<>();

    Terms() {}

    /// The terms of a text, in order, each as often as it occurs.
    public static List<String> of(String text) {
        List<String> terms = new ArrayList<>();
        new Terms().add(words(text), terms);
        return terms;
    }

    /// The words of a text, as many as are looked at.
    static List<String> words(String text) {
        return Words.of(text, MOST);
    }

    /// Adds the terms of the words of one text to `terms`.
    void add(List<String> words, List<String> terms) {
        EnglishStemmer stemmer = new EnglishStemmer();
        int start = terms.size();
        for (String word : words) {
            String term = known.get(word);
            if (term == null) {
                if (isUnspaced(word)) {
                    pairs(word, terms, start + MOST);
                    continue;
                }
                term = StopWords.meaningful(word) ? stem(stemmer, word) : NONE;
                if (known.size() < REMEMBERED) known.put(word, term);
            }
            if (!term.isEmpty()) terms.add(term);
        }
    }

    private static String stem(EnglishStemmer stemmer, String word) {
        stemmer.setCurrent(word);
        stemmer.stem();
        return stemmer.getCurrent();
    }

    private static boolean isUnspaced(String word) {
        for (int i = 0; i < word.length(); ) {
            int c = word.codePointAt(i);
            if (c >= 0x80 && isUnspaced(c)) return true;
            i += Character.charCount(c);
        }
        return false;
    }

    private static boolean isUnspaced(int c) {
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    private static void pairs(String word, List<String> terms, int most) {
        int[] characters = word.codePoints().toArray();
        if (characters.length == 1) terms.add(word);
        for (int i = 0; i + 1 < characters.length && terms.size() < most; i++) {
            terms.add(new String(characters, i, 2));
        }
    }
}
