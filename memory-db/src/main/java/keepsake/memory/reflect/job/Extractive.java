package keepsake.memory.reflect.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keepsake.memory.MemoryId;
import keepsake.memory.conversation.Titles;
import keepsake.memory.extract.Extraction;
import keepsake.memory.reflect.Thoughts.Point;
import keepsake.memory.reflect.Thoughts.Said;
import keepsake.memory.reflect.Thoughts.Told;
import keepsake.memory.text.StopWords;
import keepsake.memory.text.Telling;
import keepsake.memory.text.Words;

/// Title and summary by rule: sentences of the user as they were said, those that tell most first. Nothing is put in
/// other words, so nothing can be invented. Texts that give orders to an assistant are left out.
final class Extractive {
    private static final int SENTENCES = 3;

    /// Of a pasted text the beginning is enough.
    private static final int LOOKED_AT = 4_000;

    private static final int SHORTEST = 12;
    private static final int LONGEST = 240;
    private static final int LEAST_IN_TITLE = 2;

    private Extractive() {}

    private record Sentence(String text, MemoryId message, int position, double weight) {}

    /// @param messages what people said, oldest first; without answers
    static Told of(List<Said> messages) {
        List<Sentence> sentences = new ArrayList<>();
        for (Said message : messages) {
            if (Extraction.givesOrders(message.text())) continue;
            for (String sentence : Telling.sentences(start(message.text()))) {
                sentences.add(new Sentence(sentence, message.id(), sentences.size(), 0));
            }
        }
        return new Told(title(sentences), points(weighed(sentences)));
    }

    private static String start(String text) {
        return text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
    }

    /// The first sentence that is no greeting.
    private static String title(List<Sentence> sentences) {
        for (Sentence sentence : sentences) {
            if (topic(sentence.text()).size() >= LEAST_IN_TITLE) return Titles.of(sentence.text());
        }
        return sentences.isEmpty() ? "" : Titles.of(sentences.getFirst().text());
    }

    private static Set<String> topic(String sentence) {
        Set<String> topic = new LinkedHashSet<>();
        for (String word : Words.of(sentence)) if (StopWords.meaningful(word)) topic.add(word);
        return topic;
    }

    /// A sentence tells much when its words come up again in the episode and when it is about the user's life.
    private static List<Sentence> weighed(List<Sentence> sentences) {
        Map<String, Integer> often = new HashMap<>();
        for (Sentence sentence : sentences) topic(sentence.text()).forEach(word -> often.merge(word, 1, Integer::sum));
        return sentences.stream()
                .map(sentence -> new Sentence(
                        sentence.text(), sentence.message(), sentence.position(), weight(sentence.text(), often)))
                .toList();
    }

    private static double weight(String sentence, Map<String, Integer> often) {
        Set<String> topic = topic(sentence);
        if (topic.isEmpty() || sentence.length() < SHORTEST) return 0;
        double weight = 0;
        for (String word : topic) weight += Math.log(1 + often.getOrDefault(word, 1));
        weight /= Math.sqrt(topic.size() + 2.0);
        if (Telling.tells(sentence)) weight += 1;
        else if (Telling.isQuestionOrRequest(sentence)) weight *= 0.5;
        return weight;
    }

    private static List<Point> points(List<Sentence> sentences) {
        List<Sentence> best = sentences.stream()
                .filter(sentence -> sentence.weight() > 0)
                .sorted(Comparator.comparingDouble(Sentence::weight).reversed().thenComparingInt(Sentence::position))
                .toList();
        List<Point> points = new ArrayList<>();
        Set<String> said = new HashSet<>();
        for (Sentence sentence : best) {
            if (points.size() == SENTENCES) break;
            String quote = shortened(sentence.text());
            if (said.add(Words.key(quote))) points.add(new Point(quote, sentence.message(), quote));
        }
        return points;
    }

    /// A beginning of the sentence that ends with a word.
    private static String shortened(String sentence) {
        if (sentence.length() <= LONGEST) return sentence;
        int end = sentence.lastIndexOf(' ', LONGEST);
        if (end < LONGEST / 2) end = Character.isHighSurrogate(sentence.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return sentence.substring(0, end).strip();
    }
}
