package keepsake.memory.never;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.memory.never.Screen.Match;

/// Payment card numbers: 13 to 19 digits whose last is the check digit of the others (Luhn, ISO/IEC 7812), in groups or
/// not. One in ten other numbers of that length passes the check and is left out as well.
final class CardNumbers {
    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;

    /// Digits with at most one sign between them.
    private static final Pattern RUN = Pattern.compile("(?U)\\d(?:[ \\-.\u00A0\u2009\u202F\u2010\u2011]?\\d)+");

    private CardNumbers() {}

    static void find(String text, List<Match> matches) {
        Matcher runs = RUN.matcher(text);
        while (runs.find()) search(text, runs.start(), runs.end(), matches);
    }

    /// A date or a code may stand before and after the number in the same run, so every group may begin and end it.
    private static void search(String text, int from, int to, List<Match> matches) {
        for (int start = from; start < to; start++) {
            if (!Character.isDigit(text.charAt(start)) || (start > from && Character.isDigit(text.charAt(start - 1)))) {
                continue;
            }
            int end = end(text, start, to);
            if (end > start) {
                matches.add(new Match(start, end, "card number"));
                start = end - 1;
            }
        }
    }

    /// The end of the longest card number that begins at `start`; `start` when none does.
    private static int end(String text, int start, int to) {
        StringBuilder digits = new StringBuilder();
        int end = start;
        for (int i = start; i < to && digits.length() < LONGEST; i++) {
            if (!Character.isDigit(text.charAt(i))) continue;
            digits.append((char) ('0' + Character.digit(text.charAt(i), 10)));
            boolean groupEnds = i + 1 == to || !Character.isDigit(text.charAt(i + 1));
            if (digits.length() >= SHORTEST && groupEnds && isValid(digits)) end = i + 1;
        }
        return end;
    }

    private static boolean isValid(CharSequence digits) {
        int sum = 0;
        boolean onlyZeros = true;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            onlyZeros &= digit == 0;
            int doubled = digit * 2;
            sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0 && !onlyZeros;
    }
}
