package keepsake.memory.time;

import java.time.YearMonth;
import java.util.Set;
import keepsake.memory.time.Vocabulary.Season;
import org.jspecify.annotations.Nullable;

/// Reads dates: days, months, quarters, seasons, years, decades.
final class Dates {
    private static final int FIRST_BARE_YEAR = 1950;
    private static final int LAST_BARE_YEAR = 2049;

    /// After "May" or "June" they tell of a person.
    private static final Set<String> A_PERSON_DOES = Set.of(
            "'s", "is", "has", "said", "says", "told", "left", "came", "got", "went", "asked", "called", "wants",
            "likes");

    /// Before "may" and "march" in small letters, they leave no doubt.
    private static final Set<String> SURELY_IN =
            Set.of("in", "last", "next", "during", "early", "mid", "late", "of", "im");

    private static final Set<String> ORDINAL_ENDS = Set.of("st", "nd", "rd", "th");
    private static final Set<String> BEFORE_A_YEAR = Set.of(
            "in", "since", "until", "till", "before", "after", "during", "by", "of", "from", "around", "year", "jahr",
            "jahre", "seit", "bis", "vor", "nach", "early", "late", "mid", "between", "and", "to", "through", "und",
            "anfang", "ende", "mitte", "circa");
    private static final Set<String> BEFORE_A_MONTH = Set.of(
            "in",
            "since",
            "until",
            "till",
            "before",
            "after",
            "during",
            "by",
            "of",
            "from",
            "around",
            "early",
            "mid",
            "late",
            "last",
            "next",
            "this",
            "between",
            "and",
            "to",
            "through",
            "im",
            "seit",
            "bis",
            "vor",
            "nach",
            "ende",
            "anfang",
            "mitte",
            "letzten",
            "nächsten",
            "zwischen",
            "und",
            "ab",
            "von",
            "diesen",
            "for",
            "start",
            "end",
            "beginning",
            "middle");

    private final Tokens tokens;
    private final Calendar calendar;
    private final Lean[] leans;

    Dates(Tokens tokens, Calendar calendar, Lean[] leans) {
        this.tokens = tokens;
        this.calendar = calendar;
        this.leans = leans;
    }

    private Lean lean(int i) {
        boolean article = Vocabulary.ARTICLES.contains(tokens.word(i - 1));
        String before = tokens.word(article ? i - 2 : i - 1);
        if (before.equals("to") || before.equals("until") || before.equals("by") || before.equals("bis"))
            return Lean.FUTURE;
        return leans[Math.min(i, leans.length - 1)];
    }

    /// The date that begins at token `i`, if one does.
    @Nullable
    Match at(int i) {
        int begin = Vocabulary.ARTICLES.contains(tokens.word(i)) ? i + 1 : i;
        boolean article = begin > i;
        if (tokens.at(begin).number()) return number(begin, article);
        if (!tokens.at(begin).isWord() && !tokens.is(begin, "'")) return null;
        Match month = month(begin);
        if (month != null) return month;
        Match worded = worded(begin, article);
        if (worded != null) return worded;
        Match season = season(begin, article);
        return season != null ? season : quarter(begin);
    }

    private @Nullable Match number(int i, boolean article) {
        Match signs = digitsAndSigns(i);
        if (signs != null) return signs;
        Match decade = decade(i, article);
        if (decade != null) return decade;
        Match day = dayFirst(i, article);
        return day != null ? day : bareYear(i);
    }

    /// 2023-05-03, 2023/05/03, 2023-05, 03.05.2023, 3.5., 25/12/2023, 05/2023.
    private @Nullable Match digitsAndSigns(int i) {
        String sign = tokens.word(i + 1);
        boolean inside = tokens.touches(i) && tokens.is(i - 1, sign);
        if (!tokens.touches(i + 1) || tokens.digits(i) == 0 || inside) return null;
        if (!sign.equals("-") && !sign.equals("/") && !sign.equals(".")) return null;
        int first = tokens.number(i);
        int second = tokens.touches(i + 2) ? tokens.number(i + 2) : -1;
        boolean three =
                tokens.is(i + 3, sign) && tokens.touches(i + 3) && tokens.touches(i + 4) && tokens.number(i + 4) >= 0;
        int third = three ? tokens.number(i + 4) : -1;
        if (tokens.digits(i) == 4 && !sign.equals(".")) {
            if (three) return date(i + 5, first, second, third);
            boolean two = sign.equals("-") && tokens.digits(i + 2) == 2 && isMonth(second);
            return two && isYear(first) ? Match.absolute(i + 3, Days.of(YearMonth.of(first, second))) : null;
        }
        if (three && (tokens.digits(i + 4) == 4 || (tokens.digits(i + 4) == 2 && sign.equals(".")))) {
            int year = tokens.digits(i + 4) == 2 ? century(third) : third;
            if (sign.equals(".")) return date(i + 5, year, second, first);
            if (first > 12) return date(i + 5, year, second, first);
            if (second > 12 || first == second) return date(i + 5, year, first, second);
            return null;
        }
        if (sign.equals(".") && tokens.is(i + 3, ".") && tokens.touches(i + 3) && isMonth(second) && isDay(first)) {
            boolean asked =
                    Set.of("am", "vom", "bis", "zum", "den", "seit", "ab").contains(tokens.word(i - 1));
            return asked ? Match.yearless(i + 4, calendar.day(second, first, lean(i))) : null;
        }
        if (sign.equals("/") && tokens.digits(i + 2) == 4 && isMonth(first) && isYear(second)) {
            return Match.absolute(i + 3, Days.of(YearMonth.of(second, first)));
        }
        return null;
    }

