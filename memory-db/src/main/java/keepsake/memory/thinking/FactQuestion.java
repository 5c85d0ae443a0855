package keepsake.memory.thinking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How a model is asked what a message says about its user. It gets the user's own statements as a numbered list and
/// says of each whom it is about; it writes nothing itself. A statement that is kept is a fact in the user's words, so
/// a small model can neither misquote nor invent, and a message costs few tokens.
final class FactQuestion {
    /// Whom a statement is about. All four have a meaning of their own: a small model that may say "none" says it to
    /// nearly everything.
    enum About {
        USER("the user"),
        PEOPLE("people of the user"),
        WORLD("the world"),
        ASSISTANT("the assistant");

        private final String words;

        About(String words) {
            this.words = words;
        }

        static Optional<About> of(String words) {
            return Arrays.stream(values())
                    .filter(about -> about.words.equals(words))
                    .findFirst();
        }
    }

    static final String INSTRUCTION = """
            Each line is a statement from a chat message. Who is it about? Answer with a JSON list, one entry for each \
            line: "the user" (the writer: I, me, my, we), "people of the user" (family, friends, colleagues, pets), \
            "the world" (general knowledge, weather, news, strangers) or "the assistant" (thanks, greetings, requests, \
            remarks about an answer).

            Text:
            1) I start at the hospital in Graz on Monday
            Answer:
            ["the user"]

            Text:
            1) The Etna is a volcano
            2) cheese gives me a headache
            Answer:
            ["the world", "the user"]

            Text:
            1) My nephew Ole plays the tuba
            Answer:
            ["people of the user"]

            Text:
            1) Thanks for the long list
            Answer:
            ["the assistant"]

            Text:
            1) We rent a boat every summer
            2) Aisha is teaching the dog to swim
            Answer:
            ["the user", "people of the user"]""";

    private static final Pattern FIRST_PERSON =
            Pattern.compile("(?iU)\\b(?:i|me|my|mine|we|us|our|ours|ich|mich|mir|mein\\w*|wir|uns|unser\\w*)\\b");

    /// Enough even where every letter is a token; the form ends the answer before.
    private static final int TOKENS_EACH = 24;

    private FactQuestion() {}

    /// The statements as the model sees them.
    static String text(List<String> statements) {
        List<String> lines = new ArrayList<>();
        for (String statement : statements) {
            lines.add((lines.size() + 1) + ") " + statement.replaceAll("\\s+", " "));
        }
        return String.join("\n", lines);
    }

    /// A list with one entry for each statement.
    static String schema(int statements) {
        String words = Arrays.stream(About.values())
                .map(about -> '"' + about.words + '"')
                .collect(Collectors.joining(", "));
        return "{\"type\": \"array\", \"items\": {\"enum\": [" + words + "]}, \"minItems\": " + statements
                + ", \"maxItems\": " + statements + "}";
    }

    static int maxTokens(int statements) {
        return TOKENS_EACH * (statements + 1);
    }

    /// @return empty when the answer does not have the form
    static Optional<List<About>> read(String answer, int statements) {
        try {
            List<About> found = new ArrayList<>();
            for (JsonNode words : JsonMapper.shared().readTree(answer)) {
                About.of(words.asString("")).ifPresent(found::add);
            }
            return found.size() == statements ? Optional.of(List.copyOf(found)) : Optional.empty();
        } catch (JacksonException otherForm) {
            return Optional.empty();
        }
    }

    /// Whether the statement is worth keeping. Who says "my" does not speak of the world, whatever a small model
    /// thinks.
    static boolean isKept(About about, String statement) {
        return switch (about) {
            case USER, PEOPLE -> true;
            case WORLD -> FIRST_PERSON.matcher(statement).find();
            case ASSISTANT -> false;
        };
    }
}
