package keepsake.memory.thinking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
    /// What a statement is about. Both sorts that are not kept have a meaning of their own: a small model that may say
    /// "none" says it to nearly everything.
    enum Sort {
        ME(Fact.Kind.PROFILE),
        PEOPLE(Fact.Kind.RELATIONSHIP),
        HOME(Fact.Kind.PROFILE),
        WORK(Fact.Kind.PROFILE),
        HEALTH(Fact.Kind.PROFILE),
        TASTE(Fact.Kind.PREFERENCE),
        HABIT(Fact.Kind.PROFILE),
        THINGS(Fact.Kind.PROFILE),
        PLANS(Fact.Kind.PROFILE),
        PAST(Fact.Kind.PROFILE),
        CHAT(Fact.Kind.WORLD),
        WORLD(Fact.Kind.WORLD);

        private final Fact.Kind kind;

        Sort(Fact.Kind kind) {
            this.kind = kind;
        }

        /// Of a fact about the user; [Fact.Kind#WORLD] for what is not worth keeping.
        Fact.Kind kind() {
            return kind;
        }

        boolean isKept() {
            return kind != Fact.Kind.WORLD;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final String INSTRUCTION = """
            Sort the numbered statements of a user's chat message by what each is about. The words are:
            me: the user's name, age, origin, languages, skills, contacts, how the user wants to be answered
            people: somebody or some animal in the user's life
            home: where and how the user lives
            work: job, company, studies, projects of the user
            health: illness, allergy, body, medicine of the user
            taste: what the user likes, dislikes, eats or refuses
            habit: what the user does again and again
            things: what the user has, uses, bought or sold
            plans: appointments, trips, deadlines, wishes of the user
            past: what happened to the user
            chat: thanks, greetings, requests, remarks about this conversation
            world: general knowledge, weather, news, what has nothing to do with the user
            Answer with a JSON list: one word for each statement.

            Examples

            1) Thanks a lot
            2) I start at the hospital in Graz on Monday
            ["chat", "work"]

            1) My nephew Ole plays the tuba
            2) cheese gives me a headache
            ["people", "health"]

            1) Mount Etna is the highest volcano in Europe
            ["world"]

            1) We rent a boat every summer
            ["habit"]

            1) I need a table with all of the planets
            ["chat"]

            1) Our kitchen is being painted
            2) I sleep at Aisha's until Friday
            ["home", "plans"]

            1) Mondays are too loud for my taste, so I wear headphones
            ["taste"]""";

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
        String words = Arrays.stream(Sort.values())
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
                sorts.add(Sort.valueOf(word.asString("").toUpperCase(Locale.ROOT)));
            }
            return sorts.size() == statements ? Optional.of(List.copyOf(sorts)) : Optional.empty();
        } catch (JacksonException | IllegalArgumentException otherForm) {
            return Optional.empty();
        }
    }
}
