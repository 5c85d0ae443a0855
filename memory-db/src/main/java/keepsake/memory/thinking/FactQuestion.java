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
            TODO""";

    private static final int TOKENS_AROUND = 8;
    private static final int TOKENS_EACH = 8;

    private FactQuestion() {}

    /// The statements as the model sees them.
    static String text(List<String> statements) {
        List<String> lines = new ArrayList<>();
        for (String statement : statements) {
            lines.add((lines.size() + 1) + ") " + statement.replaceAll("\\s+", " "));
        }
        return String.join("\n", lines);
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
