package keepsake.memory.time;

import java.util.Set;

/// Which way a date without a year lies, by the other words of its sentence.
enum Lean {
    PAST,
    FUTURE,
    OPEN;

    private static final Set<String> FUTURE_WORDS = Set.of(
            "will",
            "'ll",
            "shall",
            "gonna",
            "tomorrow",
            "upcoming",
            "coming",
            "plan",
            "plans",
            "planning",
            "planned",
            "booked",
            "scheduled",
            "appointment",
            "deadline",
            "due",
            "soon",
            "hope",
            "hoping",
            "forward",
            "wait",
            "werde",
            "wird",
            "werden",
            "wollen",
            "möchte",
            "möchten",
            "plane",
            "geplant",
            "gebucht",
            "termin",
            "morgen",
            "starts",
            "begins",
            "next",
            "nächste",
            "nächsten",
            "nächstes");
    private static final Set<String> PAST_WORDS = Set.of(
            "was",
            "were",
            "did",
            "had",
            "went",
            "got",
            "ago",
            "been",
            "saw",
            "met",
            "took",
            "came",
            "made",
            "bought",
            "said",
            "told",
            "ate",
            "gave",
            "left",
            "found",
            "felt",
            "knew",
            "thought",
            "spent",
            "began",
            "became",
            "ran",
            "wrote",
            "read",
            "won",
            "lost",
            "sold",
            "built",
            "caught",
            "taught",
            "hadn",
            "didn",
            "wasn",
            "weren",
            "yesterday",
            "since",
            "last",
            "war",
            "waren",
            "hatte",
            "hatten",
            "habe",
            "haben",
            "hast",
            "hat",
            "wurde",
            "wurden",
            "ging",
            "gestern",
            "letzte",
            "letzten",
            "letztes",
            "seit");
    private static final Set<String> TO_BE = Set.of("am", "is", "are", "'m", "'s", "'re");
    private static final Set<String> NO_PAST =
            Set.of("need", "feed", "bed", "red", "wed", "seed", "speed", "indeed", "fred", "united");

    /// One for every token: that of its sentence. One pass.
    static Lean[] of(Tokens tokens) {
        Lean[] leans = new Lean[tokens.size()];
        int start = 0;
        Lean lean = OPEN;
        for (int i = 0; i <= tokens.size(); i++) {
            String word = tokens.word(i);
            boolean ends =
                    i == tokens.size() || word.equals("?") || word.equals("!") || word.equals(";") || endsAt(tokens, i);
            if (!ends) {
                lean = more(lean, tokens, i);
                continue;
            }
            for (int j = start; j < Math.min(i + 1, leans.length); j++) leans[j] = lean;
            start = i + 1;
            lean = OPEN;
        }
        return leans;
    }

    private static boolean endsAt(Tokens tokens, int i) {
        return tokens.is(i, ".") && !tokens.touches(i + 1) && !tokens.at(i - 1).number();
    }

    private static Lean more(Lean lean, Tokens tokens, int i) {
        if (lean == FUTURE) return lean;
        String word = tokens.word(i);
        boolean happening = TO_BE.contains(tokens.word(i - 1)) && word.length() > 4 && word.endsWith("ing");
        if (FUTURE_WORDS.contains(word) || happening) return FUTURE;
        boolean past = PAST_WORDS.contains(word) || isRegularPast(word);
        return past ? PAST : lean;
    }

    private static boolean isRegularPast(String word) {
        return word.length() > 3 && word.endsWith("ed") && !NO_PAST.contains(word);
    }
}
