package keepsake.memory.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Holidays and their days.
final class Holidays {
    /// @param words token by token, lower case
    private record Holiday(List<String> words, IntFunction<Days> inYear) {}

    /// Longer names first. Thanksgiving, Labor Day, Mother's and Father's Day are the American ones.
    private static final List<Holiday> ALL = List.of(
            holiday("new year 's eve", year -> day(year, 12, 31)),
            holiday("new years eve", year -> day(year, 12, 31)),
            holiday("new year 's day", year -> day(year, 1, 1)),
            holiday("new years day", year -> day(year, 1, 1)),
            holiday("new year 's", Holidays::turnOfYear),
            holiday("christmas eve", year -> day(year, 12, 24)),
            holiday("christmas day", year -> day(year, 12, 25)),
            holiday("christmas", year -> days(LocalDate.of(year, 12, 24), 3)),
            holiday("xmas", year -> days(LocalDate.of(year, 12, 24), 3)),
            holiday("boxing day", year -> day(year, 12, 26)),
            holiday("good friday", year -> days(easter(year).minusDays(2), 1)),
            holiday("easter monday", year -> days(easter(year).plusDays(1), 1)),
            holiday("easter sunday", year -> days(easter(year), 1)),
            holiday("easter weekend", year -> days(easter(year).minusDays(2), 4)),
            holiday("easter", year -> days(easter(year).minusDays(2), 4)),
            holiday("thanksgiving day", year -> days(nth(year, 11, DayOfWeek.THURSDAY, 4), 1)),
            holiday("thanksgiving", year -> days(nth(year, 11, DayOfWeek.THURSDAY, 4), 1)),
            holiday(
                    "black friday",
                    year -> days(nth(year, 11, DayOfWeek.THURSDAY, 4).plusDays(1), 1)),
            holiday("halloween", year -> day(year, 10, 31)),
            holiday("valentine 's day", year -> day(year, 2, 14)),
            holiday("valentines day", year -> day(year, 2, 14)),
            holiday("valentine 's", year -> day(year, 2, 14)),
            holiday("independence day", year -> day(year, 7, 4)),
            holiday("labor day", year -> days(nth(year, 9, DayOfWeek.MONDAY, 1), 1)),
            holiday(
                    "memorial day",
                    year -> days(LocalDate.of(year, 5, 1).with(TemporalAdjusters.lastInMonth(DayOfWeek.MONDAY)), 1)),
            holiday("mother 's day", year -> days(nth(year, 5, DayOfWeek.SUNDAY, 2), 1)),
            holiday("father 's day", year -> days(nth(year, 6, DayOfWeek.SUNDAY, 3), 1)),
            holiday("st patrick 's day", year -> day(year, 3, 17)),
            holiday("pentecost", year -> days(easter(year).plusDays(49), 1)),
            holiday("heiligabend", year -> day(year, 12, 24)),
            holiday("weihnachten", year -> days(LocalDate.of(year, 12, 24), 3)),
            holiday("silvester", year -> day(year, 12, 31)),
            holiday("neujahr", year -> day(year, 1, 1)),
            holiday("karfreitag", year -> days(easter(year).minusDays(2), 1)),
            holiday("ostermontag", year -> days(easter(year).plusDays(1), 1)),
            holiday("ostersonntag", year -> days(easter(year), 1)),
            holiday("ostern", year -> days(easter(year).minusDays(2), 4)),
            holiday("pfingsten", year -> days(easter(year).plusDays(49), 2)),
            holiday("valentinstag", year -> day(year, 2, 14)),
            holiday("nikolaus", year -> day(year, 12, 6)));

    /// "A Christmas tree" is no time.
    private static final Set<String> THINGS = Set.of(
            "tree",
            "trees",
            "song",
            "songs",
            "movie",
            "movies",
            "film",
            "films",
            "card",
            "cards",
            "gift",
            "gifts",
            "present",
            "presents",
            "sweater",
            "decoration",
            "decorations",
            "lights",
            "cookies",
            "costume",
            "costumes",
            "egg",
            "eggs",
            "bunny",
            "carol",
            "carols",
            "cactus",
            "island",
            "resolution",
            "resolutions",
            "candy",
            "music",
            "market",
            "story",
            "stories",
            "baum",
            "geschenk");

    private static final Set<String> FIRST_WORDS =
            ALL.stream().map(holiday -> holiday.words().getFirst()).collect(Collectors.toUnmodifiableSet());

    private Holidays() {}

    /// One of these begins every name.
    static Set<String> firstWords() {
        return FIRST_WORDS;
    }

    /// @param next the token after the name
    record Named(int next, IntFunction<Days> inYear) {}

    static @Nullable Named at(Tokens tokens, int i) {
        if (!FIRST_WORDS.contains(tokens.word(i))) return null;
        for (Holiday holiday : ALL) {
            int next = i;
            for (String word : holiday.words()) {
                if (!tokens.is(next, word)) break;
                next++;
            }
            if (next - i < holiday.words().size()) continue;
            return THINGS.contains(tokens.word(next)) ? null : new Named(next, holiday.inYear());
        }
        return null;
    }

    /// Sunday after the first full moon of spring (the anonymous Gregorian algorithm, as in Meeus, Astronomical
    /// Algorithms).
    static LocalDate easter(int year) {
        int a = year % 19;
        int b = year / 100;
        int c = year % 100;
        int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        int m = (a + 11 * h + 22 * l) / 451;
        int n = h + l - 7 * m + 114;
        return LocalDate.of(year, n / 31, n % 31 + 1);
    }

    private static Days turnOfYear(int year) {
        return days(LocalDate.of(year, 1, 1).minusDays(1), 2);
    }

    private static LocalDate nth(int year, int month, DayOfWeek day, int which) {
        return LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(which, day));
    }

    private static Days day(int year, int month, int day) {
        return days(LocalDate.of(year, month, day), 1);
    }

    private static Days days(LocalDate from, int days) {
        return new Days(from, from.plusDays(days));
    }

    private static Holiday holiday(String words, IntFunction<Days> inYear) {
        return new Holiday(List.of(words.split(" ", -1)), inYear);
    }
}
