package keepsake.app.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;
import keepsake.app.reflection.EngineThinker;
import keepsake.memory.Fact;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.extract.CandidateFact;
import keepsake.memory.extract.Extraction;
import keepsake.memory.reflect.Thoughts.Said;
import keepsake.memory.thinking.ModelThoughts;
import keepsake.memory.thinking.ModelThoughts.Asking;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.StopSignal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// Judges what is extracted from messages. A fact counts as found when one extracted statement (subject and sentence
/// together, lower case) holds all words of an expectation and names its subject; a statement in the user's own first
/// person names the user.
@Command(name = "facts", description = "Counts the facts found in messages that are known to hold them.")
final class EvalFacts implements Callable<Integer> {
    private static final Pattern FIRST_PERSON =
            Pattern.compile("(?iU)\\b(?:i|me|my|mine|we|us|our|ours|ich|mich|mir|mein\\w*|wir|uns|unser\\w*)\\b");

    private static final String NO_MODEL = "none";

    private final Surroundings around;

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "messages with expected facts (JSON)")
    private Path data;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "FILE|none",
            description = "a GGUF file or an id of 'model list' to think with; none: by rules alone (the default)")
    private String model = NO_MODEL;

    @Option(names = "--only", paramLabel = "rules|model", description = "leaves the other's facts out (default: both)")
    private @Nullable String only;

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
    public Integer call() throws EngineException {
        requireMode();
        JsonNode messages = EvalData.read(data);
        Score score = new Score();
        if (model.equals(NO_MODEL)) {
            for (JsonNode message : messages) judge(message, Optional.empty(), score);
        } else {
            judgeWithModel(messages, score);
        }
        around.out().println(json ? Json.text(fields(score).values()) : sentence(score));
        return ExitStatus.OK;
    }

    private void requireMode() {
        if (only != null && !only.equals("rules") && !only.equals("model")) {
            throw CommandProblem.badInput("There is no '--only " + Prose.line(only, 40) + "'. Use rules or model.");
        }
        if ("model".equals(only) && model.equals(NO_MODEL)) {
            throw CommandProblem.badInput("'--only model' needs a model. Give one with --model.");
        }
    }

    private void judgeWithModel(JsonNode messages, Score score) throws EngineException {
        Path file = ModelOptions.named(model, around.parts().models().apply(Session.home(spec)));
        Progress progress = new Progress(around);
        StopSignal stop = new StopSignal();
        try (Interrupts _ = Interrupts.raising(stop);
                ChatEngine engine = around.parts().loader().load(LoadRequest.of(file), LoadListener.NONE)) {
            ModelThoughts thoughts = new ModelThoughts(
                    EngineThinker.with(engine),
                    ZoneOffset.UTC,
                    "model".equals(only) ? Asking.EVERYTHING : Asking.WHAT_RULES_LEAVE);
            int done = 0;
            for (JsonNode message : messages) {
                progress.show("Reading message " + ++done + " of " + messages.size());
                if (stop.isRaised()) throw CommandProblem.stopped("Stopped. Nothing is kept of an evaluation.");
                judge(message, Optional.of(said -> found(thoughts, said, stop)), score);
            }
        } finally {
            progress.clear();
        }
    }

    private static List<CandidateFact> found(ModelThoughts thoughts, Said said, StopSignal stop) {
        return thoughts.facts(said, List.of(), stop::isRaised)
                .orElseThrow(() -> stop.isRaised()
                        ? CommandProblem.stopped("Stopped. Nothing is kept of an evaluation.")
                        : CommandProblem.failed("The model gave no answer, so nothing could be evaluated."));
    }

    private List<CandidateFact> facts(
            String text, Instant saidAt, Optional<Function<Said, List<CandidateFact>>> thoughts) {
        List<CandidateFact> facts = new ArrayList<>();
        if (!"model".equals(only)) facts.addAll(Extraction.of(text, saidAt, ZoneOffset.UTC));
        if (!"rules".equals(only)) {
            Said said = new Said(MemoryId.message(1), Message.Role.USER, Optional.empty(), text, saidAt);
            thoughts.ifPresent(model -> facts.addAll(model.apply(said)));
        }
        return facts;
    }

    private void judge(JsonNode message, Optional<Function<Said, List<CandidateFact>>> thoughts, Score score) {
        String text = EvalData.text(message, "message", data);
        List<CandidateFact> facts = facts(text, date(message).atTime(12, 0).toInstant(ZoneOffset.UTC), thoughts);
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
