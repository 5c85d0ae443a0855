package keepsake.memory.index;

import java.util.regex.Pattern;

/// What a text looks like, a bit each: evidence for questions of a kind. Rules, English and German.
public final class Traits {
    public static final int QUESTION = 1;
    public static final int NAME = 2;
    public static final int TIME = 4;
    public static final int NUMBER = 8;

    /// The user tells something in it (`telling`).
    public static final int TOLD = 16;

    private static final Pattern ASKS = Pattern.compile("[?？]\\s*$");
    private static final Pattern CAPITAL = Pattern.compile("(?<![.!?…] )(?<!^)\\b\\p{Lu}\\p{Ll}+");
    private static final WordSet WHEN = new WordSet(
            "yesterday today tonight tomorrow last next ago weekend week month year years since recently morning"
                    + " monday tuesday wednesday thursday friday saturday sunday january february march april may june"
                    + " july august september october november december gestern heute morgen letzte letzten"
                    + " nächste nächsten vor seit woche monat jahr jahre montag dienstag mittwoch donnerstag freitag"
                    + " samstag sonntag januar februar märz mai juni juli oktober dezember",
            "(?:19|20)\\d\\d");
    private static final WordSet COUNT = new WordSet(
            "one two three four five six seven eight nine ten first second third twice once couple few zwei drei vier"
                    + " fünf sechs sieben acht neun zehn erste ersten erster erstes zweite zweiten zweiter zweites"
                    + " einmal zweimal paar",
            "\\d+");

    /// Looked at: a longer text has every trait anyway.
    private static final int LOOKED_AT = 4_000;

    private Traits() {}

    public static int of(String text) {
        String start = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        int traits = 0;
        if (ASKS.matcher(text.substring(Math.max(0, text.length() - 40))).find()) traits |= QUESTION;
        if (hasCapital(start)) traits |= NAME;
        boolean when = false;
        boolean count = false;
        for (int from = wordFrom(start, 0); from < start.length() && !(when && count); ) {
            int to = wordTo(start, from);
            String word = start.substring(from, to);
            when |= WHEN.has(word);
            count |= COUNT.has(word);
            from = wordFrom(start, to);
        }
        return traits | (when ? TIME : 0) | (count ? NUMBER : 0);
    }

    private static int wordFrom(String text, int from) {
        int at = from;
        while (at < text.length() && !WordSet.isPart(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    private static int wordTo(String text, int from) {
        int at = from;
        while (at < text.length() && WordSet.isPart(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    /// As [#CAPITAL] finds it, ten times as fast where there are plain letters only.
    private static boolean hasCapital(String text) {
        for (int i = 1; i + 1 < text.length(); i++) {
            char letter = text.charAt(i);
            char before = text.charAt(i - 1);
            if (letter < 'A' || (letter > 'Z' && letter < 0x80)) continue;
            if (letter >= 0x80 || before >= 0x80 || text.charAt(i + 1) >= 0x80) {
                if (!Character.isLowerCase(letter) && mayBeCapital(letter)) {
                    return CAPITAL.matcher(text).find();
                }
                continue;
            }
            char after = text.charAt(i + 1);
            if (after < 'a' || after > 'z' || WordSet.isPart(before)) continue;
            if (before == ' ' && i >= 2 && ".!?…".indexOf(text.charAt(i - 2)) >= 0) continue;
            return true;
        }
        return false;
    }

    private static boolean mayBeCapital(char letter) {
        return Character.isSurrogate(letter) || Character.getType(letter) == Character.UPPERCASE_LETTER;
    }

    public static boolean has(int traits, int one) {
        return (traits & one) != 0;
    }
}
