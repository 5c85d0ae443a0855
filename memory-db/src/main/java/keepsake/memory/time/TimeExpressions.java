package keepsake.memory.time;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import keepsake.memory.time.TimeExpression.Relation;
import org.jspecify.annotations.Nullable;

/// Finds the times a text speaks of, by rules, English and German: "in May", "two weeks ago", "the day after
/// Christmas", "vor drei Tagen", "since 2019". Rather none than a wrong one: "may I", "a second", "when I was in
/// school" are no times.
///
/// Linear in the text, never throws, any text is valid. Threads: any.
public final class TimeExpressions {
    /// Times are looked for in so many characters; what follows in a pasted text matters less.
    private static final int LONGEST = 20_000;

    private static final int FIRST_YEAR = 1000;
    private static final int LAST_YEAR = 2999;

    private TimeExpressions() {}

    /// The times in `text`, in order, none overlapping; seen from `now`, in its time zone, with northern seasons.
    ///
    /// @param named dates with names: asked with `user.birthday`, `user.anniversary`, `user.wedding`, or with a
    /// name or
    ///              relation in small letters, `anna.birthday`, `sister.birthday`
    public static List<TimeExpression> find(
            String text, ZonedDateTime now, Function<String, Optional<NamedDate>> named) {
        return find(text, now, named, Hemisphere.NORTHERN);
    }

    public static List<TimeExpression> find(
            String text, ZonedDateTime now, Function<String, Optional<NamedDate>> named, Hemisphere hemisphere) {
        if (now.getYear() < FIRST_YEAR || now.getYear() > LAST_YEAR) return List.of();
        String some = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        Tokens tokens = new Tokens(some);
        if (!speaksOfTime(tokens)) return List.of();
        Phrases phrases = new Phrases(tokens, new Calendar(now.toLocalDate(), hemisphere), named);
        List<TimeExpression> found = new ArrayList<>();
        for (int i = 0; i < tokens.size(); ) {
            Related related = related(tokens, phrases, i);
            if (related == null) {
                i++;
                continue;
            }
            found.add(expression(some, tokens, i, related, now.getZone()));
            i = related.match().next();
        }
        return found;
    }

    /// Most messages speak of no time; that is seen by single words.
    private static boolean speaksOfTime(Tokens tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.at(i).number() || Vocabulary.SIGNS.contains(tokens.word(i))) return true;
        }
        return false;
    }

    private record Related(Match match, Relation relation) {}

    private static @Nullable Related related(Tokens tokens, Phrases phrases, int i) {
        Match plain = phrases.at(i);
        if (plain != null) return new Related(plain, Relation.WITHIN);
        return switch (tokens.word(i)) {
            case "since", "seit", "ab" -> after(phrases, i + 1, Relation.SINCE);
            case "until", "till", "by", "bis" ->
                after(phrases, tokens.is(i + 1, "zum") ? i + 2 : i + 1, Relation.UNTIL);
            case "before", "vor" -> after(phrases, i + 1, Relation.BEFORE);
            case "after", "nach" -> after(phrases, i + 1, Relation.AFTER);
            case "around", "circa" -> after(phrases, i + 1, Relation.AROUND);
            case "about" -> tokens.is(i - 1, "what") ? null : about(phrases, i + 1);
            case "from" -> from(tokens, phrases, i + 1);
            default -> null;
        };
    }

    private static @Nullable Related after(Phrases phrases, int i, Relation relation) {
        Match match = phrases.at(i);
        return match == null ? null : new Related(match, relation);
    }

    /// "About two weeks ago" is near; "about last summer" is what is spoken of.
    private static @Nullable Related about(Phrases phrases, int i) {
        Match match = phrases.at(i);
        if (match == null || match.kind() != TimeExpression.Kind.RELATIVE || match.next() - i <= 2) return null;
        return new Related(match, Relation.AROUND);
    }

    /// "From May on".
    private static @Nullable Related from(Tokens tokens, Phrases phrases, int i) {
        Match match = phrases.at(i);
        if (match == null) return null;
        boolean on = tokens.is(match.next(), "on") || tokens.is(match.next(), "onwards");
        return on ? new Related(match.upTo(match.next() + 1), Relation.SINCE) : null;
    }

    private static TimeExpression expression(String text, Tokens tokens, int i, Related related, ZoneId zone) {
        Match match = related.match();
        int start = tokens.at(i).start();
        int end = tokens.at(match.next() - 1).end();
        ZonedDateTime from = match.days().from().atStartOfDay(zone);
        ZonedDateTime to = match.days().to().atStartOfDay(zone);
        // Where a zone crossed the date line, a day of the calendar never was.
        Interval interval = new Interval(from, from.isBefore(to) ? to : from.plusDays(1));
        return new TimeExpression(
                start, end, text.substring(start, end), interval, related.relation(), match.kind(), match.confidence());
    }
}
