package keepsake.memory.time;

import java.time.Instant;

/// A time that a text speaks of.
///
/// @param start      where it begins in the text, in characters
/// @param end        where it ends, exclusive
/// @param text       the words
/// @param interval   the days they name
/// @param relation   how what is spoken of lies to these days
/// @param kind       how they were named
/// @param confidence 0..1; below 0.5 the words are vague ("recently")
public record TimeExpression(
        int start, int end, String text, Interval interval, Relation relation, Kind kind, double confidence) {

    public enum Relation {
        WITHIN,
        /// Earlier than the interval begins.
        BEFORE,
        /// Not earlier than the interval ends.
        AFTER,
        /// From the interval's beginning on.
        SINCE,
        /// Up to the interval's end.
        UNTIL,
        /// Within, or near.
        AROUND
    }

    public enum Kind {
        /// "3 May 2023", "in May", "Q2 2022".
        ABSOLUTE,
        /// "yesterday", "two weeks ago".
        RELATIVE,
        /// "Christmas", "Thanksgiving 2021".
        HOLIDAY,
        /// "my birthday": known from facts.
        NAMED
    }

    /// "Around" reaches this far beyond the interval at least.
    private static final long NEAR_DAYS = 3;

    /// Whether an instant lies where the words point.
    public boolean holds(Instant instant) {
        return switch (relation) {
            case WITHIN -> interval.contains(instant);
            case BEFORE -> instant.isBefore(interval.from().toInstant());
            case AFTER -> !instant.isBefore(interval.to().toInstant());
            case SINCE -> !instant.isBefore(interval.from().toInstant());
            case UNTIL -> instant.isBefore(interval.to().toInstant());
            case AROUND -> {
                long reach = Math.max(NEAR_DAYS, interval.days() / 2);
                Interval near = new Interval(
                        interval.from().minusDays(reach), interval.to().plusDays(reach));
                yield near.contains(instant);
            }
        };
    }
}
