package keepsake.memory.thinking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import keepsake.memory.Fact;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How a model is asked what a message says about its user. It gets the user's own statements as a numbered list and
/// sorts them, one word each; it writes nothing itself. A statement it keeps is a fact in the user's words, so a small
/// model can neither misquote nor invent, and a message costs few tokens.
final class FactQuestion {
    /// What a statement is about. The order is that of the instruction.
    enum Sort {
        PERSON(Fact.Kind.PROFILE),
        FAMILY(Fact.Kind.RELATIONSHIP),
        HOME(Fact.Kind.PROFILE),
        WORK(Fact.Kind.PROFILE),
        HEALTH(Fact.Kind.PROFILE),
        LIKES(Fact.Kind.PREFERENCE),
        HABIT(Fact.Kind.PROFILE),
        OWNS(Fact.Kind.PROFILE),
        PLAN(Fact.Kind.PROFILE),
        EVENT(Fact.Kind.PROFILE),
        NONE(Fact.Kind.WORLD);

        private final Fact.Kind kind;

        Sort(Fact.Kind kind) {
            this.kind = kind;
        }

        Fact.Kind kind() {
            return kind;
        }

        String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static final String INSTRUCTION = """
            You sort the numbered parts of a message that a user wrote in a chat. Give each part one word:
            person: who the user is (name, age, origin, languages, contact, studies) or how the user wants to \
            be answered
            family: a relative, partner, friend, colleague or pet of the user
            home: where the user lives, housing
            work: job, employer, projects
            health: illness, allergy, body, medicine
            likes: what the user likes, dislikes, eats, refuses
            habit: what the user does regularly, hobby, sport
            owns: what the user has, bought or sold
            plan: appointment, trip, deadline, goal
            event: what happened to the user
            none: thanks, small talk, requests, questions, remarks about this chat, general knowledge, things \
            and people that have nothing to do with the user

            Answer with a JSON list that holds one word for each part.

            Message:
            1) Thanks a lot
            2) I start at the hospital in Graz on Monday
            Answer: ["none", "work"]

            Message:
            1) Mount Etna is the highest volcano in Europe
            Answer: ["none"]

            Message:
            1) My nephew Ole plays the tuba
            2) cheese gives me a headache
            Answer: ["family", "health"]

            Message:
            1) I need a table with all of the planets
            Answer: ["none"]

            Message:
            1) We rent a boat every summer
            Answer: ["habit"]

            Message:
            1) The sun is shining
            2) this tram is always late
            Answer: ["none", "none"]

            Message:
            1) Aisha's exam is on 4 May, she is nervous
            Answer: ["family"]""";

    private static final int TOKENS_AROUND = 8;
    private static final int TOKENS_EACH = 8;

    private FactQuestion() {}

    /// The statements as the model sees them.
    static String text(List<String> statements) {
        List<String> lines = new ArrayList<>();
        for (String statement : statements) {
            lines.add((lines.size() + 1) + ") " + statement.replaceAll("\\s+", " "));
        }
        return "Message:\n" + String.join("\n", lines);
    }

    /// A list with one word for each statement.
    static String schema(int statements) {
        String words = java.util.Arrays.stream(Sort.values())
                .map(sort -> '"' + sort.id() + '"')
                .collect(Collectors.joining(", "));
        return "{\"type\": \"array\", \"items\": {\"enum\": [" + words + "]}, \"minItems\": " + statements
                + ", \"maxItems\": " + statements + "}";
    }

    static int maxTokens(int statements) {
        return TOKENS_AROUND + TOKENS_EACH * statements;
    }

    /// @return empty when the answer does not have the form
    static Optional<List<Sort>> read(String answer, int statements) {
        try {
            List<Sort> sorts = new ArrayList<>();
            for (JsonNode word : JsonMapper.shared().readTree(answer)) {
                sorts.add(Sort.valueOf(word.asString("").toUpperCase(java.util.Locale.ROOT)));
            }
            return sorts.size() == statements ? Optional.of(List.copyOf(sorts)) : Optional.empty();
        } catch (JacksonException | IllegalArgumentException otherForm) {
            return Optional.empty();
        }
    }
}
