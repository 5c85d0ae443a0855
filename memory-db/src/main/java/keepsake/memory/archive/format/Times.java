package keepsake.memory.archive.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Times as other programs write them. What is no plausible time counts as not said.
final class Times {
    private static final double MOST_SECONDS = 253_402_300_799.0;

    private Times() {}

    /// Seconds since 1970, with a fraction.
    static Optional<Instant> ofSeconds(double seconds) {
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) return Optional.empty();
        return Optional.of(Instant.ofEpochMilli((long) (seconds * 1000)));
    }

    /// ISO 8601, with or without a time and a zone.
    static Optional<Instant> ofIso(String text) {
        String stripped = text.strip();
        return instant(stripped)
                .map(instant -> Instant.ofEpochMilli(instant.toEpochMilli()))
                .filter(instant -> instant.isAfter(Instant.EPOCH) && instant.getEpochSecond() <= (long) MOST_SECONDS);
    }

    private static Optional<Instant> instant(String text) {
        try {
            if (text.length() == 10) {
                return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
            }
            boolean zoned = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:?\\d\\d$");
            String whole = text.replace(' ', 'T');
            return Optional.of(
                    zoned ? Instant.parse(whole) : LocalDateTime.parse(whole).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException | ArithmeticException noTime) {
            return Optional.empty();
        }
    }
}
