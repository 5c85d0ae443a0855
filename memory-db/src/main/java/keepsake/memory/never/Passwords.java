package keepsake.memory.never;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.memory.never.Screen.Match;

/// What is said to be a password: the words after “password is”, “PIN:”, “Passwort lautet” and the like, also with a
/// word
/// or four between (“the password for my mail is …”). A rule cannot know every way of telling one; the value alone
/// goes.
final class Passwords {
    private static final String NAME = "(?:pass ?words?|pass ?codes?|pass ?phrases?|pwd|pw|pin(?: ?code| ?number)?"
            + "|secret code|security code|cvv|cvc|pass ?w(?:ort|örter)|kennw(?:ort|örter)|geheimzahl|zugangscode)";

    private static final String VALUE = "(?<value>\"[^\"\\n]{1,200}\"|“[^”\\n]{1,200}”|„[^“”\\n]{1,200}[“”]"
            + "|'[^'\\n]{1,200}'|`[^`\\n]{1,200}`|\\S{1,200})";

    /// What is said about passwords without telling one.
    private static final String SAID_OF_ONE = "(?:wrong|incorrect|right|correct|not|no longer|too|very|so|a|an|the|my"
            + "|your|expired|weak|strong|safe|unsafe|secure|invalid|required|needed|missing|gone|unknown|in|on|at|here|there"
            + "|falsch|richtig|nicht|zu|sehr|ein|eine|das|mein|abgelaufen|schwach|stark|sicher|unbekannt|weg)(?![\\w])";

    private static final String NO_VALUE = "(?!" + SAID_OF_ONE + ")";

    private static final Pattern TOLD = Pattern.compile(
            "(?<![\\p{L}\\p{N}])" + NAME
                    + "(?:\\s+\\S{1,40}){0,5}?(?:\\s*(?:[:=]|->|→)\\s*|\\s+(?:is|are|was|ist|lautet|sind)[:,]?\\s+"
                    + NO_VALUE + ")" + VALUE,
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /// A passphrase has spaces; it reaches to the end of the sentence.
    private static final Pattern PHRASE = Pattern.compile(
            "(?<![\\p{L}\\p{N}])pass ?phrases?(?:\\s*[:=]\\s*|\\s+(?:is|ist|lautet)[:,]?\\s+)"
                    + "(?!" + SAID_OF_ONE + "\\s*(?:[.!?\\n]|$))"
                    + "(?<value>[^.!?\\n]{1,300})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private Passwords() {}

    static void find(String text, List<Match> matches) {
        find(PHRASE, text, matches);
        find(TOLD, text, matches);
    }

    private static void find(Pattern pattern, String text, List<Match> matches) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            int start = matcher.start("value");
            int end = matcher.end("value");
            // The full stop of the sentence is not part of it, unless it is all there is.
            while (end - 1 > start && ".,;!?)".indexOf(text.charAt(end - 1)) >= 0) end--;
            matches.add(new Match(start, end, "password"));
        }
    }
}
