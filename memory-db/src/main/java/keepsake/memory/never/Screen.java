package keepsake.memory.never;

import java.sql.SQLException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import keepsake.memory.NeverStore.Kind;
import keepsake.memory.NeverStore.Rule;
import keepsake.memory.NeverStore.Screened;
import keepsake.memory.sql.Sql;

/// The rules as they are now, ready to be used on texts. Immutable.
public final class Screen {
    /// The longest card number, IBAN or short password with its signs; longer phrases hold back more.
    private static final int HELD_BACK = 120;

    private final List<Rule> rules;

    Screen(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /// Reads the rules, in the caller's transaction.
    public static Screen of(Sql sql) throws SQLException {
        return new Screen(rules(sql));
    }

    static List<Rule> rules(Sql sql) throws SQLException {
        return sql.list(
                "SELECT id, kind, text FROM never_store ORDER BY id",
                row -> new Rule(
                        row.getLong("id"),
                        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("text")));
    }

    /// The text as it may be kept.
    public String text(String text) {
        return screen(text).text();
    }

    /// The text as it may be kept; the same text where no rule matches.
    public Screened screen(String text) {
        if (rules.isEmpty()) return new Screened(text, 0);
        List<Match> matches = matches(text);
        if (matches.isEmpty() && !Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            // The same letters written as letter and accent.
            String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
            matches = matches(composed);
            return matches.isEmpty() ? new Screened(text, 0) : replace(composed, matches);
        }
        return replace(text, matches);
    }

    /// The beginning of a growing text that can be kept before the rest is known: what comes may complete something at
    /// its end.
    public String beginning(String text) {
        if (rules.isEmpty()) return text;
        List<Match> matches = matches(text);
        if (matches.isEmpty() && !Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
            if (!matches(composed).isEmpty()) return beginning(composed);
        }
        int longest =
                rules.stream().mapToInt(rule -> rule.text().length()).max().orElse(0);
        int cut = Math.max(0, text.length() - HELD_BACK - 2 * longest);
        while (cut > 0 && !Character.isWhitespace(text.charAt(cut - 1))) cut--;
        for (Match match : matches) if (match.start() < cut && cut < match.end()) cut = match.start();
        int end = cut;
        return replace(
                        text.substring(0, end),
                        matches.stream().filter(m -> m.end() <= end).toList())
                .text();
    }

    /// @param start of what is left out
    /// @param end   exclusive
    /// @param mark  what stands there instead
    record Match(int start, int end, String mark) {}

    private List<Match> matches(String text) {
        List<Match> matches = new ArrayList<>();
        for (Rule rule : rules) {
            switch (rule.kind()) {
                case PHRASE -> Phrases.find(rule, text, matches);
                case CARD_NUMBER -> CardNumbers.find(text, matches);
                case IBAN -> Ibans.find(text, matches);
                case PASSWORD -> Passwords.find(text, matches);
            }
        }
        matches.sort(Comparator.comparingInt(Match::start).thenComparing(Match::end, Comparator.reverseOrder()));
        return matches;
    }

    /// Matches that touch each other become one: nothing between them may stay.
    private static Screened replace(String text, List<Match> matches) {
        StringBuilder kept = new StringBuilder(text.length());
        int at = 0;
        int places = 0;
        for (Match match : matches) {
            if (match.start() < at) {
                at = Math.max(at, match.end());
                continue;
            }
            kept.append(text, at, match.start())
                    .append("[not kept: ")
                    .append(match.mark())
                    .append(']');
            at = match.end();
            places++;
        }
        return new Screened(kept.append(text, at, text.length()).toString(), places);
    }
}
