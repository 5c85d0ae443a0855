package keepsake.memory.extract;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import keepsake.memory.Fact;
import keepsake.memory.Fact.Kind;
import keepsake.memory.text.RememberRequest;
import keepsake.memory.time.TimeExpression;
import keepsake.memory.time.TimeExpression.Relation;
import keepsake.memory.time.TimeExpressions;

/// Makes candidates from the places of a message: the words, and since when they hold.
///
/// @param message the message, verbatim
record Statements(String message, Instant saidAt, ZoneId zone) {
    private static final Pattern IS_OVER = Pattern.compile("(?iU)\\bused to\\b");

    /// Instants a clock can show.
    private static final long MOST_SECONDS = 100_000_000_000L;

    /// @param subject   `user` or who it is about
    /// @param attribute without the subject; empty for what can be many
    CandidateFact of(
            String subject, String statement, Kind kind, int start, int end, String attribute, double confidence) {
        String quote = message.substring(start, end);
        String key = attribute.isEmpty()
                ? ""
                : subject.toLowerCase(java.util.Locale.ROOT).replace(' ', '-') + "." + attribute;
        boolean over = IS_OVER.matcher(quote).find();
        Optional<Instant> from = over ? Optional.empty() : since(quote, !attribute.isEmpty());
        return new CandidateFact(
                subject,
                RememberRequest.statement(statement),
                kind,
                quote,
                from,
                over ? Optional.of(saidAt) : Optional.empty(),
                over || key.isEmpty() ? Optional.empty() : Optional.of(key),
                confidence);
    }

    CandidateFact ofUser(String statement, Kind kind, Clause clause, String attribute, double confidence) {
        return of(Fact.USER, statement, kind, clause.start(), clause.end(), attribute, confidence);
    }

    /// The words at a clause, verbatim.
    String words(Clause clause) {
        return message.substring(clause.start(), clause.end());
    }

    List<TimeExpression> times(String text) {
        if (Math.abs(saidAt.getEpochSecond()) > MOST_SECONDS) return List.of();
        return TimeExpressions.find(text, ZonedDateTime.ofInstant(saidAt, zone), _ -> Optional.empty());
    }

    /// Whether the words speak of today or a day to come.
    boolean speaksOfComing(String text) {
        return times(text).stream()
                .anyMatch(
                        time -> time.interval().to().toInstant().isAfter(saidAt) && time.relation() != Relation.SINCE);
    }

    private Optional<Instant> since(String quote, boolean changes) {
        return times(quote).stream()
                .filter(time -> time.relation() == Relation.SINCE
                        || (changes && time.relation() == Relation.WITHIN && time.confidence() >= 0.5))
                .map(time -> time.interval().from().toInstant())
                .filter(from -> from.isBefore(saidAt))
                .findFirst();
    }
}
