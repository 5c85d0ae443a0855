package keepsake.app.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import keepsake.memory.Archive;
import keepsake.memory.ArchivedConversation;
import keepsake.memory.ArchivedMessage;
import keepsake.memory.Memory;
import keepsake.memory.Message;

/// Conversations that nobody held, for measuring: of 20 messages, over ten years, 8 to 40 words each, words as
/// unequally frequent as in any language (Zipf), the most frequent ones English, the rest made of syllables.
final class MadeUpLife {
    private static final int WORDS = 60_000;
    private static final int MESSAGES = 20;
    private static final Instant BEGINNING = Instant.parse("2016-01-01T08:00:00Z");
    private static final String[] FREQUENT =
            ("the I to a and you my of in is that it for was on with have at we be this"
                            + " had so but me are just like not he she they all from out up about one what when there go get")
                    .split(" ", -1);
    private static final String[] OPENINGS = {
        "When did I talk about",
        "What did I say about",
        "Where was the",
        "Who told me about",
        "How many times was there",
        "Do you remember the",
        "What do I know about",
        "Which was the best"
    };
    private static final String[] SYLLABLES = {
        "ba", "ce", "di", "fo", "gu", "har", "kel", "lim", "mon", "nur", "pas", "rev", "sil", "tor", "ven", "wic"
    };

    private final double[] upTo = new double[WORDS];

    MadeUpLife() {
        double sum = 0;
        for (int i = 0; i < WORDS; i++) {
            sum += 1.0 / (i + 2.7);
            upTo[i] = sum;
        }
        for (int i = 0; i < WORDS; i++) upTo[i] /= sum;
    }

    /// Adds conversations until there are `rows` messages.
    void fill(Memory memory, int rows) {
        try (Archive.Batch batch = memory.archive().batch()) {
            for (int from = 0; from < rows; from += MESSAGES) {
                batch.add(conversation(from / MESSAGES, Math.min(MESSAGES, rows - from), rows));
            }
        }
    }

    private ArchivedConversation conversation(int number, int size, int rows) {
        Instant at = BEGINNING.plusSeconds((long) (315_000_000.0 * number * MESSAGES / rows));
        List<ArchivedMessage> messages = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            messages.add(new ArchivedMessage(
                    "m" + i,
                    i == 0 ? Optional.empty() : Optional.of("m" + (i - 1)),
                    i % 2 == 0 ? Message.Role.USER : Message.Role.ASSISTANT,
                    Optional.empty(),
                    text(number * MESSAGES + i),
                    at.plusSeconds(60L * i)));
        }
        return new ArchivedConversation("made-up", "c" + number, "Conversation " + number, at, messages);
    }

    private String text(int message) {
        Random random = new Random(message);
        int length = 8 + random.nextInt(33);
        StringBuilder text = new StringBuilder(length * 7);
        for (int i = 0; i < length; i++) text.append(i == 0 ? "" : " ").append(word(random));
        return text.append(random.nextInt(4) == 0 ? "?" : ".").toString();
    }

    private String word(Random random) {
        double wanted = random.nextDouble();
        int low = 0;
        int high = WORDS - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (upTo[middle] < wanted) low = middle + 1;
            else high = middle;
        }
        if (low < FREQUENT.length) return FREQUENT[low];
        StringBuilder word = new StringBuilder();
        for (int n = low; n > 0; n /= SYLLABLES.length) word.append(SYLLABLES[n % SYLLABLES.length]);
        return word.toString();
    }

    /// A question with two to five words as they occur.
    String question(int number) {
        Random random = new Random(-1L - number);
        StringBuilder question = new StringBuilder(OPENINGS[random.nextInt(OPENINGS.length)]);
        int words = 2 + random.nextInt(4);
        for (int i = 0; i < words; ) {
            String word = word(random);
            if (word.length() < 4) continue;
            question.append(' ').append(word);
            i++;
        }
        return question.append('?').toString();
    }
}
