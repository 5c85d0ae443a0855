package keepsake.memory.never;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.memory.NeverStore.Rule;
import keepsake.memory.never.Screen.Match;

/// The user's own words, whole, whatever their case and the spaces between them.
final class Phrases {
    private static final Pattern SPACES = Pattern.compile("(?U)\\s+");

    private Phrases() {}

    static void find(Rule rule, String text, List<Match> matches) {
        Matcher matcher = pattern(rule.text()).matcher(text);
        // The rule's number says which one it was without saying what.
        while (matcher.find()) matches.add(new Match(matcher.start(), matcher.end(), "rule " + rule.id()));
    }

    private static Pattern pattern(String phrase) {
        StringBuilder pattern = new StringBuilder();
        for (String word : SPACES.splitAsStream(phrase.strip()).toList()) {
            if (!pattern.isEmpty()) pattern.append("(?U:\\s+)");
            pattern.append(Pattern.quote(word));
        }
        int first = phrase.strip().codePointAt(0);
        int last = phrase.strip().codePointBefore(phrase.strip().length());
        String before = hasSpacesAround(first) ? "(?<![\\p{L}\\p{N}])" : "";
        String after = hasSpacesAround(last) ? "(?![\\p{L}\\p{N}])" : "";
        return Pattern.compile(before + pattern + after, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /// Letters of scripts that write words apart; a sign, or a Chinese character, may stand against anything.
    private static boolean hasSpacesAround(int character) {
        if (!Character.isLetterOrDigit(character)) return false;
        return switch (Character.UnicodeScript.of(character)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> false;
            default -> true;
        };
    }
}
