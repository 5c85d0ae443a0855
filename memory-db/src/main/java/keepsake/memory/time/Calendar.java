package keepsake.memory.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.function.IntFunction;
import keepsake.memory.time.Vocabulary.Season;
import keepsake.memory.time.Vocabulary.Unit;

/// The days that words mean, seen from one day.
///
/// @param today the day of "now"
record Calendar(LocalDate today, Hemisphere hemisphere) {
    /// The nearest leap year is at most this far.
    private static final int LEAP_YEARS = 8;

    /// What comes back every year, seen from today.
    Days yearly(IntFunction<Days> inYear, Lean lean) {
        return switch (lean) {
            case PAST -> lastBegun(inYear);
            case FUTURE -> nextToEnd(inYear);
            case OPEN -> {
                Days before = lastBegun(inYear);
                Days after = nextToEnd(inYear);
                yield away(before) <= away(after) ? before : after;
            }
        };
    }

    private long away(Days days) {
        if (days.to().isAfter(today) && !days.from().isAfter(today)) return 0;
        return Math.abs(ChronoUnit.DAYS.between(today, days.from()));
    }

    Days lastBegun(IntFunction<Days> inYear) {
        for (int year = today.getYear() + 1; ; year--) {
            Days days = inYear.apply(year);
            if (!days.from().isAfter(today)) return days;
        }
    }

    private Days nextToEnd(IntFunction<Days> inYear) {
        for (int year = today.getYear() - 1; ; year++) {
            Days days = inYear.apply(year);
            if (days.to().isAfter(today)) return days;
        }
    }

    /// "Last Christmas": the last one that is over.
    Days last(IntFunction<Days> inYear) {
        for (int year = today.getYear() + 1; ; year--) {
            Days days = inYear.apply(year);
            if (!days.to().isAfter(today)) return days;
        }
    }

    /// "Next Christmas": the next one that has not begun.
    Days next(IntFunction<Days> inYear) {
        for (int year = today.getYear() - 1; ; year++) {
            Days days = inYear.apply(year);
            if (days.from().isAfter(today)) return days;
        }
    }

    Days season(Season season, int year) {
        int month = (season.northernMonth + (hemisphere == Hemisphere.SOUTHERN ? 5 : 11)) % 12 + 1;
        LocalDate from = LocalDate.of(year, month, 1);
        return new Days(from, from.plusMonths(3));
    }

    /// A day of a year; 31 April is 30 April, 29 February in other years the 28th.
    static Days day(int year, int month, int day) {
        return Days.of(LocalDate.of(
                year, month, Math.clamp(day, 1, YearMonth.of(year, month).lengthOfMonth())));
    }

    /// A day whose year was not said. 29 February is one that exists.
    Days day(int month, int day, Lean lean) {
        if (month != 2 || day != 29) return yearly(year -> day(year, month, day), lean);
        return yearly(year -> leapDay(year, lean), lean == Lean.OPEN ? Lean.PAST : lean);
    }

    private static Days leapDay(int near, Lean lean) {
        int step = lean == Lean.FUTURE ? 1 : -1;
        for (int i = 0; i <= LEAP_YEARS; i++) {
            if (YearMonth.of(near + i * step, 2).lengthOfMonth() == 29) return day(near + i * step, 2, 29);
        }
        return day(near, 2, 29);
    }

    Days everyYear(MonthDay day, Lean lean) {
        return yearly(year -> Days.of(day.atYear(year)), lean);
    }

    /// "On Friday".
    Days weekday(int day, Lean lean) {
        DayOfWeek name = DayOfWeek.of(day);
        return Days.of(today.with(lean == Lean.PAST ? TemporalAdjusters.previous(name) : TemporalAdjusters.next(name)));
    }

    /// "This Friday", "next Friday": of this week, of the next.
    Days weekdayOfWeek(int day, int weeksOn) {
        return Days.of(Days.week(today).from().plusWeeks(weeksOn).plusDays(day - 1L));
    }

    /// "Last week", "this month", "next year".
    Days current(Unit unit, int on) {
        return switch (unit) {
            case MOMENT, DAY -> Days.of(today.plusDays(on));
            case WEEK -> Days.week(today.plusWeeks(on));
            case WEEKEND -> weekend(on);
            case MONTH -> Days.of(YearMonth.from(today).plusMonths(on));
            case QUARTER -> {
                LocalDate in = today.plusMonths(3L * on);
                yield Days.quarter(in.getYear(), (in.getMonthValue() + 2) / 3);
            }
            case YEAR -> Days.year(today.getYear() + on);
            case DECADE -> Days.years(decade() + 10 * on, decade() + 10 * on + 9);
        };
    }

    private int decade() {
        return today.getYear() / 10 * 10;
    }

    /// The last weekend is one that is over.
    private Days weekend(int on) {
        Days days = Days.weekend(today.plusWeeks(on));
        return on < 0 && days.to().isAfter(today) ? Days.weekend(today.plusWeeks(on - 1L)) : days;
    }

    /// From `most` to `least` units away from today; negative is ago. Counted weeks are a week around the day.
    Days away(Unit unit, int nearest, int farthest) {
        int low = Math.min(nearest, farthest);
        int high = Math.max(nearest, farthest);
        return switch (unit) {
            case MOMENT -> Days.of(today);
            case DAY -> new Days(today.plusDays(low), today.plusDays(high + 1L));
            case WEEK -> new Days(today.plusDays(7L * low - 3), today.plusDays(7L * high + 4));
            case WEEKEND ->
                new Days(
                        Days.weekend(today.plusWeeks(low)).from(),
                        Days.weekend(today.plusWeeks(high)).to());
            case MONTH ->
                Days.months(
                        YearMonth.from(today).plusMonths(low),
                        YearMonth.from(today).plusMonths(high));
            case QUARTER ->
                Days.months(
                        YearMonth.from(today).plusMonths(3L * low),
                        YearMonth.from(today).plusMonths(3L * high));
            case YEAR -> Days.years(today.getYear() + low, today.getYear() + high);
            case DECADE -> Days.years(today.getYear() + 10 * low - 2, today.getYear() + 10 * high + 2);
        };
    }

    /// The past `count` units with today, or the coming ones from today on.
    Days stretch(Unit unit, int count) {
        LocalDate end = plus(today, unit, count);
        return count < 0 ? new Days(end, today.plusDays(1)) : new Days(today, end.plusDays(1));
    }

    static LocalDate plus(LocalDate day, Unit unit, long count) {
        return switch (unit) {
            case MOMENT -> day;
            case DAY -> day.plusDays(count);
            case WEEK, WEEKEND -> day.plusWeeks(count);
            case MONTH -> day.plusMonths(count);
            case QUARTER -> day.plusMonths(3 * count);
            case YEAR -> day.plusYears(count);
            case DECADE -> day.plusYears(10 * count);
        };
    }
}