    private int century(int twoDigits) {
        int year = calendar.today().getYear() / 100 * 100 + twoDigits;
        return year > calendar.today().getYear() + 20 ? year - 100 : year;
    }

    private static @Nullable Match date(int next, int year, int month, int day) {
        if (!isYear(year) || !isMonth(month) || !isDay(day)) return null;
        return Match.absolute(next, Calendar.day(year, month, day));
    }

    /// 1990s, the 90s, the '90s, den 90ern.
    private @Nullable Match decade(int i, boolean article) {
        String end = tokens.word(i + 1);
        int number = tokens.number(i);
        boolean plural =
                tokens.touches(i + 1) && (end.equals("s") || end.equals("er") || end.equals("ern") || end.equals("'s"));
        if (!plural || number % 10 != 0) return null;
        int next = end.startsWith("er") && Set.of("jahre", "jahren").contains(tokens.word(i + 2)) ? i + 3 : i + 2;
        if (tokens.digits(i) == 4 && isYear(number)) return Match.absolute(next, Days.years(number, number + 9));
        boolean named = article
                || tokens.is(i - 1, "'")
                || Set.of("early", "mid", "late", "-").contains(tokens.word(i - 1));
        return named && tokens.digits(i) == 2 ? twoDigitDecade(next, number) : null;
    }

    private Match twoDigitDecade(int next, int decade) {
        int year = 1900 + decade + (decade < 30 ? 100 : 0);
        return Match.absolute(next, Days.years(year, year + 9));
    }

    /// 3 May, 3rd of May 2023, 3. Mai, the 3rd, 3–8 May.
    private @Nullable Match dayFirst(int i, boolean article) {
        int day = tokens.number(i);
        if (!isDay(day) || tokens.digits(i) > 2) return null;
        int next = afterDay(i);
        boolean ordinal = next > i + 1;
        int month = Set.of("of").contains(tokens.word(next)) ? next + 1 : next;
        if (isMonthName(month)) return dayOfMonth(day, month, lean(i));
        if (ordinal && article && !tokens.is(next - 1, ".") && !nounFollows(next)) return dayOfSomeMonth(day, next, i);
        return null;
    }

    /// "The 23rd": of this month or the one it leans to.
    private @Nullable Match dayOfSomeMonth(int day, int next, int i) {
        if (tokens.is(next, "of")
                || tokens.is(next, "century")
                || !Set.of("on", "until", "till", "by", "since", "am").contains(tokens.word(i - 2))) {
            return null;
        }
        YearMonth month = YearMonth.from(calendar.today());
        Days days = Calendar.day(month.getYear(), month.getMonthValue(), day);
        if (lean(i) == Lean.PAST && days.from().isAfter(calendar.today())) month = month.minusMonths(1);
        if (lean(i) != Lean.PAST && days.from().isBefore(calendar.today())) month = month.plusMonths(1);
        return new Match(
                next,
                Calendar.day(month.getYear(), month.getMonthValue(), day),
                TimeExpression.Kind.ABSOLUTE,
                0.6,
                true);
    }

    private boolean nounFollows(int i) {
        String word = tokens.word(i);
        return tokens.at(i).isWord()
                && !Set.of("and", "at", "in", "i", "we", "he", "she", "they", "it", "or", "but", "for", "with", "when")
                        .contains(word);
    }

    /// The token after a day's number and its ending.
    private int afterDay(int i) {
        boolean ended = tokens.touches(i + 1) && (ORDINAL_ENDS.contains(tokens.word(i + 1)) || tokens.is(i + 1, "."));
        return ended ? i + 2 : i + 1;
    }

