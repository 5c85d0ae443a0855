package keepsake.memory.time;

import java.time.LocalDate;
import java.util.Set;
import keepsake.memory.time.Vocabulary.Season;
import keepsake.memory.time.Vocabulary.Unit;
import org.jspecify.annotations.Nullable;

/// Reads times told from now: "yesterday", "last spring", "two weeks ago", "the past few months", "next Friday".
final class Relatives {
    /// "Last" here is not "the one before".
    private static final int SOME_MONTHS = 3;

    private final Tokens tokens;
    private final Calendar calendar;
    private final Lean[] leans;

    Relatives(Tokens tokens, Calendar calendar, Lean[] leans) {
        this.tokens = tokens;
        this.calendar = calendar;
        this.leans = leans;
    }

    private Lean lean(int i) {
        return leans[Math.min(i, leans.length - 1)];
    }

    @Nullable
    Match at(int i) {
        Match word = word(i);
        if (word != null) return word;
        Match counted = counted(i);
        if (counted != null) return counted;
        int begin = Vocabulary.ARTICLES.contains(tokens.word(i)) ? i + 1 : i;
        Match stretch = stretch(begin, begin > i);
        if (stretch != null) return stretch;
        Match pointed = pointed(begin, begin > i);
        return pointed != null ? pointed : weekday(begin);
    }

    /// One word or a fixed phrase.
    private @Nullable Match word(int i) {
        LocalDate today = calendar.today();
        String word = tokens.word(i);
        String before = tokens.word(i - 1);
        return switch (word) {
            case "today", "tonight", "heute" ->
                tokens.is(i + 1, "'s") && !Vocabulary.DAY_PARTS.contains(tokens.word(i + 2)) ? null : day(i + 1, today);
            case "yesterday", "gestern" -> day(i + 1, today.minusDays(1));
            case "tomorrow", "übermorgen" -> day(i + 1, today.plusDays(word.equals("tomorrow") ? 1 : 2));
            case "vorgestern" -> day(i + 1, today.minusDays(2));
            case "morgen" -> germanTomorrow(i, before) ? day(i + 1, today.plusDays(1)) : null;
            case "last" -> tokens.is(i + 1, "night") ? Match.relative(i + 2, Days.of(today.minusDays(1))) : null;
            case "this" ->
                Vocabulary.DAY_PARTS.contains(tokens.word(i + 1)) && !tokens.is(i + 1, "night")
                        ? Match.relative(i + 2, Days.of(today))
                        : null;
            case "the" ->
                tokens.is(i + 1, "other") && tokens.is(i + 2, "day")
                        ? Match.vague(i + 3, new Days(today.minusDays(7), today))
                        : null;
            case "recently", "lately", "neulich", "kürzlich" ->
                Match.vague(i + 1, new Days(today.minusDays(30), today.plusDays(1)));
            default -> null;
        };
    }

    /// "Morgen" is tomorrow unless it is the morning.
    private boolean germanTomorrow(int i, String before) {
        boolean morning = Set.of(
                        "guten", "am", "jeden", "heute", "gestern", "der", "den", "diesen", "dem", "eines", "good")
                .contains(before);
        return !morning
                && (!tokens.at(i).capital()
                        || (i == 0 && tokens.size() > 1 && tokens.at(1).isWord()));
    }

    private Match day(int next, LocalDate day) {
        int end = Vocabulary.DAY_PARTS.contains(tokens.word(next)) ? next + 1 : next;
        return Match.relative(end, Days.of(day));
    }

    /// Two weeks ago, vor zwei Wochen, in three days, two weeks from now.
    private @Nullable Match counted(int i) {
        boolean german = tokens.is(i, "vor") || tokens.is(i, "in");
        Counted amount = Counted.at(tokens, german ? i + 1 : i);
        if (amount == null) return null;
        int next = amount.next();
        if (tokens.is(i, "vor")) return ago(amount, next);
        if (tokens.is(i, "in")) return ahead(amount, next, i);
        boolean back = tokens.is(next, "back")
                && lean(i) == Lean.PAST
                && !tokens.at(next + 1).isWord();
        if (tokens.is(next, "ago") || back) return ago(amount, next + 1);
        boolean fromNow = tokens.is(next, "from") && (tokens.is(next + 1, "now") || tokens.is(next + 1, "today"));
        return fromNow ? ahead(amount, next + 2, i) : null;
    }

