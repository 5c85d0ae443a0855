package keepsake.memory.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Words as the text index sees them: runs of letters and digits, lower case, without accents.
public final class Words {
    private Words() {}

    /// Replaces halves of surrogate pairs, which UTF-8 cannot hold, with U+FFFD. Everything else stays as it is.
    public static String wellFormed(String text) {
        if (firstLoneSurrogate(text) < 0) return text;
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints().forEach(c -> whole.appendCodePoint(isSurrogate(c) ? 0xFFFD : c));
        return whole.toString();
    }

    private static int firstLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (isSurrogate(c)) return i;
            i += Character.charCount(c);
        }
        return -1;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /// Every word of `text`, in order, folded.
    public static List<String> of(String text) {
        return of(text, Integer.MAX_VALUE);
    }

    /// The first `limit` words of `text`, folded. Looks no further than it must.
    public static List<String> of(String text, int limit) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length() && words.size() < limit; ) {
            int c = i < text.length() ? text.codePointAt(i) : ' ';
            boolean inside = isPart(c);
            if (inside && start < 0) start = i;
            if (!inside && start >= 0) {
                String word = fold(text.substring(start, i));
                if (!word.isEmpty()) words.add(word);
                start = -1;
            }
            i += Character.charCount(c);
        }
        return words;
    }

    /// The words once each, in order of appearance.
    public static List<String> distinct(String text, int limit) {
        return List.copyOf(new LinkedHashSet<>(of(text, limit)));
    }

    /// The words joined by a space: equal for texts that differ in case, accents, punctuation or spacing only.
    public static String key(String text) {
        return of(text).stream().collect(Collectors.joining(" "));
    }

    /// One word in lower case without accents.
    static String fold(String word) {
        if (isPlain(word)) return word;
        String lower = word.toLowerCase(Locale.ROOT);
        if (isPlain(lower)) return lower;
        StringBuilder bare = new StringBuilder(lower.length());
        Normalizer.normalize(lower, Normalizer.Form.NFD)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(bare::appendCodePoint);
        return Normalizer.normalize(bare, Normalizer.Form.NFC);
    }

    /// Whether folding changes nothing, as for most words.
    private static boolean isPlain(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= 0x80 || (c >= 'A' && c <= 'Z')) return false;
        }
        return true;
    }

    private static boolean isPart(int c) {
        if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    /// An FTS5 query for rows with every word; the last characters of each may be missing. Empty without words.
    public static String everyPrefix(List<String> words) {
        return words.stream().map(word -> phrase(word) + "*").collect(Collectors.joining(" AND "));
    }

    /// A word as an FTS5 string. Words hold no quotes, so nothing in them can be an operator.
    public static String phrase(String word) {
        return '"' + word + '"';
    }

    /// About `width` characters of `text` around the first of `words` in it, on one line.
    public static String excerpt(String text, List<String> words, int width) {
        int match = firstMatch(text, words);
        int start = text.length() <= width ? 0 : Math.max(0, Math.min(match - width / 3, text.length() - width));
        while (start > 0 && start < match && isPart(text.charAt(start - 1))) start++;
        int end = Math.min(text.length(), start + width);
        if (end < text.length()) {
            int word = end;
            while (word > start + width / 2 && isPart(text.charAt(word - 1))) word--;
            if (word > start + width / 2) end = word;
        }
        String cut = wellFormed(text.substring(start, end)).replace("\uFFFD", "");
        String line = cut.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return (start > 0 ? "…" : "") + line + (end < text.length() ? "…" : "");
    }

    private static int firstMatch(String text, List<String> words) {
        int start = -1;
        for (int i = 0; i <= text.length(); ) {
            int c = i < text.length() ? text.codePointAt(i) : ' ';
            boolean inside = isPart(c);
            if (inside && start < 0) start = i;
            if (!inside && start >= 0) {
                String word = fold(text.substring(start, i));
                if (words.stream().anyMatch(word::startsWith)) return start;
                start = -1;
            }
            i += Character.charCount(c);
        }
        return 0;
    }
}
