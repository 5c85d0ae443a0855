package keepsake.app.cli;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.memory.extract.CandidateFact;
import keepsake.memory.extract.Extraction;
import keepsake.memory.text.StopWords;
import keepsake.memory.text.Words;

/// Finds, by rule, where one speaker says something, and later something else about the same.
final class UpdatePairs {
    /// What somebody does for a while, and then another of its kind.
    private static final Pattern DOING = Pattern.compile(
            "(?iU)(?:^|[.!?,;]\\s+|\\b(?:and|but)\\s+)(?:(?:now|currently|lately|right now|recently|today),?\\s+)?(?:i'm|i am|i've been|i have been|i just started|i started|i've started)"
                    + "\\s+(?:currently |now |just |also |really |actually )*(?<verb>reading|watching|playing|learning|studying|training for|working on|working at|working as|living in|writing)"
                    + "\\s+(?!(?:it|that|this|them|a lot|for|hard|so|more|on|with|some|about|as|and)\\b)(?<value>[^.!?,;]{3,60})");

    /// What does not change; saying it otherwise is no update.
    private static final Set<String> FOR_EVER = Set.of("origin", "birth", "birthday", "name");

    /// Values that share this part of their words are the same.
    private static final double SAME = 0.5;

    private UpdatePairs() {}

    /// A question whose answer changed.
    ///
    /// @param older index of the turn with the value before
    /// @param newer index of the turn with the newest value
    record Pair(String question, int older, int newer) {}

    private record Value(int turn, int session, List<String> words) {}

    /// @param turns what one speaker said, in order; others' turns are empty texts
    static List<Pair> of(List<DialogueTurn> turns) {
        Map<String, List<Value>> said = new LinkedHashMap<>();
        for (int i = 0; i < turns.size(); i++) {
            DialogueTurn turn = turns.get(i);
            for (CandidateFact fact : Extraction.of(turn.text(), turn.saidAt(), ZoneOffset.UTC)) {
                Optional<String> attribute = fact.attribute().filter(UpdatePairs::changes);
                if (attribute.isPresent())
                    add(said, question(attribute.get()), new Value(i, turn.session(), words(fact.statement())));
            }
            Matcher doing = DOING.matcher(turn.text().replace('’', '\''));
            while (doing.find()) {
                String verb = doing.group("verb").toLowerCase(java.util.Locale.ROOT);
                add(said, "What am I " + verb + " now?", new Value(i, turn.session(), words(doing.group("value"))));
            }
        }
        List<Pair> pairs = new ArrayList<>();
        said.forEach((question, values) -> pair(question, values).ifPresent(pairs::add));
        return pairs;
    }

    private static void add(Map<String, List<Value>> said, String question, Value value) {
        if (!value.words().isEmpty())
            said.computeIfAbsent(question, _ -> new ArrayList<>()).add(value);
    }

    private static Optional<Pair> pair(String question, List<Value> values) {
        Value newest = values.getLast();
        return values.reversed().stream()
                .filter(value -> value.session() < newest.session() && differs(value.words(), newest.words()))
                .findFirst()
                .map(older -> new Pair(question, older.turn(), newest.turn()));
    }

    /// Compares what is left when the beginning that both share ("I work at") is taken off.
    private static boolean differs(List<String> one, List<String> other) {
        int same = 0;
        while (same < Math.min(one.size(), other.size()) && one.get(same).equals(other.get(same))) same++;
        Set<String> left = new HashSet<>(one.subList(same, one.size()));
        Set<String> right = new HashSet<>(other.subList(same, other.size()));
        int smaller = Math.min(left.size(), right.size());
        left.retainAll(right);
        return left.size() < SAME * smaller;
    }

    private static List<String> words(String text) {
        return Words.of(text).stream().filter(StopWords::meaningful).toList();
    }

    private static boolean changes(String attribute) {
        return attribute.startsWith("user.") && !FOR_EVER.contains(attribute.substring("user.".length()));
    }

    private static String question(String attribute) {
        String name = attribute.substring("user.".length());
        return switch (name) {
            case "city" -> "Where do I live now?";
            case "employer" -> "Where do I work now?";
            case "job" -> "What is my job now?";
            case "age" -> "How old am I now?";
            case "weight" -> "How much do I weigh now?";
            case "relationship-status" -> "Am I single or married now?";
            default -> "What is my " + name.replace('-', ' ') + " now?";
        };
    }
}
