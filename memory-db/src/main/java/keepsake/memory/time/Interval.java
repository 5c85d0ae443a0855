package keepsake.memory.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;

/// Whole days of one time zone, from the first instant of the first to the first instant after the last.
///
/// @param from inclusive
/// @param to   exclusive, later than `from`
public record Interval(ZonedDateTime from, ZonedDateTime to) {
    public Interval {
        if (!from.isBefore(to)) throw new IllegalArgumentException("an interval ends after it begins");
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(from.toInstant()) && instant.isBefore(to.toInstant());
    }

    public LocalDate firstDay() {
        return from.toLocalDate();
    }

    /// The last day that belongs to it.
    public LocalDate lastDay() {
        return to.toLocalDate().minusDays(1);
    }

    /// How many days it holds, at least 1.
    public long days() {
        return java.time.temporal.ChronoUnit.DAYS.between(from.toLocalDate(), to.toLocalDate());
    }
}
