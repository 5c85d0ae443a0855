package keepsake.runtime.embedding;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// BERT's tokenizer: text is cleaned, Chinese characters stand alone, accents go, letters become small; words end at
/// spaces and punctuation; a word is cut into the longest pieces the vocabulary has, from its beginning on.
///
/// Gives the ids that Hugging Face's `BertNormalizer`, `BertPreTokenizer` and `WordPiece` give, with two intended
/// differences: `[SEP]` and its like in a text are plain text, and characters are those of Java's Unicode version.
/// Threads: any.
final class WordPieceTokenizer {
    /// Longer words are not looked into; the number is BERT's.
    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> pieces;
    private final boolean lowercase;
    private final int maxTokens;
    private final int unknown;
    private final int begin;
    private final int end;

    WordPieceTokenizer(Vocabulary vocabulary, int maxTokens) {
        this.pieces = vocabulary.pieces();
        this.lowercase = vocabulary.lowercase();
        this.maxTokens = maxTokens;
        this.unknown = vocabulary.id("[UNK]");
        this.begin = vocabulary.id("[CLS]");
        this.end = vocabulary.id("[SEP]");
    }

    /// The ids of a text, between those of `[CLS]` and `[SEP]`; at most `maxTokens`, the end of the text is left out.
    long[] ids(String text) {
        Ids ids = new Ids(maxTokens - 1);
        ids.add(begin);
        // A token is a character at least. Spaces, which are none, are few among real ones.
        String normal = normal(text.length() > maxTokens * 64 ? cut(text, maxTokens * 64) : text);
        for (String word : words(normal)) {
            if (ids.isFull()) break;
            pieces(word, ids);
        }
        return ids.with(end);
    }

    private static String cut(String text, int length) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    private String normal(String text) {
        StringBuilder clean = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isSpace(c)) clean.append(' ');
            else if (c == 0xFFFD || isOther(c)) return;
            else if (isChinese(c)) clean.append(' ').appendCodePoint(c).append(' ');
            else clean.appendCodePoint(c);
        });
        if (!lowercase) return clean.toString();
        StringBuilder small = new StringBuilder(clean.length());
        // Letter by letter: what a letter becomes does not depend on its neighbours, as in the reference.
        Normalizer.normalize(clean, Normalizer.Form.NFD).codePoints().forEach(c -> {
            if (Character.getType(c) != Character.NON_SPACING_MARK) small.appendCodePoint(Character.toLowerCase(c));
        });
        return small.toString();
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            int next = at + Character.charCount(c);
            boolean space = isSpace(c);
            if (space || isPunctuation(c)) {
                if (from < at) words.add(text.substring(from, at));
                if (!space) words.add(text.substring(at, next));
                from = next;
            }
            at = next;
        }
        if (from < text.length()) words.add(text.substring(from));
        return words;
    }

    private void pieces(String word, Ids ids) {
        if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
            ids.add(unknown);
            return;
        }
        int before = ids.size();
        for (int from = 0; from < word.length(); ) {
            int to = word.length();
            Integer id = null;
            while (to > from) {
                String piece = from == 0 ? word.substring(0, to) : "##" + word.substring(from, to);
                id = pieces.get(piece);
                if (id != null) break;
                to = word.offsetByCodePoints(to, -1);
            }
            if (id == null) {
                ids.cutTo(before);
                ids.add(unknown);
                return;
            }
            ids.add(id);
            from = to;
        }
    }

    private static boolean isSpace(int c) {
        // Unicode's White_Space, which is neither isWhitespace nor isSpaceChar.
        return c == ' ' || within(c, 0x09, 0x0D) || c == 0x85 || Character.isSpaceChar(c);
    }

    /// Control, format, private, surrogate and unassigned characters.
    private static boolean isOther(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    private static boolean isPunctuation(int c) {
        if (c < 128) return isAsciiPunctuation(c);
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isAsciiPunctuation(int c) {
        return within(c, '!', '/') || within(c, ':', '@') || within(c, '[', '`') || within(c, '{', '~');
    }

    /// The blocks that BERT calls Chinese; not all of Han, and no kana or hangul.
    private static boolean isChinese(int c) {
        return within(c, 0x4E00, 0x9FFF)
                || within(c, 0x3400, 0x4DBF)
                || within(c, 0x20000, 0x2A6DF)
                || within(c, 0x2A700, 0x2B73F)
                || within(c, 0x2B740, 0x2B81F)
                || within(c, 0x2B920, 0x2CEAF)
                || within(c, 0xF900, 0xFAFF)
                || within(c, 0x2F800, 0x2FA1F);
    }

    private static boolean within(int c, int first, int last) {
        return first <= c && c <= last;
    }

    /// Ids that are being collected, up to a number.
    private static final class Ids {
        private final int most;
        private long[] values;
        private int size;

        Ids(int most) {
            this.most = most;
            this.values = new long[Math.min(most + 1, 64)];
        }

        void add(long id) {
            // Counted beyond the limit, so that a word cut in the middle can still turn out to be unknown.
            if (size < most) {
                if (size == values.length - 1) values = Arrays.copyOf(values, values.length * 2);
                values[size] = id;
            }
            size++;
        }

        int size() {
            return size;
        }

        boolean isFull() {
            return size >= most;
        }

        void cutTo(int length) {
            size = length;
        }

        long[] with(long last) {
            int length = Math.min(size, most);
            long[] result = Arrays.copyOf(values, length + 1);
            result[length] = last;
            return result;
        }
    }
}
