package keepsake.memory.time;

import java.util.Set;
import keepsake.memory.time.Vocabulary.Unit;
import org.jspecify.annotations.Nullable;

/// Reads amounts of time: "two weeks", "a couple of days", "a few months", "half a year".
///
/// @param next the token after it
/// @param low  at least so many
/// @param high at most so many
record Counted(int next, Unit unit, int low, int high) {
    /// More is no time that anyone remembers.
    private static final int MOST = 999;

    private static final Set<String> FEW = Set.of("few", "paar", "einigen", "wenigen", "einige", "wenige");
    private static final Set<String> SEVERAL = Set.of("several", "mehreren", "mehrere");

    static @Nullable Counted at(Tokens tokens, int i) {
        if (tokens.is(i, "half") && (tokens.is(i + 1, "a") || tokens.is(i + 1, "an")) && tokens.is(i + 2, "year")) {
            return new Counted(i + 3, Unit.MONTH, 5, 7);
        }
        int article = Set.of("a", "an", "ein", "the", "einem", "einer").contains(tokens.word(i)) ? i + 1 : i;
        if (tokens.is(article, "halben") && tokens.is(article + 1, "jahr"))
            return new Counted(article + 2, Unit.MONTH, 5, 7);
        if (tokens.is(article, "couple")) {
            int unit = tokens.is(article + 1, "of") ? article + 2 : article + 1;
            return unit(tokens, unit, 2, 3);
        }
        if (FEW.contains(tokens.word(article))) return unit(tokens, article + 1, 2, 5);
        if (SEVERAL.contains(tokens.word(i))) return unit(tokens, i + 1, 3, 7);
        int count = count(tokens, i);
        if (count < 0) return null;
        int unit = i + 1;
        boolean range = Set.of("or", "to", "-", "–", "oder", "bis").contains(tokens.word(i + 1))
                && count(tokens, i + 2) > count;
        int high = range ? count(tokens, i + 2) : count;
        if (range) unit = i + 3;
        if (tokens.is(unit, "more")) unit++;
        Counted plain = unit(tokens, unit, count, high);
        return plain == null ? null : plain.andAHalf(tokens);
    }

    /// "A year and a half" is between 17 and 19 months.
    private Counted andAHalf(Tokens tokens) {
        boolean half = tokens.is(next, "and") && tokens.is(next + 1, "a") && tokens.is(next + 2, "half");
        if (!half) return this;
        return unit == Unit.YEAR
                ? new Counted(next + 3, Unit.MONTH, 12 * low + 5, 12 * high + 7)
                : new Counted(next + 3, unit, low, high + 1);
    }

    private static int count(Tokens tokens, int i) {
        int digits = tokens.number(i);
        if (digits >= 0) return digits <= MOST && !(tokens.touches(i) && tokens.is(i - 1, ".")) ? digits : -1;
        return Vocabulary.COUNTS.getOrDefault(tokens.word(i), -1);
    }

    private static @Nullable Counted unit(Tokens tokens, int i, int low, int high) {
        Unit unit = Vocabulary.UNITS.get(tokens.word(i));
        return unit == null ? null : new Counted(i + 1, unit, low, high);
    }
}
