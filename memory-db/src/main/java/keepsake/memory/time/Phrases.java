package keepsake.memory.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import keepsake.memory.time.TimeExpression.Kind;
import keepsake.memory.time.Vocabulary.Unit;
import org.jspecify.annotations.Nullable;

/// Reads times that are made of others: "early May", "the week after my birthday", "between May and July".
final class Phrases {
    /// "The day after the day after …" goes on no longer than this.
    private static final int DEEPEST = 3;

    private static final Set<String> AFTER = Set.of("after", "following", "nach");
    private static final Set<String> BEFORE = Set.of("before", "preceding", "vor");
    private static final Set<String> DAY_WORDS = Set.of("day", "tag", "night", "evening", "morning", "nacht", "abend");
    private static final Set<String> MINE =
            Set.of("my", "our", "mein", "meinem", "meinen", "unser", "unserem", "unseren", "meiner", "unserer");

    private final Tokens tokens;
    private final Calendar calendar;
    private final Lean[] leans;
    private final Dates dates;
    private final Relatives relatives;
    private final Function<String, Optional<NamedDate>> named;

    Phrases(Tokens tokens, Calendar calendar, Function<String, Optional<NamedDate>> named) {
        this.tokens = tokens;
        this.calendar = calendar;
        this.leans = Lean.of(tokens);
        this.dates = new Dates(tokens, calendar, leans);
        this.relatives = new Relatives(tokens, calendar, leans);
        this.named = named;
    }

    /// The longest time that begins at token `i`.
    @Nullable
    Match at(int i) {
        Match range = range(i);
        return range != null ? range : at(i, 0);
    }

    private @Nullable Match at(int i, int depth) {
        if (depth > DEEPEST) return null;
        Match part = partOf(i, depth);
        if (part != null) return part;
        Match anchored = anchored(i, depth);
        if (anchored != null) return anchored;
        Match relative = relatives.at(i);
        if (relative != null) return relative;
        Match holiday = holiday(i);
        if (holiday != null) return holiday;
        Match date = dates.at(i);
        return date != null ? date : occasion(i);
    }

    /// Between May and July, from Monday to Friday, 2010–2015, 3–8 May, May 3-8.
    private @Nullable Match range(int i) {
        String word = tokens.word(i);
        boolean between = word.equals("between") || word.equals("zwischen");
        boolean from = word.equals("from") || word.equals("von") || word.equals("vom");
        Match days = dayRange(between || from ? i + 1 : i);
        if (days != null) return days;
        Match first = at(between || from ? i + 1 : i, 0);
        if (first == null) return null;
        int next = first.next();
        if (!joins(tokens.word(next), between, from)) return null;
        Match second = at(tokens.is(next + 1, "zum") ? next + 2 : next + 1, 0);
        return second == null ? null : join(first, second);
    }

    private static boolean joins(String word, boolean between, boolean from) {
        if (between) return word.equals("and") || word.equals("und");
        if (word.equals("-") || word.equals("–") || word.equals("bis")) return true;
        return from && Set.of("to", "until", "till", "through", "zum").contains(word);
    }

    private @Nullable Match join(Match first, Match second) {
        Days begin = first.days();
        Days end = second.days();
        if (first.yearless() && begin.from().getYear() != end.from().getYear()) {
            begin = begin.plusYears(end.from().getYear() - begin.from().getYear());
        }
        if (first.yearless() && begin.from().isAfter(end.from())) begin = begin.plusYears(-1);
        // From Monday to Friday: each was the nearest of its name.
        boolean weekdays = begin.length() == 1 && end.length() == 1 && first.kind() == Kind.RELATIVE;
        if (weekdays && begin.from().isAfter(end.from())) {
            boolean past = end.from().isBefore(calendar.today());
            if (past) begin = new Days(begin.from().minusDays(7), begin.to());
            else end = new Days(end.from(), end.to().plusDays(7));
        }
        if (!begin.from().isBefore(end.to())) return null;
        return second.with(new Days(begin.from(), end.to()));
    }

