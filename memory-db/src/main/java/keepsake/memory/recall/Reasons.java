package keepsake.memory.recall;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;

/// Why a memory was found, in words.
final class Reasons {
    private static final int WORDS_SHOWN = 3;

    /// From this cosine on, a memory is found for its own meaning.
    private static final double NEAR = 0.55;

    private final ZoneId zone = ZoneId.systemDefault();
    private final int year;

    Reasons(Instant now) {
        this.year = LocalDate.ofInstant(now, zone).getYear();
    }

    /// For example `you told me on 3 May, matches “passport”`.
    String of(Hit hit) {
        return hit.from() + " on " + day(hit.origin().saidAt()) + ", " + matches(hit)
                + (hit.isPinned() ? ", pinned" : "");
    }

    private String day(Instant instant) {
        LocalDate date = LocalDate.ofInstant(instant, zone);
        String pattern = date.getYear() == year ? "d MMMM" : "d MMMM uuuu";
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(date);
    }

    /// Who said a message where, as a sentence begins.
    ///
    /// @param speaker of an imported conversation between people
    static String who(Message.Role role, Optional<String> speaker, String origin) {
        boolean user = role == Message.Role.USER;
        return speaker.map(name -> name + " said")
                .orElse(
                        switch (origin) {
                            case "chatgpt" -> user ? "you told ChatGPT" : "ChatGPT answered";
                            case "claude" -> user ? "you told Claude" : "Claude answered";
                            case "markdown" -> "you wrote";
                            default -> user ? "you said" : "I answered";
                        });
    }

    private static String matches(Hit hit) {
        if (hit.words().isEmpty() && hit.id().kind() == MemoryId.Kind.FACT && hit.meaning() == Evidence.NO_VECTOR) {
            return "you asked what I know";
        }
        if (hit.words().isEmpty()) return hit.meaning() > NEAR ? "close in meaning" : "said next to what matches";
        return hit.words().stream()
                .limit(WORDS_SHOWN)
                .map(word -> "“" + word + "”")
                .collect(Collectors.joining(", ", "matches ", ""));
    }
}
