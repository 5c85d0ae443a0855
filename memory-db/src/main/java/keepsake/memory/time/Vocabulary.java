package keepsake.memory.time;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The words of time, English and German, lower case.
final class Vocabulary {
    /// Units that are counted. Parts of a day count as their day.
    enum Unit {
        MOMENT,
        DAY,
        WEEK,
        WEEKEND,
        MONTH,
        QUARTER,
        YEAR,
        DECADE
    }

    enum Season {
        SPRING(3),
        SUMMER(6),
        AUTUMN(9),
        WINTER(12);

        /// The month it begins in north of the equator.
        final int northernMonth;

        Season(int northernMonth) {
            this.northernMonth = northernMonth;
        }
    }

    static final Map<String, Integer> MONTHS = numbered(
            1,
            "january jan januar jänner",
            "february feb februar",
            "march mar märz mär",
            "april apr",
            "may mai",
            "june jun juni",
            "july jul juli",
            "august aug",
            "september sep sept",
            "october oct oktober okt",
            "november nov",
            "december dec dezember dez");

    /// Months that are other words or first names too: they need a word before them or a number beside them.
    static final Set<String> DOUBTFUL_MONTHS = Set.of(
            "may", "march", "april", "june", "august", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
            "oct", "okt", "nov", "dec", "dez", "mär", "mai", "juni", "juli");

    static final Map<String, Integer> WEEKDAYS = numbered(
            1,
            "monday montag mon",
            "tuesday dienstag tue tues",
            "wednesday mittwoch wed",
            "thursday donnerstag thu thur thurs",
            "friday freitag fri",
            "saturday samstag sonnabend sat",
            "sunday sonntag sun");

    /// Short forms are other words too.
    static final Set<String> DOUBTFUL_WEEKDAYS =
            Set.of("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun");

    static final Map<String, Integer> COUNTS = numbered(
            1,
            "one a an ein eine einem einer einen",
            "two zwei",
            "three drei",
            "four vier",
            "five fünf",
            "six sechs",
            "seven sieben",
            "eight acht",
            "nine neun",
            "ten zehn",
            "eleven elf",
            "twelve zwölf");

    static final Map<String, Integer> ORDINALS = numbered(
            1,
            "first ersten erster erste",
            "second zweiten zweite",
            "third dritten dritte",
            "fourth vierten vierte",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth");

    static final Map<String, Integer> DECADES = Map.of(
            "twenties",
            20,
            "thirties",
            30,
            "forties",
            40,
            "fifties",
            50,
            "sixties",
            60,
            "seventies",
            70,
            "eighties",
            80,
            "nineties",
            90);

    static final Map<String, Unit> UNITS = units();

    static final Map<String, Season> SEASONS = Map.of(
            "spring", Season.SPRING,
            "frühling", Season.SPRING,
            "frühjahr", Season.SPRING,
            "summer", Season.SUMMER,
            "sommer", Season.SUMMER,
            "autumn", Season.AUTUMN,
            "fall", Season.AUTUMN,
            "herbst", Season.AUTUMN,
            "winter", Season.WINTER);

    static final Set<String> LAST = Set.of(
            "last",
            "previous",
            "letzte",
            "letzten",
            "letzter",
            "letztes",
            "letztem",
            "vorige",
            "vorigen",
            "voriges",
            "vorigem",
            "vergangene",
            "vergangenen",
            "vergangenes",
            "vergangener");
    static final Set<String> PAST = Set.of("past", "last", "previous", "letzten", "vergangenen", "vorigen");
    static final Set<String> THIS = Set.of("this", "current", "diese", "diesen", "dieser", "dieses", "diesem");
    static final Set<String> NEXT = Set.of(
            "next",
            "coming",
            "upcoming",
            "nächste",
            "nächsten",
            "nächster",
            "nächstes",
            "nächstem",
            "kommende",
            "kommenden",
            "kommendes",
            "kommender");
    static final Set<String> ARTICLES = Set.of("the", "der", "die", "das", "dem", "den", "des");
    static final Set<String> EVERY = Set.of(
            "every", "each", "any", "most", "all", "jede", "jeden", "jeder", "jedes", "alle", "no", "kein", "pro",
            "per");
    /// Words before a month, season or year that make it one.
    static final Set<String> IN = Set.of(
            "in",
            "on",
            "during",
            "of",
            "throughout",
            "over",
            "this",
            "im",
            "am",
            "vom",
            "ab",
            "ende",
            "anfang",
            "mitte",
            "seit",
            "bis",
            "zum");
    static final Set<String> DAY_PARTS = Set.of(
            "morning",
            "afternoon",
            "evening",
            "night",
            "noon",
            "morgen",
            "vormittag",
            "mittag",
            "nachmittag",
            "abend",
            "nacht",
            "früh");
    static final Set<String> OCCASIONS = Set.of(
            "birthday", "anniversary", "wedding", "graduation", "geburtstag", "hochzeitstag", "jahrestag", "hochzeit");

    /// A text without one of these and without a digit speaks of no time.
    static final Set<String> SIGNS = signs();

    private Vocabulary() {}

    private static Map<String, Integer> numbered(int first, String... words) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < words.length; i++) {
            for (String word : words[i].split(" ", -1)) numbers.put(word, first + i);
        }
        return Map.copyOf(numbers);
    }

    private static Set<String> signs() {
        Set<String> signs = new HashSet<>(Set.of(
                "today",
                "tonight",
                "tomorrow",
                "yesterday",
                "recently",
                "lately",
                "heute",
                "gestern",
                "vorgestern",
                "morgen",
                "übermorgen",
                "neulich",
                "kürzlich",
                "this"));
        signs.addAll(MONTHS.keySet());
        signs.addAll(WEEKDAYS.keySet());
        signs.addAll(DECADES.keySet());
        signs.addAll(UNITS.keySet());
        signs.addAll(SEASONS.keySet());
        signs.addAll(OCCASIONS);
        signs.addAll(Holidays.firstWords());
        return Set.copyOf(signs);
    }

    private static Map<String, Unit> units() {
        Map<String, Unit> units = new HashMap<>();
        put(
                units,
                Unit.MOMENT,
                "second seconds minute minutes hour hours sekunde sekunden minute minuten stunde stunden");
        put(units, Unit.DAY, "day days tag tage tagen night nights nacht nächten evening morning abend");
        put(units, Unit.WEEK, "week weeks woche wochen");
        put(units, Unit.WEEKEND, "weekend weekends wochenende wochenenden");
        put(units, Unit.MONTH, "month months monat monate monaten");
        put(units, Unit.QUARTER, "quarter quarters quartal quartale quartalen");
        put(units, Unit.YEAR, "year years jahr jahre jahren");
        put(units, Unit.DECADE, "decade decades jahrzehnt jahrzehnte jahrzehnten");
        return Map.copyOf(units);
    }

    private static void put(Map<String, Unit> units, Unit unit, String words) {
        for (String word : words.split(" ", -1)) units.put(word, unit);
    }
}