    /// 3–8 May 2023, 3rd to 8th of May, May 3-8.
    private @Nullable Match dayRange(int i) {
        int number = i;
        boolean monthFirst = dates.isMonthName(i) && tokens.at(i).capital();
        if (monthFirst || tokens.is(i, "the")) number = i + 1;
        int first = tokens.number(number);
        if (first < 1 || first > 31) return null;
        int sign = afterNumber(number);
        if (!Set.of("-", "–", "to", "and", "until", "bis").contains(tokens.word(sign))) return null;
        int second = tokens.is(sign + 1, "the") ? sign + 2 : sign + 1;
        if (tokens.number(second) <= first || tokens.number(second) > 31) return null;
        if (monthFirst) {
            Match end = withoutStart(i, second);
            boolean joined = Set.of("-", "–", "to").contains(tokens.word(sign));
            return end == null || !joined ? null : back(end, tokens.number(second) - first);
        }
        Match end = dates.at(second);
        if (end == null || end.days().length() != 1 || end.next() <= second + 1) return null;
        return back(end, tokens.number(second) - first);
    }

    private static Match back(Match end, int days) {
        return end.with(new Days(end.days().from().minusDays(days), end.days().to()));
    }

    private int afterNumber(int i) {
        boolean ended =
                tokens.touches(i + 1) && Set.of("st", "nd", "rd", "th", ".").contains(tokens.word(i + 1));
        return ended ? i + 2 : i + 1;
    }

    /// "May … 8, 2023": the day of the second number in the month before.
    private @Nullable Match withoutStart(int month, int second) {
        int number = Vocabulary.MONTHS.getOrDefault(tokens.word(month), 1);
        int next = afterNumber(second);
        int at = tokens.is(next, ",") ? next + 1 : next;
        int year = tokens.digits(at) == 4 ? tokens.number(at) : -1;
        if (year >= 1000 && year <= 2999) {
            return Match.absolute(at + 1, Calendar.day(year, number, tokens.number(second)));
        }
        return Match.yearless(next, calendar.day(number, tokens.number(second), leans[month]));
    }

    /// Early May, the end of last month, later this week, Anfang Mai.
    private @Nullable Match partOf(int i, int depth) {
        int begin = Vocabulary.ARTICLES.contains(tokens.word(i)) ? i + 1 : i;
        String word = tokens.word(begin);
        boolean of = tokens.is(begin + 1, "of");
        int whole = begin + (of ? 2 : tokens.is(begin + 1, "-") ? 2 : 1);
        Match all =
                switch (word) {
                    case "early", "mid", "late", "earlier", "later", "anfang", "mitte", "ende" -> wholeAt(whole, depth);
                    case "beginning", "start", "middle", "end" -> of ? wholeAt(whole, depth) : null;
                    default -> null;
                };
        if (all == null || all.days().length() < 5) return null;
        boolean month = all.days().length() <= 100;
        return switch (word) {
            case "early", "anfang" -> all.with(all.days().part(0, 3));
            case "beginning", "start" -> all.with(all.days().part(0, month ? 3 : 6));
            case "mid", "middle", "mitte" -> all.with(all.days().part(1, 3));
            case "late", "ende" -> all.with(all.days().part(2, 3));
            case "end" ->
                month ? all.with(all.days().part(2, 3)) : all.with(all.days().part(5, 6));
            case "earlier" -> sofar(all, all.days().from(), calendar.today().plusDays(1));
            default -> sofar(all, calendar.today(), all.days().to());
        };
    }

    private static @Nullable Match sofar(Match all, LocalDate from, LocalDate to) {
        return from.isBefore(to) ? all.with(new Days(from, to)) : null;
    }

    private @Nullable Match wholeAt(int i, int depth) {
        if (Vocabulary.ARTICLES.contains(tokens.word(i))) {
            Unit unit = Vocabulary.UNITS.get(tokens.word(i + 1));
            boolean current = unit == Unit.WEEK || unit == Unit.MONTH || unit == Unit.YEAR;
            if (unit != null && current && !tokens.is(i + 2, "of"))
                return Match.relative(i + 2, calendar.current(unit, 0));
        }
        if (dates.isMonthName(i)) return monthAt(i);
        return at(i, depth + 1);
    }