    private Match ago(Counted amount, int next) {
        Days days = calendar.away(amount.unit(), -amount.low(), -amount.high());
        return new Match(next, days, TimeExpression.Kind.RELATIVE, amount.low() == amount.high() ? 0.9 : 0.7, false);
    }

    /// "In two weeks" tells how long something took when the sentence tells the past.
    private @Nullable Match ahead(Counted amount, int next, int i) {
        boolean took = tokens.is(i, "in") && lean(i) == Lean.PAST;
        boolean counts = tokens.is(next, "of") || tokens.is(next, "old");
        if (took || counts || (amount.unit() == Unit.MOMENT && tokens.is(i, "in"))) return null;
        return new Match(
                next,
                calendar.away(amount.unit(), amount.low(), amount.high()),
                TimeExpression.Kind.RELATIVE,
                0.7,
                false);
    }

    /// The past few months, the last two weeks, the coming days, in the past year.
    private @Nullable Match stretch(int i, boolean article) {
        String word = tokens.word(i);
        boolean these = word.equals("these");
        int begin = these ? i + 1 : i;
        boolean past = Vocabulary.PAST.contains(tokens.word(begin));
        boolean coming = Vocabulary.NEXT.contains(tokens.word(begin));
        if (!past && !coming) return null;
        int sign = past ? -1 : 1;
        Counted amount = Counted.at(tokens, begin + 1);
        boolean one = amount != null && Set.of("a", "an").contains(tokens.word(begin + 1));
        if (amount != null && !one) {
            return Match.relative(amount.next(), calendar.stretch(amount.unit(), sign * amount.high()));
        }
        Unit unit = Vocabulary.UNITS.get(tokens.word(begin + 1));
        if (unit == null || unit == Unit.MOMENT) return null;
        boolean plural = Set.of("days", "weeks", "months", "years", "tagen", "wochen", "monaten", "jahren", "decades")
                .contains(tokens.word(begin + 1));
        if (plural && (article || these || word.equals("past") || coming)) {
            return Match.vague(begin + 2, calendar.stretch(unit, sign * SOME_MONTHS));
        }
        boolean whole = article
                && !plural
                && (word.equals("last") || word.equals("past"))
                && unit != Unit.WEEKEND
                && unit != Unit.DAY;
        return whole ? Match.relative(begin + 2, calendar.stretch(unit, -1)) : null;
    }

    /// Last week, this month, next year, last spring, next May, last Friday, this weekend.
    private @Nullable Match pointed(int i, boolean article) {
        int on = direction(tokens.word(i));
        if (on == NONE) return weekend(i, article);
        int of = i + 1;
        if (on == 0 && tokens.is(i, "this") && (tokens.is(of, "past") || tokens.is(of, "last"))) {
            on = -1;
            of++;
        } else if (on == 0 && tokens.is(of, "coming")) {
            on = 1;
            of++;
        }
        String word = tokens.word(of);
        Unit unit = Vocabulary.UNITS.get(word);
        if (unit != null) return unit(of, unit, on);
        Season season = Vocabulary.SEASONS.get(word);
        if (season != null) return Match.relative(of + 1, season(season, on, lean(i)));
        Integer weekday = Vocabulary.WEEKDAYS.get(word);
        if (weekday != null) return weekdayPointed(of, weekday, on);
        Integer month = Vocabulary.MONTHS.get(word);
        return month == null ? null : month(of, month, on);
    }

    private static final int NONE = 9;

