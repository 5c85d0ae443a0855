package keepsake.app.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import keepsake.memory.Fact;
import keepsake.memory.extract.CandidateFact;
import keepsake.memory.extract.Extraction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Judges what is extracted from messages. A fact counts as found when one extracted statement (subject and sentence
/// together, lower case) holds all words of an expectation and names its subject; a statement in the user's own first
/// person names the user.
@Command(name = "facts", description = "Counts the facts found in messages that are known to hold them.")
final class EvalFacts implements Callable<Integer> {
    private static final Pattern FIRST_PERSON =
            Pattern.compile("(?iU)\\b(?:i|me|my|mine|we|us|our|ours|ich|mich|mir|mein\\w*|wir|uns|unser\\w*)\\b");

    private final Surroundings around;

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "messages with expected facts (JSON)")
    private Path data;

    @Option(names = "--model", paramLabel = "none", description = "none: by rules alone (the default)")
    private String model = "none";

    @Option(names = "--json", description = "a JSON object")
    private boolean json;

    @Option(names = "--list", description = "also every message with what was missed and what was too much")
    private boolean list;

    EvalFacts(Surroundings around) {
        this.around = around;
    }

    /// @param words all occur in the fact, lower case
    private record Expectation(String subject, List<String> words) {
        boolean isMetBy(CandidateFact fact) {
            String text = text(fact);
            boolean named = subject.equals("u") ? namesTheUser(fact) : text.contains(subject);
            return named && words.stream().allMatch(text::contains);
        }
    }

    private static final class Score {
        private int found;
        private int expected;
        private int facts;
        private int unmatched;
        private int forbidden;
    }

    @Override
    public Integer call() {
        if (!model.equals("none")) {
            throw CommandProblem.badInput(
                    "Only '--model none' is available yet: facts are found by rules. Nothing was evaluated.");
        }
        JsonNode messages = EvalData.read(data);
        Score score = new Score();
        for (JsonNode message : messages) judge(message, score);
        around.out().println(json ? Json.text(fields(score).values()) : sentence(score));
        return ExitStatus.OK;
    }

    private void judge(JsonNode message, Score score) {
        String text = EvalData.text(message, "message", data);
        List<CandidateFact> facts =
                Extraction.of(text, date(message).atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
        List<Expectation> expectations = new ArrayList<>();
        for (JsonNode expect : message.path("expect")) {
            expectations.add(new Expectation(
                    expect.path("subject").asString("u").toLowerCase(Locale.ROOT), strings(expect.path("words"))));
        }
        List<String> forbidden = strings(message.path("forbid"));
        score.expected += expectations.size();
        score.facts += facts.size();
        for (Expectation expectation : expectations) {
            if (facts.stream().anyMatch(expectation::isMetBy)) score.found++;
            else tell("missed", text, expectation.subject() + " " + expectation.words());
        }
        for (CandidateFact fact : facts) {
            boolean matched = expectations.stream().anyMatch(expectation -> expectation.isMetBy(fact));
            if (!matched) score.unmatched++;
            if (!matched) tell("too much", text, fact.subject() + ": " + fact.statement());
            boolean hit = forbidden.stream().anyMatch(text(fact)::contains);
            if (hit) score.forbidden++;
            if (hit) tell("forbidden", text, fact.subject() + ": " + fact.statement());
        }
    }

    private void tell(String what, String message, String detail) {
        if (list) around.err().println(what + ": " + Prose.line(detail, 200) + "  <  " + Prose.line(message, 200));
    }

    /// "Ruth is my partner" names the user as "Ruth is the user's partner" would.
    private static boolean namesTheUser(CandidateFact fact) {
        return fact.subject().equals(Fact.USER)
                || FIRST_PERSON.matcher(fact.statement()).find();
    }

    private static String text(CandidateFact fact) {
        return (fact.subject() + " " + fact.statement()).toLowerCase(Locale.ROOT);
    }

    private LocalDate date(JsonNode message) {
        String date = EvalData.text(message, "date", data);
        try {
            return LocalDate.parse(date);
        } catch (DateTimeParseException e) {
            throw CommandProblem.badInput("'" + Prose.line(date, 40) + "' is no date like 2026-03-02.");
        }
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        for (JsonNode item : array) strings.add(item.asString("").toLowerCase(Locale.ROOT));
        return strings;
    }

    private static Json.Fields fields(Score score) {
        return new Json.Fields()
                .with("found", score.found)
                .with("expected", score.expected)
                .with("facts", score.facts)
                .with("unmatched", score.unmatched)
                .with("forbidden", score.forbidden);
    }

    private static String sentence(Score score) {
        return "Found " + score.found + " of " + score.expected + " expected facts; " + score.facts + " in all, "
                + score.unmatched + " of them unexpected, " + score.forbidden + " forbidden.";
    }
}
