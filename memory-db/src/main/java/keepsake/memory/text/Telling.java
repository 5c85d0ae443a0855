package keepsake.memory.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which sentences of a user's message tell something about their life: statements in the first person. Questions and
/// requests hold no answer to a later question, so they are no evidence.
public final class Telling {
    private static final Pattern END_OF_SENTENCE = Pattern.compile("(?<=[.!?…。！？])[\"”’')\\]]*\\s+|\\R+");

    private static final Pattern FIRST_PERSON = words("i|i'm|i've|i'd|i'll|me|my|mine|myself|we|we're|we've|us|our|ours"
            + "|ich|mich|mir|mein\\w*|wir|uns|unser\\w*");

    /// Words a question begins with. `have` and `do` begin questions far more often than statements with `my`.
    private static final Pattern QUESTION = starting("what|what's|whats|who|who's|whom|whose|which|when|when's|where"
            + "|where's|why|how|how's|is|isn't|are|aren't|am|was|were|do|does|doesn't|don't you|did|didn't|can|can't"
            + "|could|couldn't|will|won't|would|wouldn't|should|shouldn't|shall|may|might|have i|have we|have you|has"
            + "|hast|haben|habe ich|hatte|was|wer|wen|wem|wessen|welche\\w*|wann|wo|woher|wohin|warum|wieso|wie|ist|sind"
            + "|bin|bist|war|kannst|kann|konntest|konnte|weißt|weisst|wirst|soll|sollte|darf|muss");

    /// Words a request begins with.
    private static final Pattern REQUEST = starting("please|tell|write|give|show|explain|help|make|list|summari[sz]e"
            + "|translate|find|let's|lets|let me|let us|remind|forget|describe|suggest|recommend|compare|draft|rewrite"
            + "|correct|check|create|generate|plan|imagine|pretend|suppose|say|repeat|answer|call me back|look|add|change"
            + "|remove|delete|search|read|compute|calculate|convert|define|name|do not|don't|i want you|i need you"
            + "|i'd like you|i would like you|i want to know|i'd like to know|i would like to know|i need to know|i wonder"
            + "|i'm wondering|i am wondering|i was wondering|i'm asking|i ask|i asked|if|bitte|sag|sage|schreib\\w*|gib"
            + "|zeig\\w*|erklär\\w*|hilf|mach\\w*|nenn\\w*|fass|übersetz\\w*|finde|such\\w*|vergiss|ich will wissen"
            + "|ich möchte wissen|ich frage|wenn|falls");

    /// A longer "sentence" is pasted text, not somebody talking about themselves.
    static final int LONGEST = 2_000;

    /// Sentences looked at: what follows in a pasted text is not about the user.
    private static final int MOST_SENTENCES = 300;

    private Telling() {}

    /// The telling part of what a user said, verbatim sentences on lines of their own; empty when there is none.
    public static Optional<String> of(String text) {
        List<String> told = new ArrayList<>();
        for (String sentence : sentences(text)) {
            if (tells(sentence)) told.add(sentence);
        }
        return told.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", told));
    }

    /// The first sentences and lines of `text`, stripped, none empty.
    public static List<String> sentences(String text) {
        List<String> sentences = new ArrayList<>();
        for (String part : END_OF_SENTENCE.split(text, MOST_SENTENCES + 1)) {
            if (sentences.size() == MOST_SENTENCES) break;
            String sentence = part.strip();
            if (!sentence.isEmpty()) sentences.add(sentence);
        }
        return sentences;
    }

    /// Whether the sentence states something in the first person.
    public static boolean tells(String sentence) {
        if (sentence.length() > LONGEST) return false;
        String plain = plain(sentence);
        Optional<RememberRequest.Request> request = RememberRequest.parse(sentence);
        if (request.isPresent()) return true;
        return !asks(plain) && FIRST_PERSON.matcher(plain).find();
    }

    /// Whether the sentence is a question or a request.
    public static boolean isQuestionOrRequest(String sentence) {
        return asks(plain(sentence));
    }

    private static boolean asks(String plain) {
        if (plain.endsWith("?") || plain.endsWith("？")) return true;
        return QUESTION.matcher(plain).find() || REQUEST.matcher(plain).find();
    }

    private static String plain(String sentence) {
        return sentence.strip()
                .toLowerCase(Locale.ROOT)
                .replace('’', '\'')
                .replaceAll("[\"”')\\]*_\\s]+$", "")
                .replaceAll(
                        "^(?:[^\\p{L}\\p{N}]+|(?:hey|hi|hello|ok|okay|so|well|and|but|now|also|hallo|also|und|aber)\\b[,!.]?\\s+)+",
                        "");
    }

    private static Pattern words(String alternatives) {
        return Pattern.compile("(?U)(?<![\\w'])(?:" + alternatives + ")(?![\\w'])");
    }

    private static Pattern starting(String alternatives) {
        return Pattern.compile("(?U)^(?:" + alternatives + ")(?![\\w'])");
    }
}