    private static int direction(String word) {
        if (Vocabulary.LAST.contains(word)) return -1;
        if (Vocabulary.THIS.contains(word)) return 0;
        return Vocabulary.NEXT.contains(word) ? 1 : NONE;
    }

    private @Nullable Match unit(int of, Unit unit, int on) {
        String word = tokens.word(of);
        boolean plural = word.length() > 4 && word.endsWith("s") && !word.endsWith("tags");
        if (unit == Unit.MOMENT || unit == Unit.DAY || plural) return null;
        if (unit == Unit.WEEKEND
                && on == 0
                && lean(of) == Lean.PAST
                && calendar.today().getDayOfWeek().getValue() < 4) {
            return Match.relative(of + 1, calendar.current(unit, -1));
        }
        return Match.relative(of + 1, calendar.current(unit, on));
    }

    private Days season(Season season, int on, Lean lean) {
        return switch (on) {
            case -1 -> calendar.last(year -> calendar.season(season, year));
            case 1 -> calendar.next(year -> calendar.season(season, year));
            default ->
                calendar.yearly(year -> calendar.season(season, year), lean == Lean.PAST ? Lean.PAST : Lean.FUTURE);
        };
    }

    private @Nullable Match weekdayPointed(int of, int weekday, int on) {
        if (Vocabulary.DOUBTFUL_WEEKDAYS.contains(tokens.word(of))
                && !tokens.at(of).capital()) return null;
        Days days = on == -1 ? calendar.weekday(weekday, Lean.PAST) : calendar.weekdayOfWeek(weekday, on);
        return day(of + 1, days.from());
    }

    private @Nullable Match month(int of, int month, int on) {
        boolean date = tokens.at(of + 1).number();
        if ((date && on == 0) || tokens.is(of + 1, "'s")) return null;
        Days now = calendar.current(Unit.MONTH, 0);
        return switch (on) {
            case -1 -> Match.relative(of + 1, calendar.last(year -> ofYear(year, month)));
            case 1 -> Match.relative(of + 1, calendar.next(year -> ofYear(year, month)));
            default -> Match.relative(of + 1, ofYear(now.from().getYear(), month));
        };
    }

    private static Days ofYear(int year, int month) {
        return Days.of(java.time.YearMonth.of(year, month));
    }

    /// At the weekend: the last one, or the coming one.
    private @Nullable Match weekend(int i, boolean article) {
        boolean named = article || tokens.is(i - 1, "am") || tokens.is(i - 1, "at");
        if (!named || !(tokens.is(i, "weekend") || tokens.is(i, "wochenende"))) return null;
        if (!Set.of("at", "on", "over", "for", "am", "during").contains(tokens.word(article ? i - 2 : i - 1)))
            return null;
        if (tokens.is(i + 1, "of") || tokens.is(i + 1, "after") || tokens.is(i + 1, "before")) return null;
        boolean past = lean(i) == Lean.PAST;
        return new Match(
                i + 1, calendar.current(Unit.WEEKEND, past ? -1 : 0), TimeExpression.Kind.RELATIVE, 0.7, false);
    }

    /// On Friday, Friday evening.
    private @Nullable Match weekday(int i) {
        Integer weekday = Vocabulary.WEEKDAYS.get(tokens.word(i));
        String before = tokens.word(i - 1);
        if (weekday == null || Vocabulary.EVERY.contains(before) || tokens.is(i + 1, "'s")) return null;
        if (Set.of("another", "black", "good", "easter", "like", "love", "hate").contains(before)) return null;
        boolean doubtful = Vocabulary.DOUBTFUL_WEEKDAYS.contains(tokens.word(i));
        if (doubtful && !(tokens.at(i).capital() && (before.equals("on") || before.equals("am")))) return null;
        Lean lean = before.equals("until") || before.equals("by") ? Lean.FUTURE : lean(i);
        Match match = day(i + 1, calendar.weekday(weekday, lean).from());
        return new Match(match.next(), match.days(), TimeExpression.Kind.RELATIVE, 0.7, false);
    }
}
