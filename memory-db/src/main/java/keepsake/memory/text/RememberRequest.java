package keepsake.memory.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Recognises a user who asks to remember something: "Remember that my dog is called Bruno.", "please don't forget that
/// …", "keep in mind: …", "merke dir, dass …". Not "Do you remember that day?" nor "I remember that …".
public final class RememberRequest {
    private static final String POLITE =
            "(?:(?:hey|hi|hello|ok|okay|so|and|also|oh|well|now|hallo|und)\\b[,!.]?\\s+|keepsake[,:!]?\\s+)*"
                    + "(?:(?:please|pls|kindly|bitte)[,]?\\s+)?"
                    + "(?:(?:can|could|will|would)\\s+you\\s+(?:please\\s+)?|i(?:'d| would) like you to\\s+|i (?:want|need) you to\\s+)?"
                    + "(?:(?:please|also|always)\\s+)?";

    private static final String VERB =
            "(?:remember|memori[sz]e|(?:do not|don't|never)\\s+forget|keep\\s+in\\s+mind|bear\\s+in\\s+mind"
                    + "|(?:make|take)\\s+a\\s+note|note(?:\\s+down)?|merke?\\s+dir|denk\\s+daran|vergiss\\s+nicht|behalte?(?:\\s+im\\s+kopf)?)"
                    + "(?:,?\\s+please|,?\\s+bitte)?";

    private static final Pattern REQUEST = Pattern.compile(
            "^\\s*" + POLITE + VERB
                    + "(?:\\s*:\\s*(?:that\\s+)?|\\s*,?\\s+(?:that|dass|daß)\\s+|\\s+(?:this|the following|folgendes)\\s*:\\s*)"
                    + "(?<what>\\S.*)$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);

    /// "Remember my birthday is on 3 May": a statement follows without "that".
    private static final Pattern BARE = Pattern.compile(
            "^\\s*" + POLITE + VERB
                    + "\\s*,?\\s+(?<what>(?:my|our|i|i'm|i've|we|mein\\w*|unser\\w*|ich|wir)\\s(?:.*\\s)?"
                    + "(?:am|is|are|was|were|have|has|had|live|lives|like|likes|love|loves|hate|hates|prefer|prefers|work|works"
                    + "|own|need|needs|speak|speaks|bin|ist|sind|habe|hat|haben|mag|wohne|arbeite|heißt|heiße|liebe)\\s+\\S.*)$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);

    private static final Pattern DEMONSTRATIVE = Pattern.compile(
            "^(?:day|time|one|night|week|year|moment|song|film|movie|thing|place)\\b[^,]{0,40}$",
            Pattern.CASE_INSENSITIVE);

    private RememberRequest() {}

    /// @param statement what to remember, as one sentence in the user's words, with a capital
    /// @param quote     the words in the message that say it, verbatim
    public record Request(String statement, String quote) {}

    /// What `text` asks to remember; empty when it asks for something else.
    ///
    /// Of a longer message, the request is one sentence; "remember: …" reaches to the end of the line.
    public static Optional<Request> parse(String text) {
        for (String sentence : Telling.sentences(text)) {
            Optional<Request> request = parseSentence(sentence);
            if (request.isPresent()) return request;
        }
        return Optional.empty();
    }

    private static Optional<Request> parseSentence(String sentence) {
        if (sentence.length() > Telling.LONGEST) return Optional.empty();
        String straight = sentence.replace('’', '\'');
        Matcher matcher = REQUEST.matcher(straight);
        if (!matcher.find()) {
            matcher = BARE.matcher(straight);
            if (!matcher.find()) return Optional.empty();
        }
        // The straightened text has the same length, so the span holds in the original.
        String what = sentence.substring(matcher.start("what"), matcher.end("what"));
        String quote = trimEnd(what);
        if (quote.isBlank() || DEMONSTRATIVE.matcher(quote).find()) return Optional.empty();
        boolean polite = straight.strip().matches("(?is)^.*?\\b(?:can|could|will|would)\\s+you\\b.*");
        if (what.strip().endsWith("?") && !polite) return Optional.empty();
        return Optional.of(new Request(statement(quote), quote));
    }

    /// A sentence from the user's words: a capital first, everything else as they said it.
    public static String statement(String words) {
        String bare = words.strip().replaceAll("\\s+", " ");
        if (bare.isEmpty()) return bare;
        int first = bare.codePointAt(0);
        return Character.toString(Character.toTitleCase(first)) + bare.substring(Character.charCount(first));
    }

    private static String trimEnd(String what) {
        return what.strip().replaceAll("[\\s.!?…]+$", "");
    }
}