    private @Nullable Match monthAt(int i) {
        Match date = dates.at(i);
        return date != null && date.days().length() >= 28 ? date : null;
    }

    /// The week after my birthday, two days before Christmas, the day before yesterday, the week of 3 May.
    private @Nullable Match anchored(int i, int depth) {
        int begin = Vocabulary.ARTICLES.contains(tokens.word(i)) || tokens.is(i, "am") || tokens.is(i, "a") ? i + 1 : i;
        Counted amount = Counted.at(tokens, i);
        if (amount != null && amount.unit() != Unit.MOMENT && tokens.number(i) != 0) {
            Match counted = countedFrom(amount, depth);
            if (counted != null) return counted;
        }
        String word = tokens.word(begin);
        Unit unit = Vocabulary.UNITS.get(word);
        Integer weekday = Vocabulary.WEEKDAYS.get(word);
        if (unit == Unit.MOMENT || (unit == null && weekday == null)) return null;
        String relation = tokens.word(begin + 1);
        int anchorAt = begin + 2;
        boolean beforeLast = tokens.is(anchorAt, "last") && BEFORE.contains(relation);
        boolean afterNext = tokens.is(anchorAt, "next") && AFTER.contains(relation);
        if (unit != null && (beforeLast || afterNext) && !next(anchorAt)) {
            return Match.relative(anchorAt + 1, calendar.current(unit, beforeLast ? -2 : 2));
        }
        boolean of = relation.equals("of");
        int direction = AFTER.contains(relation) ? 1 : BEFORE.contains(relation) ? -1 : 0;
        if (direction == 0 && !of) return null;
        Match anchor = at(anchorAt, depth + 1);
        if (anchor == null || anchor.days().length() > 100) return null;
        Days days = anchor.days();
        if (weekday != null) return of ? null : anchor.with(weekdayFrom(days, weekday, direction));
        if (unit == null) return null;
        return of ? around(anchor, unit) : anchor.with(beside(days, word, unit, direction));
    }

    /// Whether "last" or "next" at `i` goes with what follows it: "the week before last Christmas".
    private boolean next(int i) {
        return relatives.at(i) != null || holiday(i) != null;
    }

    private static @Nullable Match around(Match anchor, Unit unit) {
        return switch (unit) {
            case WEEK -> anchor.with(Days.week(anchor.days().from()));
            case WEEKEND -> anchor.with(Days.weekend(anchor.days().from()));
            case DAY -> anchor.days().length() <= 3 ? anchor : null;
            default -> null;
        };
    }

    private static Days beside(Days anchor, String word, Unit unit, int direction) {
        boolean day = DAY_WORDS.contains(word);
        if (day) return Days.of(direction > 0 ? anchor.to() : anchor.from().minusDays(1));
        if (unit == Unit.WEEKEND) {
            LocalDate saturday = direction > 0
                    ? anchor.to().with(TemporalAdjusters.nextOrSame(DayOfWeek.SATURDAY))
                    : anchor.from().minusDays(1).with(TemporalAdjusters.previous(DayOfWeek.SATURDAY));
            return new Days(saturday, saturday.plusDays(2));
        }
        return direction > 0
                ? new Days(anchor.to(), Calendar.plus(anchor.to(), unit, 1))
                : new Days(Calendar.plus(anchor.from(), unit, -1), anchor.from());
    }

    private static Days weekdayFrom(Days anchor, int weekday, int direction) {
        DayOfWeek name = DayOfWeek.of(weekday);
        return Days.of(
                direction > 0
                        ? anchor.to().with(TemporalAdjusters.nextOrSame(name))
                        : anchor.from().with(TemporalAdjusters.previous(name)));
    }

