package keepsake.app.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Text for a person at a terminal.
final class Prose {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

    private Prose() {}

    /// Takes out what could steer a terminal: memories and answers are other people's text.
    static String harmless(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    /// On one line, at most `longest` characters.
    static String line(String text, int longest) {
        String one = harmless(text).replaceAll("\\s+", " ").strip();
        return one.codePointCount(0, one.length()) <= longest
                ? one
                : one.substring(0, one.offsetByCodePoints(0, longest - 1)) + "…";
    }

    static String day(Instant time, ZoneId zone) {
        return DAY.format(time.atZone(zone));
    }

    static String size(long bytes) {
        if (bytes < 1_000_000) return String.format(Locale.ENGLISH, "%.1f kB", bytes / 1e3);
        return bytes < 1_000_000_000
                ? String.format(Locale.ENGLISH, "%.0f MB", bytes / 1e6)
                : String.format(Locale.ENGLISH, "%.2f GB", bytes / 1e9);
    }

    /// Rows with aligned columns, two spaces apart; the last column is as long as it is.
    static String table(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < row.size(); c++) widths[c] = Math.max(widths[c], length(row.get(c)));
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < row.size(); c++) {
                line.append(row.get(c));
                if (c < row.size() - 1) line.repeat(' ', widths[c] - length(row.get(c)) + 2);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
