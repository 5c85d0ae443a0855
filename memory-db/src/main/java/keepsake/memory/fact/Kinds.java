package keepsake.memory.fact;

import java.util.Locale;
import java.util.regex.Pattern;
import keepsake.memory.Fact.Kind;

/// A first guess at what sort of thing a statement says, by its words.
public final class Kinds {
    private static final Pattern RELATIONSHIP =
            Pattern.compile("(?U)\\b(?:my|mein|meine|our|unser|unsere)\\s+(?:\\w+\\s+){0,2}?"
                    + "(?:wife|husband|partner|girlfriend|boyfriend|fiancee?|mother|father|mom|mum|dad|parents?|sister|brother"
                    + "|siblings?|son|daughter|child|children|kids?|baby|aunt|uncle|cousin|niece|nephew|grand\\w+|friend|boss"
                    + "|colleague|neighbou?r|roommate|dog|cat|pet|horse|frau|mann|mutter|vater|eltern|schwester|bruder|sohn"
                    + "|tochter|kind|kinder|freund|freundin|chef|chefin|hund|katze|oma|opa)\\b");
    private static final Pattern PREFERENCE = Pattern.compile(
            "(?U)\\b(?:like|likes|love|loves|enjoy|hate|hates|dislike"
                    + "|prefer|prefers|favou?rite|can't stand|allergic|rather|mag|liebe|hasse|bevorzuge|lieblings\\w*|am liebsten)\\b");
    private static final Pattern BELIEF =
            Pattern.compile("(?U)\\b(?:i|we|ich)\\s+(?:think|believe|doubt|suppose|feel that|denke|glaube|finde)\\b");
    private static final Pattern PROFILE =
            Pattern.compile("(?U)\\b(?:i|i'm|i've|me|my|mine|we|our|ich|mich|mir|mein\\w*|wir|unser\\w*)\\b");

    private Kinds() {}

    public static Kind guess(String statement) {
        String words = statement.toLowerCase(Locale.ROOT).replace('’', '\'');
        if (PREFERENCE.matcher(words).find()) return Kind.PREFERENCE;
        if (BELIEF.matcher(words).find()) return Kind.BELIEF;
        if (RELATIONSHIP.matcher(words).find()) return Kind.RELATIONSHIP;
        if (PROFILE.matcher(words).find()) return Kind.PROFILE;
        return Kind.WORLD;
    }
}