    private @Nullable Match countedFrom(Counted amount, int depth) {
        String relation = tokens.word(amount.next());
        int direction = AFTER.contains(relation) ? 1 : BEFORE.contains(relation) ? -1 : 0;
        if (direction == 0) return null;
        Match anchor = at(amount.next() + 1, depth + 1);
        if (anchor == null || anchor.days().length() > 100) return null;
        LocalDate base =
                direction > 0 ? anchor.days().to().minusDays(1) : anchor.days().from();
        LocalDate near = Calendar.plus(base, amount.unit(), (long) direction * amount.low());
        LocalDate far = Calendar.plus(base, amount.unit(), (long) direction * amount.high());
        int slack = amount.unit() == Unit.DAY ? 0 : amount.unit() == Unit.WEEK ? 3 : 15;
        LocalDate first = direction > 0 ? near : far;
        LocalDate last = direction > 0 ? far : near;
        return anchor.upTo(anchor.next()).with(new Days(first.minusDays(slack), last.plusDays(slack + 1L)));
    }

    /// Christmas, last Easter, Thanksgiving 2021.
    private @Nullable Match holiday(int i) {
        int article = Vocabulary.ARTICLES.contains(tokens.word(i)) ? i + 1 : i;
        String word = tokens.word(article);
        int on = Vocabulary.LAST.contains(word) ? -1 : Vocabulary.NEXT.contains(word) ? 1 : 0;
        boolean pointed = on != 0 || Vocabulary.THIS.contains(word);
        if (!pointed && Vocabulary.EVERY.contains(tokens.word(i - 1))) return null;
        Holidays.Named name = Holidays.at(tokens, pointed ? article + 1 : article);
        if (name == null) return null;
        IntFunction<Days> inYear = name.inYear();
        int next = name.next();
        int at = tokens.is(next, "of") || tokens.is(next, "in") ? next + 1 : next;
        int year = tokens.digits(at) == 4 ? tokens.number(at) : -1;
        if (year >= 1000 && year <= 2999) return match(at + 1, inYear.apply(year), 1, false);
        if (on < 0) return match(next, calendar.last(inYear), 0.9, false);
        if (on > 0) return match(next, calendar.next(inYear), 0.9, false);
        Lean lean = leans[i];
        if (pointed)
            return match(next, calendar.yearly(inYear, lean == Lean.PAST ? Lean.PAST : Lean.FUTURE), 0.9, false);
        return match(next, calendar.yearly(inYear, lean == Lean.FUTURE ? Lean.FUTURE : Lean.PAST), 0.8, true);
    }

    private static Match match(int next, Days days, double confidence, boolean yearless) {
        return new Match(next, days, Kind.HOLIDAY, confidence, yearless);
    }

    /// My birthday, our last anniversary, Anna's birthday, my sister's wedding.
    private @Nullable Match occasion(int i) {
        String owner = "user";
        int at = i;
        if (MINE.contains(tokens.word(i))) at++;
        if (tokens.is(at + 1, "'s") && tokens.at(at).isWord()) {
            owner = tokens.word(at);
            at += 2;
        } else if (at == i) return null;
        int on = Vocabulary.LAST.contains(tokens.word(at)) ? -1 : Vocabulary.NEXT.contains(tokens.word(at)) ? 1 : 0;
        if (on != 0) at++;
        if (tokens.is(at, "wedding") && tokens.is(at + 1, "anniversary")) at++;
        if (!Vocabulary.OCCASIONS.contains(tokens.word(at))) return null;
        return when(owner + "." + english(tokens.word(at)), at + 1, on, leans[i]);
    }

    private @Nullable Match when(String name, int next, int on, Lean lean) {
        Optional<NamedDate> date = named.apply(name);
        if (date.isEmpty()) return null;
        return switch (date.get()) {
            case NamedDate.Once once -> new Match(next, Days.of(once.day()), Kind.NAMED, 0.9, false);
            case NamedDate.EveryYear every -> {
                IntFunction<Days> inYear = year -> Days.of(every.day().atYear(year));
                Days days = on < 0
                        ? calendar.last(inYear)
                        : on > 0 ? calendar.next(inYear) : calendar.everyYear(every.day(), lean);
                yield new Match(next, days, Kind.NAMED, 0.9, on == 0);
            }
        };
    }

    private static String english(String occasion) {
        return switch (occasion) {
            case "geburtstag" -> "birthday";
            case "hochzeitstag", "jahrestag" -> "anniversary";
            case "hochzeit" -> "wedding";
            default -> occasion;
        };
    }
}
