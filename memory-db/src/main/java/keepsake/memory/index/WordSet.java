package keepsake.memory.index;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Some words and numbers, in any case. An expression of alternatives would try each of them at each place of a text;
/// here a word is looked up once.
final class WordSet {
    private static final int LONGEST = 16;

    private final Set<String> words;
    private final Pattern numbers;
    private final Pattern all;

    /// @param words   of letters only, lower case
    /// @param numbers an expression for digits
    WordSet(String words, String numbers) {
        this.words = Set.of(words.split(" ", -1));
        this.numbers = pattern(numbers);
        this.all = pattern(words.replace(' ', '|'));
    }

    private static Pattern pattern(String expression) {
        return Pattern.compile(
                expression, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }

    /// @param word characters that are a [#isPart] of one, with none of them before or behind
    boolean has(String word) {
        boolean plain = true;
        for (int i = 0; plain && i < word.length(); i++) plain = word.charAt(i) < 0x80;
        // Letters that are the same in another case, such as the long s, and digits of other scripts.
        if (!plain) return all.matcher(word).matches() || numbers.matcher(word).matches();
        if (Character.isDigit(word.charAt(0))) return numbers.matcher(word).matches();
        return word.length() <= LONGEST && words.contains(word.toLowerCase(Locale.ROOT));
    }

    /// What `\w` is in Unicode.
    static boolean isPart(int c) {
        if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.CONNECTOR_PUNCTUATION -> true;
            default -> Character.isAlphabetic(c) || c == 0x200c || c == 0x200d;
        };
    }
}