    private Match dayOfMonth(int day, int month, Lean lean) {
        int number = Vocabulary.MONTHS.getOrDefault(tokens.word(month), 1);
        int next = tokens.is(month + 1, ".") && tokens.touches(month + 1) && tokens.number(month + 2) > 31
                ? month + 2
                : month + 1;
        int year = yearAt(next);
        if (year > 0) return Match.absolute(afterYear(next), Calendar.day(year, number, day));
        return Match.yearless(month + 1, calendar.day(number, day, lean));
    }

    /// A year after a month: "2023", ", 2023", "of 2023"; 0 for none.
    private int yearAt(int i) {
        int at = tokens.is(i, ",") || tokens.is(i, "of") ? i + 1 : i;
        int year = tokens.digits(at) == 4 ? tokens.number(at) : 0;
        return isYear(year) && !(tokens.touches(at + 1) && tokens.is(at + 1, "s")) ? year : 0;
    }

    private int afterYear(int i) {
        return tokens.is(i, ",") || tokens.is(i, "of") ? i + 2 : i + 1;
    }

    boolean isMonthName(int i) {
        return Vocabulary.MONTHS.containsKey(tokens.word(i)) && tokens.at(i).isWord();
    }

    /// May 2023, May 3, May 3rd 2023, in May, January.
    private @Nullable Match month(int i) {
        if (!isMonthName(i)) return null;
        String name = tokens.word(i);
        int number = Vocabulary.MONTHS.getOrDefault(name, 1);
        boolean dotted = tokens.is(i + 1, ".") && tokens.touches(i + 1) && name.length() <= 4;
        int after = dotted ? i + 2 : i + 1;
        int year = yearAt(after);
        boolean commaYear = tokens.is(after, ",") && !tokens.at(i).capital();
        if (year > 0 && !commaYear) return Match.absolute(afterYear(after), Days.of(YearMonth.of(year, number)));
        Match day = monthFirst(i, number, after);
        if (day != null) return day;
        if (!isPlainMonth(i, name)) return null;
        int next = dotted && tokens.at(i + 2).isWord() && !tokens.at(i + 2).capital() ? i + 2 : i + 1;
        Lean lean = lean(i) == Lean.FUTURE ? Lean.FUTURE : Lean.PAST;
        return Match.yearless(next, calendar.yearly(y -> Days.of(YearMonth.of(y, number)), lean));
    }

    private @Nullable Match monthFirst(int i, int month, int at) {
        int begin = tokens.is(at, "the") ? at + 1 : at;
        int day = tokens.number(begin);
        if (!isDay(day) || tokens.digits(begin) > 2) return monthWithWordedDay(i, month, begin);
        int next = tokens.touches(begin + 1) && ORDINAL_ENDS.contains(tokens.word(begin + 1)) ? begin + 2 : begin + 1;
        boolean certain =
                tokens.at(i).capital() || next > begin + 1 || !Vocabulary.DOUBTFUL_MONTHS.contains(tokens.word(i));
        if (!certain || isClock(next)) return null;
        int year = yearAt(next);
        if (year > 0) return Match.absolute(afterYear(next), Calendar.day(year, month, day));
        return Match.yearless(next, calendar.day(month, day, lean(i)));
    }

    private @Nullable Match monthWithWordedDay(int i, int month, int at) {
        Integer day = Vocabulary.ORDINALS.get(tokens.word(at));
        boolean adverb = tokens.is(at, "first") && at == i + 1;
        if (day == null || !tokens.at(i).capital() || adverb) return null;
        return Match.yearless(at + 1, calendar.day(month, day, lean(i)));
    }

    private boolean isClock(int i) {
        boolean colon = tokens.is(i, ":") && tokens.touches(i) && tokens.touches(i + 1);
        return colon || tokens.is(i, "%") || tokens.is(i, "€");
    }

    private boolean isPlainMonth(int i, String name) {
        String before = tokens.word(i - 1);
        if (Vocabulary.EVERY.contains(before) || tokens.is(i + 1, "'s")) return false;
        if (!Vocabulary.DOUBTFUL_MONTHS.contains(name)) return true;
        if (!BEFORE_A_MONTH.contains(before) || A_PERSON_DOES.contains(tokens.word(i + 1))) return false;
        return tokens.at(i).capital() || SURELY_IN.contains(before);
    }

