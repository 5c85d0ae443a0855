package keepsake.app.assistant;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the user asked to remember.
///
/// @param statement one sentence, as the user put it
/// @param quote     the words of the message that say so
public record RememberRequest(String statement, String quote) {
    private static final Pattern ASKED = Pattern.compile(
            "(?:^|[.!?\\n]\\s*)(?:(?:please|keepsake|also|and|ok|okay|hey|hi)[,:!]?\\s+)*"
                    + "(?:please\\s+)?(?:remember|note|keep in mind|don[’']t forget)\\s*(?:that\\b|:)\\s*(?<what>[^\\n]+)",
            Pattern.CASE_INSENSITIVE);

    /// Finds "remember that …" in a message. The statement reaches to the end of the line.
    public static Optional<RememberRequest> find(String text) {
        Matcher asked = ASKED.matcher(text);
        if (!asked.find()) return Optional.empty();
        String quote = asked.group("what").strip();
        return quote.isEmpty() ? Optional.empty() : Optional.of(new RememberRequest(sentence(quote), quote));
    }

    /// The whole text, for when it is known to be something to remember.
    public static RememberRequest whole(String text) {
        return new RememberRequest(sentence(text.strip()), text.strip());
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
