package keepsake.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Dialogues made from templates, with names and places of our own: somebody says something, talks of other things, and
/// says what is new.
final class SyntheticUpdates {
    static final String USER = "Kay";

    /// @param before and after with `%s` for a value
    private record Template(String question, String before, String after, List<String> values) {}

    private static final List<Template> TEMPLATES = List.of(
            new Template(
                    "Where do I live now?",
                    "I live in %s.",
                    "We moved to %s last week.",
                    List.of("Leeds", "Porto", "Graz", "Tartu", "Cork", "Bergen", "Lyon", "Split")),
            new Template(
                    "Where do I work now?",
                    "I work at %s.",
                    "I work for %s now.",
                    List.of(
                            "Siemens",
                            "Lumen Labs",
                            "Nordwind",
                            "Kestrel Robotics",
                            "Brightwater",
                            "Oakfield",
                            "Halden",
                            "Morrow")),
            new Template(
                    "What is my phone number?",
                    "My phone number is %s.",
                    "My phone number is %s now.",
                    List.of(
                            "0171 2345678",
                            "0160 7654321",
                            "0151 1112223",
                            "0176 9988776",
                            "0152 4455667",
                            "0170 3344556",
                            "0157 6677889",
                            "0163 1239876")),
            new Template(
                    "What is my favourite colour?",
                    "My favourite colour is %s.",
                    "My favourite colour is %s these days.",
                    List.of("green", "blue", "yellow", "purple", "orange", "red", "white", "grey")),
            new Template(
                    "How much do I weigh now?",
                    "I weigh %s kg.",
                    "I weigh %s kg now.",
                    List.of("82", "90", "77", "69", "94", "71", "85", "66")),
            new Template(
                    "What is my job now?",
                    "I'm a %s.",
                    "I became a %s this month.",
                    List.of(
                            "nurse",
                            "teacher",
                            "baker",
                            "translator",
                            "carpenter",
                            "librarian",
                            "chemist",
                            "gardener")),
            new Template(
                    "Am I single or married now?",
                    "I'm single.",
                    "I got married last month to %s.",
                    List.of("Ruth", "Piotr", "Mara", "Oskar", "Lina", "Jorge", "Nadia", "Emil")));

    private static final List<String> SMALL_TALK = List.of(
            "The weather was lovely at the weekend.",
            "I watched a film about the sea.",
            "We had soup and bread for lunch.",
            "My knee hurts after the run.",
            "I read a long book about bees.",
            "The train was late again.",
            "I planted tomatoes on the balcony.",
            "I slept badly last night.",
            "We played cards until midnight.");

    private SyntheticUpdates() {}

    /// A dialogue with the pairs to ask for.
    record Dialogue(List<DialogueTurn> turns, List<UpdatePairs.Pair> pairs) {}

    /// Eight dialogues, each with one update of every template.
    static List<Dialogue> all() {
        List<Dialogue> dialogues = new ArrayList<>();
        for (int i = 0; i < 8; i++) dialogues.add(dialogue(i));
        return dialogues;
    }

    private static Dialogue dialogue(int number) {
        List<DialogueTurn> turns = new ArrayList<>();
        List<UpdatePairs.Pair> pairs = new ArrayList<>();
        Instant start = Instant.parse("2026-01-05T18:00:00Z");
        for (int t = 0; t < TEMPLATES.size(); t++) {
            Template template = TEMPLATES.get(t);
            String before = template.before().replace("%s", value(template, number));
            turns.add(turn(before, 2 * t + 1, start, number + t));
            smallTalk(turns, 2 * t + 1, start, number + t);
        }
        for (int t = 0; t < TEMPLATES.size(); t++) {
            Template template = TEMPLATES.get(t);
            String after = template.after().replace("%s", value(template, number + 1));
            int older = indexOfSession(turns, 2 * t + 1);
            int session = 2 * (TEMPLATES.size() + t) + 1;
            pairs.add(new UpdatePairs.Pair(template.question(), older, turns.size()));
            turns.add(turn(after, session, start, number + t));
            smallTalk(turns, session, start, number + t + 1);
        }
        return new Dialogue(turns, pairs);
    }

    private static String value(Template template, int number) {
        return template.values().get(number % template.values().size());
    }

    private static int indexOfSession(List<DialogueTurn> turns, int session) {
        for (int i = 0; i < turns.size(); i++) if (turns.get(i).session() == session) return i;
        throw new IllegalStateException("no such session");
    }

    private static void smallTalk(List<DialogueTurn> turns, int session, Instant start, int seed) {
        for (int i = 0; i < 3; i++) {
            turns.add(turn(SMALL_TALK.get((seed * 3 + i) % SMALL_TALK.size()), session, start, i + 1));
        }
    }

    private static DialogueTurn turn(String text, int session, Instant start, int minute) {
        return new DialogueTurn(
                "",
                USER,
                text,
                session,
                start.plus(Duration.ofDays(3L * session)).plus(Duration.ofMinutes(minute)));
    }
}
