package keepsake.memory.extract;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepsake.memory.text.Words;

/// Finds what a user plainly says about their life, by a small grammar of statements, English and German: a subject (I,
/// we, my sister Mara, our car, a name), a class of predicates, an object. Everything found is a candidate with the
/// exact words that say it.
///
/// Rather nothing than something wrong: questions, requests, fiction, irony, quotations, hearsay, hypotheses, pasted
/// text and orders to an assistant say nothing about the user. Never throws, any text is valid. Threads: any.
public final class Extraction {
    /// What follows in a long message is not about the user any more.
    private static final int MOST = 40;

    private Extraction() {}

    /// The candidates in a user's message, in the order they are said, each statement once.
    public static List<CandidateFact> of(String messageText, Instant saidAt, ZoneId zone) {
        if (messageText.isBlank() || Guards.refusesMessage(messageText)) return List.of();
        Reading reading = new Reading(messageText, new Statements(messageText, saidAt, zone));
        List<Passage> passages = Passage.of(messageText);
        for (int i = 0; i < passages.size(); i++) {
            Passage passage = passages.get(i);
            if (Guards.announcesText(passage.text())) break;
            if (Guards.refusesSentence(passage.text())) {
                reading.forget();
                continue;
            }
            reading.read(passage);
        }
        return distinct(reading.found());
    }

    /// Whether a text gives orders to an assistant, or plants secrets: such a text is never read for anything.
    public static boolean givesOrders(String text) {
        return Guards.givesOrders(text);
    }

    private static List<CandidateFact> distinct(List<CandidateFact> found) {
        Map<String, CandidateFact> once = new LinkedHashMap<>();
        for (CandidateFact fact : found) {
            if (once.size() == MOST) break;
            once.putIfAbsent(Words.key(fact.subject() + " " + fact.statement()), fact);
        }
        return List.copyOf(new ArrayList<>(once.values()));
    }
}
