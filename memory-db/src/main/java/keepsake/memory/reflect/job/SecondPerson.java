package keepsake.memory.reflect.job;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.memory.text.Words;

/// "I live in Leipzig with my sister" as "You live in Leipzig with your sister": the same words with other persons.
/// A statement in another language stays as it was said.
final class SecondPerson {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("i am", "you are"),
            Map.entry("i'm", "you're"),
            Map.entry("i was", "you were"),
            Map.entry("am i", "are you"),
            Map.entry("was i", "were you"),
            Map.entry("i've", "you've"),
            Map.entry("i'd", "you'd"),
            Map.entry("i'll", "you'll"),
            Map.entry("i", "you"),
            Map.entry("me", "you"),
            Map.entry("my", "your"),
            Map.entry("mine", "yours"),
            Map.entry("myself", "yourself"));

    private static final Pattern FIRST = Pattern.compile(
            "(?iU)(?<![\\w'’])(?:i am|i was|am i|was i|i['’](?:m|ve|d|ll)|i|me|my|mine|myself)(?![\\w'’])");

    /// Of other languages, where "I", "me" or "my" are other words.
    private static final Set<String> OTHER =
            Set.of("ich", "mein", "meine", "meinen", "meiner", "meinem", "mich", "mir", "wir", "unser", "unsere");

    private SecondPerson() {}

    /// One sentence, with a capital and a full stop.
    static String of(String statement) {
        String line = statement.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        boolean other = Words.of(line).stream().anyMatch(OTHER::contains);
        String told =
                other ? line : FIRST.matcher(line).replaceAll(match -> Matcher.quoteReplacement(turned(match.group())));
        if (told.isEmpty()) return told;
        int first = told.codePointAt(0);
        String sentence = Character.toString(Character.toUpperCase(first)) + told.substring(Character.charCount(first));
        return sentence.matches("(?s).*[.!?…。][\"”’')]*") ? sentence : sentence + ".";
    }

    private static String turned(String words) {
        String plain = words.toLowerCase(Locale.ROOT).replace('’', '\'');
        return WORDS.getOrDefault(plain, words);
    }
}
