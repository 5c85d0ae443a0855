package keepsake.memory.reflect.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepsake.memory.MemoryId;
import keepsake.memory.conversation.Titles;
import keepsake.memory.extract.CandidateFact;
import keepsake.memory.extract.Extraction;
import keepsake.memory.reflect.Thoughts.Point;
import keepsake.memory.reflect.Thoughts.Said;
import keepsake.memory.reflect.Thoughts.Told;
import keepsake.memory.text.StopWords;
import keepsake.memory.text.Words;

/// What a model says counts as far as the messages prove it: a quote must occur in its message, and nothing may give
/// orders. What cannot be proved is dropped.
final class Grounding {
    private static final int SENTENCES = 6;
    private static final int LONGEST = 400;

    private Grounding() {}

    /// @return empty when nothing usable is left
    static Optional<Told> of(Told answer, List<Said> messages) {
        Map<MemoryId, String> texts = new HashMap<>();
        for (Said message : messages) texts.put(message.id(), message.text());
        List<Point> proved = new ArrayList<>();
        for (Point point : answer.sentences()) {
            if (proved.size() < SENTENCES && isProved(point, texts.getOrDefault(point.source(), ""))) {
                proved.add(new Point(line(point.text()), point.source(), point.quote()));
            }
        }
        if (proved.isEmpty()) return Optional.empty();
        String title = Titles.of(answer.title());
        boolean good = !title.isEmpty() && !Extraction.givesOrders(title) && isFrom(title, texts);
        return Optional.of(new Told(good ? title : Extractive.of(messages).title(), proved));
    }

    private static boolean isProved(Point point, String text) {
        return !point.quote().isBlank()
                && text.contains(point.quote())
                && !point.text().isBlank()
                && point.text().length() <= LONGEST
                && !Extraction.givesOrders(point.text());
    }

    /// A title may be in other words, but not in other words only.
    private static boolean isFrom(String title, Map<MemoryId, String> texts) {
        Set<String> said = new HashSet<>();
        for (String text : texts.values()) said.addAll(Words.of(text));
        List<String> words =
                Words.of(title).stream().filter(StopWords::meaningful).toList();
        long known = words.stream().filter(said::contains).count();
        return !words.isEmpty() && 2 * known >= words.size();
    }

    private static String line(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }

    /// Facts that a model found in a message, as far as it says them.
    static List<CandidateFact> of(List<CandidateFact> facts, String text) {
        return facts.stream()
                .filter(fact -> !fact.quote().isBlank()
                        && text.contains(fact.quote())
                        && !fact.subject().isBlank()
                        && !fact.statement().isBlank()
                        && fact.statement().length() <= LONGEST
                        && !Extraction.givesOrders(fact.statement()))
                .toList();
    }
}
