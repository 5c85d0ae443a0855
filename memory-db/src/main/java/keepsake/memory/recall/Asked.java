package keepsake.memory.recall;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import keepsake.memory.index.Terms;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.StopWords;
import keepsake.memory.text.Words;

/// A question, taken apart.
///
/// @param text    the beginning of it; a pasted text says there what it is about
/// @param words   its terms, and each as it was typed
/// @param isWhen  asks for a time
/// @param isCount asks for a number
record Asked(String text, Map<String, String> words, boolean isWhen, boolean isCount) {
    private static final int LOOKED_AT = 2_000;

    private static final Pattern WHEN = Pattern.compile(
            "^(?:when|how long|since when|wann|wie lange|seit wann)\\b|\\b(?:what|which|welche[mnrs]?|was für ein) "
                    + "(?:year|month|date|day|jahr|monat|datum|tag)\\b");
    private static final Pattern COUNT =
            Pattern.compile("^(?:how many|how much|how often|wie viele?|wieviele?|wie oft)\\b");
    private static final Pattern OWN =
            Pattern.compile("(?U)(?<![\\w'])(?:i|i'm|i've|me|my|mine|myself|ich|mich|mir|mein\\w*)(?![\\w'])");
    private static final Pattern KNOWN = Pattern.compile(
            "(?:(?:so|and|ok|okay|please|hey|hi)[, ]+)*(?:tell me )?(?:what|everything|all)(?: else)?(?: (?:do|can|did))?(?: that)?"
                    + " (?:you|i) (?:know|remember|learn(?:ed)?|tell you|told you|have on)(?: so far)?(?: about (?:me|myself))?[ ?.!]*"
                    + "|who am i[ ?.!]*|was weißt du(?: alles)? (?:über|von) mir[ ?.!]*|wer bin ich[ ?.!]*");
    private static final Pattern SEVERAL =
            Pattern.compile("^(?:what (?:are|were|kinds?|types?|things)\\b|(?:what|which)\\s+"
                    + "(?:other |some |all |different |kinds? of |types? of )?(?:of )?(?:the )?(?:\\w+ ){0,2}?"
                    + "(?!(?:is|was|does|has|his|this|'s)\\b)\\w+[^s\\W]s\\b(?! (?:is|was|name)\\b))");

    /// What may be, or a certain time, has one answer.
    private static final Pattern ONE = Pattern.compile("\\b(?:would|could|might|may|likely|probably|possibly)\\b"
            + "|\\b(?:did|was|were) .*\\b(?:on|in|after|before|during|at) ");

    /// A longer question asks for one thing that it describes.
    private static final int SHORT = 9;

    private static final Pattern MAIL = Pattern.compile("\\be-?mails?\\b");

    static Asked of(String question) {
        String text = question.length() > LOOKED_AT ? question.substring(0, LOOKED_AT) : question;
        String lower = text.strip().toLowerCase(Locale.ROOT);
        Map<String, String> words = new LinkedHashMap<>();
        for (String word : Words.of(text)) {
            for (String term : Terms.of(word)) words.putIfAbsent(term, word);
        }
        // "e-mail" is two words to the index, "email" another one.
        if (MAIL.matcher(lower).find()) {
            for (String word : List.of("email", "mail")) words.putIfAbsent(word, word);
        }
        return new Asked(
                text, words, WHEN.matcher(lower).find(), COUNT.matcher(lower).find());
    }

    List<String> terms() {
        return List.copyOf(words.keySet());
    }

    /// Whom the question is about, if it names exactly one of those who speak: a person by name, or the user by "I".
    /// Numbers as in the index.
    OptionalInt speaker(Sql sql) throws SQLException {
        List<String> spoken = Words.of(text);
        List<Integer> named = new ArrayList<>();
        sql.visit("SELECT id, name FROM speaker", row -> {
            List<String> name = Words.of(row.getString(2), 1);
            if (!name.isEmpty() && spoken.stream().anyMatch(word -> names(word, name.getFirst()))) {
                named.add(row.getInt(1));
            }
            return true;
        });
        if (named.size() == 1) return OptionalInt.of(named.getFirst());
        boolean own = named.isEmpty() && isOwn();
        return own ? OptionalInt.of(0) : OptionalInt.empty();
    }

    /// Whether it has several answers, each said somewhere else.
    boolean isSeveral() {
        String lower = text.toLowerCase(Locale.ROOT).strip();
        return SEVERAL.matcher(lower).find() && !ONE.matcher(lower).find() && lower.split("\\s+", -1).length <= SHORT;
    }

    /// Whether the question is what is known about the user at all.
    boolean isWhatIsKnown() {
        return KNOWN.matcher(text.strip().toLowerCase(Locale.ROOT)).matches();
    }

    /// Whether the user asks about themselves.
    boolean isOwn() {
        return OWN.matcher(text.toLowerCase(Locale.ROOT).replace('’', '\'')).find();
    }

    /// A name, or its beginning: "Mel" is Melanie.
    private static boolean names(String word, String name) {
        return word.equals(name) || (word.length() >= 3 && name.startsWith(word) && StopWords.meaningful(word));
    }
}
