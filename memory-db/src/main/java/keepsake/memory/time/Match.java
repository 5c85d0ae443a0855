package keepsake.memory.time;

/// What was read from some token on.
///
/// @param next     the token after it
/// @param days     what it names
/// @param yearless its year was chosen, not said
record Match(int next, Days days, TimeExpression.Kind kind, double confidence, boolean yearless) {
    static Match absolute(int next, Days days) {
        return new Match(next, days, TimeExpression.Kind.ABSOLUTE, 1, false);
    }

    static Match yearless(int next, Days days) {
        return new Match(next, days, TimeExpression.Kind.ABSOLUTE, 0.8, true);
    }

    static Match relative(int next, Days days) {
        return new Match(next, days, TimeExpression.Kind.RELATIVE, 0.9, false);
    }

    static Match vague(int next, Days days) {
        return new Match(next, days, TimeExpression.Kind.RELATIVE, 0.3, false);
    }

    Match with(Days other) {
        return new Match(next, other, kind, confidence, yearless);
    }

    Match upTo(int other) {
        return new Match(other, days, kind, confidence, yearless);
    }
}
