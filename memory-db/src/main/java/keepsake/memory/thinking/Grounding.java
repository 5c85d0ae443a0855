package keepsake.memory.thinking;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.memory.text.StopWords;
import keepsake.memory.text.Words;

/// Whether words that a model wrote are backed by what was said: every number and every name in them occurs there, and
/// so do most of the words that carry meaning. A small model makes things up in the smoothest way; what cannot be found
/// in the source is not kept.
final class Grounding {
    /// Endings differ ("moved", "moving"): words count as the same when they begin alike for this long.
    private static final int STEM = 5;

    private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:/-]\\d+)*");
    private static final Pattern CAPITALISED = Pattern.compile("(?U)\\p{Lu}[\\p{L}\\p{M}'’-]*");

    /// @param words of the source, folded
    /// @param text  the source, folded, words only
    private record Source(Set<String> words, Set<String> stems, String text) {
        static Source of(List<String> texts) {
            Set<String> words = new HashSet<>();
            Set<String> stems = new HashSet<>();
            StringBuilder all = new StringBuilder(" ");
            for (String text : texts) {
                for (String word : Words.of(text)) {
                    words.add(word);
                    stems.add(stem(word));
                    all.append(word).append(' ');
                }
            }
            return new Source(words, stems, all.toString());
        }

        boolean has(String word) {
            return words.contains(word) || stems.contains(stem(word));
        }
    }

    private final Source source;

    /// @param source what was said
    Grounding(List<String> source) {
        this.source = Source.of(source);
    }

    /// Whether no number and no name is new.
    ///
    /// @param text one sentence or title; its first word may be capitalised for that reason
    boolean addsNothing(String text) {
        Matcher numbers = NUMBER.matcher(text);
        while (numbers.find()) {
            if (!source.text().contains(" " + Words.key(numbers.group()) + " ")) return false;
        }
        Matcher names = CAPITALISED.matcher(text);
        while (names.find()) {
            List<String> words = Words.of(names.group().replaceFirst("['’]s$", ""));
            boolean common = words.stream().noneMatch(StopWords::meaningful);
            boolean known = words.stream().allMatch(source::has);
            if (!common && !known && !beginsSentence(text, names.start())) return false;
        }
        return true;
    }

    private static boolean beginsSentence(String text, int at) {
        return text.substring(0, at).isBlank();
    }

    /// How many of the meaningful words of `text` the source has, 0..1; 0 when it has none.
    double share(String text) {
        List<String> words =
                Words.of(text).stream().filter(StopWords::meaningful).toList();
        if (words.isEmpty()) return 0;
        return (double) words.stream().filter(source::has).count() / words.size();
    }

    private static String stem(String word) {
        return word.length() <= STEM ? word : word.substring(0, STEM);
    }
}
