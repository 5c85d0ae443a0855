package keepsake.memory.time;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A text as words, numbers and signs, each with its place. Linear in the text.
final class Tokens {
    /// @param word    lower case; `'s` and its like are words of their own
    /// @param number  of ASCII digits only
    /// @param capital begins with a capital letter
    record Token(String word, int start, int end, boolean number, boolean capital) {
        boolean isWord() {
            return Character.isLetter(word.codePointAt(0));
        }
    }

    private static final Token NONE = new Token(" ", 0, 0, false, false);

    private final List<Token> tokens = new ArrayList<>();

    Tokens(String text) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || c == '\u00A0' || c == '\u202F') {
                i++;
                continue;
            }
            int end = end(text, i);
            String word = text.substring(i, end).toLowerCase(Locale.ROOT).replace('’', '\'');
            tokens.add(new Token(word, i, end, isDigit(c), Character.isUpperCase(c)));
            i = end;
        }
    }

    private static int end(String text, int start) {
        char first = text.charAt(start);
        int end = start + 1;
        if (isDigit(first)) {
            while (end < text.length() && isDigit(text.charAt(end))) end++;
        } else if (isLetter(first)) {
            while (end < text.length() && isLetter(text.charAt(end))) end++;
        } else if ((first == '\'' || first == '’') && start > 0 && isLetter(text.charAt(start - 1))) {
            while (end < text.length() && isLetter(text.charAt(end))) end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return Character.isLetter(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    int size() {
        return tokens.size();
    }

    /// The token at `i`; an empty one beyond the ends.
    Token at(int i) {
        return i < 0 || i >= tokens.size() ? NONE : tokens.get(i);
    }

    String word(int i) {
        return at(i).word();
    }

    boolean is(int i, String word) {
        return at(i).word().equals(word);
    }

    /// Whether `i` follows the token before it without a space.
    boolean touches(int i) {
        return i > 0 && i < tokens.size() && at(i - 1).end() == at(i).start();
    }

    /// The digits at `i` as a number; -1 when there are none or too many.
    int number(int i) {
        Token token = at(i);
        return token.number() && token.word().length() <= 4 ? Integer.parseInt(token.word()) : -1;
    }

    int digits(int i) {
        return at(i).number() ? at(i).word().length() : 0;
    }
}
