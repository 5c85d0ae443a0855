package keepsake.memory.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/// Some days in a row, `[from, to)`. Weeks begin on Monday.
record Days(LocalDate from, LocalDate to) {
    static Days of(LocalDate day) {
        return new Days(day, day.plusDays(1));
    }

    static Days of(YearMonth month) {
        return new Days(month.atDay(1), month.plusMonths(1).atDay(1));
    }

    static Days months(YearMonth first, YearMonth last) {
        return new Days(first.atDay(1), last.plusMonths(1).atDay(1));
    }

    static Days years(int first, int last) {
        return new Days(LocalDate.of(first, 1, 1), LocalDate.of(last + 1, 1, 1));
    }

    static Days year(int year) {
        return years(year, year);
    }

    static Days quarter(int year, int quarter) {
        LocalDate from = LocalDate.of(year, 3 * quarter - 2, 1);
        return new Days(from, from.plusMonths(3));
    }

    /// The week of a day.
    static Days week(LocalDate day) {
        LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        return new Days(monday, monday.plusDays(7));
    }

    /// The weekend of a day's week.
    static Days weekend(LocalDate day) {
        LocalDate saturday = week(day).from().plusDays(5);
        return new Days(saturday, saturday.plusDays(2));
    }

    long length() {
        return ChronoUnit.DAYS.between(from, to);
    }

    /// Part `index` of `parts` about equal ones.
    Days part(int index, int parts) {
        long length = length();
        LocalDate begin = from.plusDays(length * index / parts);
        LocalDate end = from.plusDays(length * (index + 1) / parts);
        return end.isAfter(begin) ? new Days(begin, end) : this;
    }

    Days plusYears(int years) {
        return new Days(from.plusYears(years), to.plusYears(years));
    }
}
