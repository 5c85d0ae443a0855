package keepsake.memory.index;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the index keeps of one message: no database is needed to find out, so that it can be done beside the writing.
///
/// @param terms  each once, in order of appearance
/// @param length terms, each as often as it occurs
/// @param words  of the text
/// @param traits bits, see [Traits]
record Reading(DueMessage message, List<Counted> terms, int length, int words, int traits) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    /// A term, and how often it occurs.
    static final class Counted {
        private final String term;
        private int times;

        private Counted(String term) {
            this.term = term;
        }

        String term() {
            return term;
        }

        int times() {
            return times;
        }
    }

    static Reading of(DueMessage message, Terms known, ZoneId zone) {
        if (!message.isThere()) return new Reading(message, List.of(), 0, 0, 0);
        List<String> words = Terms.words(message.text());
        List<String> all = new ArrayList<>(words.size() + 4);
        known.add(words, all);
        known.add(Terms.words(day(message.saidAt(), zone)), all);
        if (message.speaker() != null) known.add(Terms.words(message.speaker()), all);
        Map<String, Counted> counted = LinkedHashMap.newLinkedHashMap(all.size());
        for (String term : all) counted.computeIfAbsent(term, Counted::new).times++;
        return new Reading(
                message,
                List.copyOf(counted.values()),
                all.size(),
                words.size(),
                Traits.of(message.text()) | (message.told() ? Traits.TOLD : 0));
    }

    private static String day(long at, ZoneId zone) {
        return DAY.format(LocalDate.ofInstant(Instant.ofEpochMilli(at), zone));
    }
}
