package keepsake.memory.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The sentences of a message that are the user's own plain words: what is quoted, pasted, reported or marked as
/// somebody else's is blanked, place by place, so that every span still holds in the message.
///
/// @param start in the message
/// @param text  straight quotes, blanked where not the user's own
record Passage(int start, String text) {
    /// A blanked character. Nothing matches it.
    static final char BLANK = '\u0001';

    /// Longer sentences are pasted text.
    private static final int LONGEST = 400;

    private static final Set<String> ABBREVIATIONS = Set.of(
            "dr", "mr", "mrs", "ms", "prof", "st", "e.g", "i.e", "etc", "approx", "no", "nr", "z.b", "ca", "vs", "jr",
            "sr", "inc", "hr", "fr");

    private static final Pattern DOUBLE_QUOTED = Pattern.compile("\"[^\"]{0,2000}(?:\"|$)");
    private static final Pattern SINGLE_QUOTED = Pattern.compile(
            "(?<=^|[\\s:(,])'(?=\\p{L})[^'\"]{0,400}(?:'(?=\\p{L})[^'\"]{0,400}){0,20}'(?=[\\s.,;:!?)]|$)");
    private static final Pattern TITLE = Pattern.compile(
            "(?iU)[\"'](?!.*\\b(?:i|i'm|my|me|we|our|you|is|am|are|was|ich|mein)\\b)(?-i:[\\p{Lu}\\d])[\\p{L}\\d':&-]*(?: [\\p{L}\\d':&-]+){0,5}[\"']");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?(?:```|$)|`[^`\\n]*`");
    private static final Pattern MARKED_LINE = Pattern.compile(
            "(?im)^\\s*(?:>|\\||#|\\*\\*?\\w+:|(?:system|assistant|user|human|ai|bot|from|to|subject|cc|re)\\s*:).*$");
    private static final Pattern PASTED = Pattern.compile(
            "(?iU)\\b(?:here(?:'s| is| are| comes)|this is|below(?: is)?|the following(?: is)?|hier ist|das ist)\\s+(?:(?:the|an?|my|our|his|her|their|some|der|die|das|eine?)\\s+)?"
                    + "(?:[\\w-]+\\s+){0,3}?(?:review|e-?mail|text|letter|message|article|essay|paragraph|post|draft|poem|comment|excerpt"
                    + "|transcript|story|log|quote|tweet|abstract|cv|resume|biography|bio|profile|passage|snippet|sentence|prompt|rezension|brief|artikel)\\b"
                    + "[^:\\n]{0,80}:?");
    private static final Pattern REPORTED = Pattern.compile(
            "(?iU)\\b(?:said|says|saying|told|tells|telling|claims?|claimed|thinks|believes|believed|wrote|writes|asked|asks|whispered|mentioned|mentions|heard|rumou?r"
                    + "|apparently|according to|announced|sagte?n?|sagt|erzählt\\w*|meinte?|behauptet\\w*|schrieb|schreibt|laut|angeblich)\\b.*$");

    /// The sentences, in order.
    static List<Passage> of(String message) {
        String straight = message.replace('’', '\'')
                .replace('‘', '\'')
                .replace('“', '"')
                .replace('”', '"')
                .replace('„', '"')
                .replace('«', '"')
                .replace('»', '"')
                .replace('\u00A0', ' ');
        String own = blankFrom(
                PASTED,
                blank(MARKED_LINE, blank(CODE, blankQuoted(SINGLE_QUOTED, blankQuoted(DOUBLE_QUOTED, straight)))));
        List<Passage> passages = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < own.length(); i++) {
            if (!endsAt(own, i)) continue;
            add(passages, own, start, i + 1);
            start = i + 1;
        }
        add(passages, own, start, own.length());
        return passages;
    }

    private static void add(List<Passage> passages, String own, int from, int to) {
        int start = from;
        while (start < to && (Character.isWhitespace(own.charAt(start)) || own.charAt(start) == BLANK)) start++;
        String text = own.substring(start, to).stripTrailing();
        if (text.isEmpty() || text.length() > LONGEST) return;
        passages.add(new Passage(start, blank(REPORTED, text)));
    }

    private static boolean endsAt(String text, int i) {
        char c = text.charAt(i);
        if (c == '\n' || c == '\r') return true;
        if (c != '.' && c != '!' && c != '?' && c != '…') return false;
        if (i + 1 < text.length() && !Character.isWhitespace(text.charAt(i + 1)) && text.charAt(i + 1) != BLANK)
            return false;
        return c != '.' || !isAbbreviation(text, i);
    }

    private static boolean isAbbreviation(String text, int dot) {
        int start = dot;
        while (start > 0 && !Character.isWhitespace(text.charAt(start - 1))) start--;
        String word = text.substring(start, dot).toLowerCase(java.util.Locale.ROOT);
        if (ABBREVIATIONS.contains(word)) return dot + 1 < text.length();
        boolean initial = word.length() == 1 && Character.isLetter(word.charAt(0)) && !word.equals("i");
        // "5. Oktober", but not "in 2014. Then".
        boolean ordinal = word.length() <= 2
                && word.chars().allMatch(Character::isDigit)
                && !word.isEmpty()
                && dot + 2 < text.length()
                && Character.isLetter(text.charAt(dot + 2));
        return initial || ordinal;
    }

    private static String blank(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder blanked = new StringBuilder(text);
        while (matcher.find()) blank(blanked, matcher.start(), matcher.end());
        return blanked.toString();
    }

    /// The title of a book or film in quotes is the user's own word; a sentence is somebody's.
    private static String blankQuoted(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder blanked = new StringBuilder(text);
        while (matcher.find()) {
            if (TITLE.matcher(matcher.group()).matches()) continue;
            blank(blanked, matcher.start(), matcher.end());
        }
        return blanked.toString();
    }

    private static String blankFrom(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) return text;
        StringBuilder blanked = new StringBuilder(text);
        blank(blanked, matcher.start(), text.length());
        return blanked.toString();
    }

    private static void blank(StringBuilder text, int from, int to) {
        for (int i = from; i < to; i++) text.setCharAt(i, BLANK);
    }
}
