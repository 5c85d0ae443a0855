package keepsake.memory.archive.format;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a note into passages of a size that search can tell apart: at headings, else between paragraphs, and only in a
/// paragraph longer than [#LONGEST] inside it. No word is lost; empty lines at the ends are.
final class Passages {
    static final int LONGEST = 4_000;

    /// Paragraphs are put together up to here.
    private static final int ENOUGH = 1_500;

    /// A heading ends a passage that is at least this long.
    private static final int WORTH_A_PASSAGE = 200;

    /// The next heading or paragraph.
    private static final Pattern BREAK = Pattern.compile("(?<=\n)(?=#{1,6} )|(?<=\n[ \t\r]{0,20}\n)(?=\\S)");

    private static final Pattern EDGES = Pattern.compile("\\A(?:[ \\t\\r]*\\n)+|\\s+\\z");

    private Passages() {}

    static List<String> of(String text) {
        List<String> passages = new ArrayList<>();
        StringBuilder passage = new StringBuilder();
        for (String paragraph : BREAK.split(text, -1)) {
            boolean full = passage.length() + paragraph.length() > ENOUGH
                    || (paragraph.startsWith("#") && passage.length() >= WORTH_A_PASSAGE);
            if (full) take(passage, passages);
            if (passage.length() + paragraph.length() <= LONGEST) passage.append(paragraph);
            else cut(passage.append(paragraph).toString(), passage, passages);
        }
        take(passage, passages);
        return passages;
    }

    private static void take(StringBuilder passage, List<String> passages) {
        String text = trim(passage.toString());
        if (!text.isEmpty()) passages.add(text);
        passage.setLength(0);
    }

    /// Takes pieces off a long text; what is left begins the next passage.
    private static void cut(String text, StringBuilder left, List<String> passages) {
        int from = 0;
        while (text.length() - from > LONGEST) {
            int end = from + LONGEST;
            while (end > from + LONGEST / 2 && !Character.isWhitespace(text.charAt(end - 1))) end--;
            if (end == from + LONGEST / 2) end = from + LONGEST;
            if (Character.isHighSurrogate(text.charAt(end - 1))) end--;
            String piece = trim(text.substring(from, end));
            if (!piece.isEmpty()) passages.add(piece);
            from = end;
        }
        left.setLength(0);
        left.append(text, from, text.length());
    }

    private static String trim(String text) {
        Matcher edges = EDGES.matcher(text);
        String trimmed = edges.replaceAll("");
        return trimmed.isBlank() ? "" : trimmed;
    }
}
