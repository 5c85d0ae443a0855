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
    private static final Pattern WHEN = Pattern.compile(
            "\\b(?:yesterday|today|tonight|tomorrow|last|next|ago|weekend|week|month|years?|since|recently|morning"
                    + "|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june"
                    + "|july|august|september|october|november|december|(?:19|20)\\d\\d|gestern|heute|morgen|letzten?"
                    + "|nächsten?|vor|seit|woche|monat|jahre?|montag|dienstag|mittwoch|donnerstag|freitag|samstag"
                    + "|sonntag|januar|februar|märz|mai|juni|juli|oktober|dezember)\\b",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern COUNT = Pattern.compile(
            "\\b(?:\\d+|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|twice|once|couple|few|zwei"
                    + "|drei|vier|fünf|sechs|sieben|acht|neun|zehn|erste[nrs]?|zweite[nrs]?|einmal|zweimal|paar)\\b",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

    /// Looked at: a longer text has every trait anyway.
    private static final int LOOKED_AT = 4_000;

    private Traits() {}

    public static int of(String text) {
        String start = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        int traits = 0;
        if (ASKS.matcher(text.substring(Math.max(0, text.length() - 40))).find()) traits |= QUESTION;
        if (CAPITAL.matcher(start).find()) traits |= NAME;
        if (WHEN.matcher(start).find()) traits |= TIME;
        if (COUNT.matcher(start).find()) traits |= NUMBER;
        return traits;
    }

    public static boolean has(int traits, int one) {
        return (traits & one) != 0;
    }
}
