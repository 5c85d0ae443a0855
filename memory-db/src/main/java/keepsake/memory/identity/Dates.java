package keepsake.memory.identity;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Dates as people write them, where day and month cannot be mistaken for each other.
final class Dates {
    private static final List<DateTimeFormatter> FORMATS = List.of(
            format("uuuu-M-d", Locale.ENGLISH),
            format("d.M.uuuu", Locale.ENGLISH),
            format("d MMMM uuuu", Locale.ENGLISH),
            format("d MMM uuuu", Locale.ENGLISH),
            format("MMMM d uuuu", Locale.ENGLISH),
            format("MMM d uuuu", Locale.ENGLISH),
            format("d MMMM uuuu", Locale.GERMAN));

    private Dates() {}

    /// A date with a year; empty for anything else, 3/5/1990 included (May or March?).
    static Optional<LocalDate> parse(String text) {
        String plain = text.replaceAll("(?i)(?<=\\d)(?:st|nd|rd|th)\\b", "")
                .replaceAll("(?i)\\b(?:the|of|am|den)\\b", " ")
                .replaceAll("(?<=\\d)\\.\\s+(?=\\p{L})", " ")
                .replaceAll("\\.\\s+(?=\\d)", ".")
                .replace(",", " ")
                .replaceAll("\\s+", " ")
                .strip();
        for (DateTimeFormatter format : FORMATS) {
            try {
                return Optional.of(LocalDate.parse(plain, format));
            } catch (DateTimeParseException another) {
                // The next form.
            }
        }
        return Optional.empty();
    }

    private static DateTimeFormatter format(String pattern, Locale locale) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(locale)
                .withResolverStyle(ResolverStyle.STRICT);
    }
}
