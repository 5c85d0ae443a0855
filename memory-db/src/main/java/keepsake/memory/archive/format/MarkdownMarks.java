package keepsake.memory.archive.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// The lines that make a Markdown file readable for Keepsake again: HTML comments, which Markdown does not show, with
/// an item as JSON. A line of a message that looks like one gets a backslash in front, and one more than it had if it
/// had some; so every text comes back as it was.
final class MarkdownMarks {
    private static final String START = "<!-- keepsake:";
    private static final String END = " -->";

    /// How a file of ours begins.
    static final String HEAD = START + "export ";

    private static final Pattern MARK = Pattern.compile("(?s)<!-- keepsake:([a-z]+) (\\{.*}) -->\r?");

    private MarkdownMarks() {}

    record Mark(String type, String json) {}

    static String mark(Item item) {
        ObjectNode json = ItemJson.encode(item);
        json.remove(ItemJson.TEXT);
        // A comment ends at the first "-->"; in JSON a ">" is in a string, where it may be written by its number.
        String text = Json.MAPPER.writeValueAsString(json).replace(">", "\\u003e");
        return START + ItemJson.type(item) + " " + text + END;
    }

    /// What the line marks; empty for a line of text.
    static Optional<Mark> read(String line) {
        if (!line.startsWith(START)) return Optional.empty();
        Matcher matcher = MARK.matcher(line);
        return matcher.matches() ? Optional.of(new Mark(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /// Whether the line is a mark, also one that cannot be read.
    static boolean isMark(String line) {
        return line.startsWith(START);
    }

    static String escape(String line) {
        return looksLikeOne(line) ? "\\" + line : line;
    }

    static String unescape(String line) {
        return line.startsWith("\\") && looksLikeOne(line) ? line.substring(1) : line;
    }

    private static boolean looksLikeOne(String line) {
        int slashes = 0;
        while (slashes < line.length() && line.charAt(slashes) == '\\') slashes++;
        return line.startsWith(START, slashes);
    }
}
