package keepsake.memory.never;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.memory.never.Screen.Match;

/// International bank account numbers: two letters, two check digits, 11 to 30 letters and digits, remainder 1 when
/// divided by 97 (ISO 13616). Written in groups or not, in either case.
final class Ibans {
    private static final int SHORTEST = 15;
    private static final int LONGEST = 34;
    private static final Pattern START = Pattern.compile("(?<![A-Za-z0-9])[A-Za-z]{2}[ \u00A0]?[0-9]{2}");

    private Ibans() {}

    static void find(String text, List<Match> matches) {
        Matcher starts = START.matcher(text);
        int from = 0;
        while (starts.find(from)) {
            int end = end(text, starts.start());
            if (end > 0) matches.add(new Match(starts.start(), end, "bank account number"));
            from = Math.max(end, starts.start() + 1);
        }
    }

    /// The end of the longest valid number that begins at `start`; 0 when none does.
    private static int end(String text, int start) {
        StringBuilder number = new StringBuilder();
        int end = 0;
        for (int i = start; i < text.length() && number.length() < LONGEST; i++) {
            char c = text.charAt(i);
            boolean space = c == ' ' || c == '\u00A0' || c == '-';
            if (space && i > start && isPart(text.charAt(i - 1))) continue;
            if (!isPart(c)) break;
            number.append(Character.toUpperCase(c));
            boolean whole = i + 1 == text.length() || !isPart(text.charAt(i + 1));
            if (number.length() >= SHORTEST && whole && isValid(number)) end = i + 1;
        }
        return end;
    }

    private static boolean isPart(char c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }

    private static boolean isValid(CharSequence number) {
        int remainder = 0;
        for (int i = 0; i < number.length(); i++) {
            int value = Character.digit(number.charAt((i + 4) % number.length()), 36);
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }
        return remainder == 1;
    }
}
