package keepsake.memory.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// When the things happened that a message tells of: its times, seen from the moment it was said. "Yesterday I went
/// to…", said on 8 May 2023, tells of 7 May 2023; a search for that day finds it by these keys.
public final class EventTimes {
    /// A longer time says nothing that tells one message from others.
    private static final long LONGEST_DAYS = 4000;

    /// Vaguer words are no key.
    private static final double CLEAR = 0.5;

    /// Some 30,000 years from 1970.
    private static final long MOST_SECONDS = 1_000_000_000_000L;

    private EventTimes() {}

    /// One time of a message.
    ///
    /// @param said  the words
    /// @param first the first day
    /// @param last  the last day, `first` for a single one
    /// @param keys  words to index, lower case: for a day "7 may 2023" and its weekday, for a month "may 2023", for
    /// a
    ///              year "2023", for anything between the months or years it touches
    public record EventTime(String said, LocalDate first, LocalDate last, List<String> keys) {}

    /// The times of a message said at `saidAt`, read in `zone`. Never throws.
    public static List<EventTime> of(String text, Instant saidAt, ZoneId zone) {
        List<EventTime> times = new ArrayList<>();
        // What is no date at all (a broken clock) has no yesterday.
        if (Math.abs(saidAt.getEpochSecond()) > MOST_SECONDS) return times;
        for (TimeExpression found : TimeExpressions.find(text, saidAt.atZone(zone), _ -> Optional.empty())) {
            Interval interval = found.interval();
            if (found.confidence() < CLEAR || interval.days() > LONGEST_DAYS) continue;
            times.add(new EventTime(found.text(), interval.firstDay(), interval.lastDay(), keys(interval)));
        }
        return times;
    }

    private static List<String> keys(Interval interval) {
        LocalDate first = interval.firstDay();
        LocalDate last = interval.lastDay();
        Set<String> keys = new LinkedHashSet<>();
        if (first.equals(last)) {
            keys.add(first.getDayOfMonth() + " " + month(first));
            keys.add(first.getDayOfWeek()
                    .getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                    .toLowerCase(Locale.ROOT));
        } else if (interval.days() <= 200) {
            for (LocalDate month = first.withDayOfMonth(1); !month.isAfter(last); month = month.plusMonths(1)) {
                keys.add(month(month));
            }
        } else {
            for (int year = first.getYear(); year <= last.getYear(); year++) keys.add(String.valueOf(year));
        }
        return List.copyOf(keys);
    }

    private static String month(LocalDate day) {
        return day.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT) + " "
                + day.getYear();
    }
}
