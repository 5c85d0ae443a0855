package keepsake.memory.conversation;

import java.util.List;
import java.util.regex.Pattern;
import keepsake.memory.text.Telling;
import keepsake.memory.text.Words;

/// A conversation's title from its first message: its first sentence, without Markdown.
public final class Titles {
    static final int LONGEST = 60;
    private static final int LEAST_WORDS = 3;

    private static final Pattern BLOCK = Pattern.compile("^(?:\\s*(?:#{1,6}|>|[-*+]|\\d{1,3}[.)])\\s+)+");
    private static final Pattern LINK = Pattern.compile("!?\\[([^\\]\\[]*)]\\([^()]*\\)");
    private static final Pattern MARKS = Pattern.compile("[*~`]+|(?<![\\p{L}\\p{N}])_+|_+(?![\\p{L}\\p{N}])");

    private Titles() {}

    /// At most [#LONGEST] characters; empty when the message has nothing to show.
    public static String of(String message) {
        // A title needs the beginning only, whatever was pasted.
        String start = message.length() > 2_000 ? message.substring(0, 2_000) : message;
        List<String> sentences = Telling.sentences(start);
        for (String sentence : sentences) {
            String title = shorten(plain(sentence));
            if (title.codePoints().anyMatch(Character::isLetterOrDigit)) return title;
        }
        return sentences.isEmpty() ? "" : shorten(plain(sentences.getFirst()));
    }

    /// Whether `title` was made from this message, by this or an earlier version: it says no more than the message
    /// does.
    /// A title of one or two words may have been chosen by the user.
    public static boolean isFrom(String message, String title) {
        if (title.equals(of(message))) return true;
        List<String> words = Words.of(title, LONGEST);
        return words.size() >= LEAST_WORDS && (" " + Words.key(message) + " ").contains(String.join(" ", words));
    }

    private static String plain(String sentence) {
        String bare = BLOCK.matcher(sentence).replaceFirst("");
        bare = LINK.matcher(bare).replaceAll("$1");
        bare = MARKS.matcher(bare).replaceAll("");
        return bare.replaceAll("[\\s\\p{Cntrl}]+", " ").strip().replaceAll("(?<=[^.])\\.$", "");
    }

    static String shorten(String title) {
        if (title.length() <= LONGEST) return title;
        int end = title.lastIndexOf(' ', LONGEST - 1);
        if (end < LONGEST / 2) {
            end = LONGEST - 1;
            if (Character.isHighSurrogate(title.charAt(end - 1))) end--;
        }
        return title.substring(0, end).strip() + "…";
    }
}