    /// The third of May, the second quarter of 2022, the summer of 2019, the nineties.
    private @Nullable Match worded(int i, boolean article) {
        String word = tokens.word(i);
        Integer ordinal = Vocabulary.ORDINALS.get(word);
        if (ordinal != null) {
            int of = tokens.is(i + 1, "of") ? i + 2 : i + 1;
            if (isMonthName(of) && (article || of > i + 1)) return dayOfMonth(ordinal, of, lean(i));
            boolean quarter = tokens.is(i + 1, "quarter") || tokens.is(i + 1, "quartal");
            return quarter && ordinal <= 4 ? quarter(i + 2, ordinal) : null;
        }
        Integer decade = Vocabulary.DECADES.get(word);
        boolean named = article || Set.of("early", "mid", "late", "-").contains(tokens.word(i - 1));
        if (decade != null && named) return twoDigitDecade(i + 1, decade);
        if (word.equals("'") && tokens.at(i + 1).number()) return decade(i + 1, true);
        boolean year = (word.equals("year") || word.equals("jahr") || word.equals("jahre")) && yearAt(i + 1) > 0;
        return year && !tokens.is(i + 1, ",") ? Match.absolute(afterYear(i + 1), Days.year(yearAt(i + 1))) : null;
    }

    /// Q2 2022, Q3.
    private @Nullable Match quarter(int i) {
        boolean is = tokens.is(i, "q") && tokens.touches(i + 1) && tokens.digits(i + 1) == 1;
        int quarter = is ? tokens.number(i + 1) : 0;
        return quarter >= 1 && quarter <= 4 ? quarter(i + 2, quarter) : null;
    }

    private Match quarter(int next, int quarter) {
        int year = yearAt(next);
        if (year > 0) return Match.absolute(afterYear(next), Days.quarter(year, quarter));
        Lean lean = lean(next - 1) == Lean.FUTURE ? Lean.FUTURE : Lean.PAST;
        return Match.yearless(next, calendar.yearly(y -> Days.quarter(y, quarter), lean));
    }

    /// Summer 2019, the spring of 2020, in (the) summer.
    private @Nullable Match season(int i, boolean article) {
        Season season = Vocabulary.SEASONS.get(tokens.word(i));
        if (season == null || Vocabulary.EVERY.contains(tokens.word(i - 1))) return null;
        int year = tokens.is(i + 1, ",") ? 0 : yearAt(i + 1);
        if (year > 0) return Match.absolute(afterYear(i + 1), calendar.season(season, year));
        String before = tokens.word(article ? i - 2 : i - 1);
        if (!Vocabulary.IN.contains(before)
                && !Set.of("since", "until", "before", "after").contains(before)) return null;
        boolean thing =
                Set.of("break", "camp", "school", "semester", "job", "term").contains(tokens.word(i + 1));
        if (before.equals("of") || (thing && !article)) return null;
        Lean lean = lean(i) == Lean.FUTURE ? Lean.FUTURE : Lean.PAST;
        return Match.yearless(i + 1, calendar.yearly(y -> calendar.season(season, y), lean));
    }

    private @Nullable Match bareYear(int i) {
        int year = tokens.number(i);
        if (tokens.digits(i) != 4 || year < FIRST_BARE_YEAR - 250 || year > LAST_BARE_YEAR) return null;
        if (glued(i)) return null;
        String after = tokens.word(i + 1);
        if (BEFORE_A_YEAR.contains(tokens.word(i - 1))) {
            boolean counted = tokens.at(i + 1).isWord() && after.length() > 3 && after.endsWith("s") && year % 100 == 0;
            return counted ? null : Match.absolute(i + 1, Days.year(year));
        }
        boolean alone = !tokens.at(i + 1).isWord()
                && !tokens.at(i + 1).number()
                && !Set.of("$", "€", "£", "%", "-").contains(after);
        if (year < FIRST_BARE_YEAR
                || !alone
                || Set.of("$", "€", "£", "#", "no", "number", "+", "-", "/").contains(tokens.word(i - 1))) return null;
        if (tokens.at(i - 1).number()) return null;
        return new Match(i + 1, Days.year(year), TimeExpression.Kind.ABSOLUTE, 0.6, false);
    }

    /// Part of a longer number, price or code.
    private boolean glued(int i) {
        if (tokens.touches(i)
                && !Set.of("(", "'", "\"", "/", "–", "-", ",", ".").contains(tokens.word(i - 1))) return true;
        if (tokens.touches(i)
                && tokens.at(i - 2).number()
                && Set.of(",", ".", "/").contains(tokens.word(i - 1))) return true;
        if (!tokens.touches(i + 1)) return false;
        String after = tokens.word(i + 1);
        boolean number = tokens.touches(i + 2) && tokens.at(i + 2).number();
        boolean longer = number && Set.of(".", ",", ":", "/").contains(after);
        return tokens.at(i + 1).isWord() || longer || after.equals("@");
    }

    private static boolean isYear(int year) {
        return year >= 1000 && year <= 2999;
    }

    private static boolean isMonth(int month) {
        return month >= 1 && month <= 12;
    }

    private static boolean isDay(int day) {
        return day >= 1 && day <= 31;
    }
}
