package keepsake.memory.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.memory.Entity.Kind;
import keepsake.memory.text.Words;

/// People whom somebody speaks of by what they are to them ("my sister"), and who is said to be it ("my sister is
/// called Anna"). Only relations that few have more than one of; whose they are is part of the key, for my sister is
/// not yours. Never throws; any text is valid.
final class Relations {
    /// What is said, and what it means.
    private static final Map<String, String> MEANT = new LinkedHashMap<>();

    static {
        meant("mother", "mother", "mom", "mum", "mommy", "mummy", "mama", "mutter", "mutti");
        meant("father", "father", "dad", "daddy", "papa", "vater", "vati");
        meant("sister", "sister", "schwester");
        meant("brother", "brother", "bruder");
        meant("wife", "wife", "frau", "ehefrau");
        meant("husband", "husband", "mann", "ehemann");
        meant("partner", "partner", "partnerin");
        meant("girlfriend", "girlfriend", "freundin");
        meant("boyfriend", "boyfriend");
        meant("fiance", "fiance", "fiancé", "fiancee", "fiancée", "verlobter", "verlobte");
        meant("son", "son", "sohn");
        meant("daughter", "daughter", "tochter");
        meant("grandmother", "grandmother", "grandma", "granny", "oma");
        meant("grandfather", "grandfather", "grandpa", "opa");
        meant("aunt", "aunt", "auntie", "tante");
        meant("uncle", "uncle", "onkel");
        meant("niece", "niece", "nichte");
        meant("nephew", "nephew", "neffe");
        meant("boss", "boss", "chef", "chefin");
        meant("best friend", "best friend", "beste freundin", "bester freund");
        meant("landlord", "landlord", "landlady", "vermieter", "vermieterin");
        meant("dentist", "dentist", "zahnarzt", "zahnärztin");
        meant("therapist", "therapist", "therapeutin", "therapeut");
        meant("dog", "dog", "puppy", "hund", "hündin");
        meant("cat", "cat", "kitten", "katze", "kater");
        meant("horse", "horse", "pferd");
    }

    private static final String RELATION = String.join("|", MEANT.keySet());
    private static final String OWNER = "(?<owner>my|our|mein(?:e[rmns]?)?|unser(?:e[rmn]?)?)";
    private static final String NAME =
            "(?<name>(?-i:(?:Dr\\.? )?\\p{Lu}[\\p{Ll}\\p{M}]+(?:-\\p{Lu}\\p{Ll}+)?(?: \\p{Lu}[\\p{Ll}\\p{M}]+(?:-\\p{Lu}\\p{Ll}+)?){0,2}))(?![\\p{L}\\p{N}])";

    private static final Pattern MENTION = Pattern.compile("(?iU)(?<![\\w'’])" + OWNER
            + " (?:(?:dear|lovely|own|little|liebe[rns]?) )?(?<relation>" + RELATION + ")(?!\\w|-in-law|[- ]friend)");

    private static final List<Pattern> SAME = List.of(
            Pattern.compile("(?iU)(?<![\\w'’])" + OWNER + " (?<relation>" + RELATION
                    + ")(?:,? (?:is |was )?(?:called|named)|['’]s name is| is|,| heißt| namens| ist)? " + NAME),
            Pattern.compile("(?iU)(?<![\\w'’-])" + NAME + "(?:,| is| ist) " + OWNER + " (?<relation>" + RELATION
                    + ")(?!\\w|-in-law|['’])"));

    private static final Pattern OWNED =
            Pattern.compile("(?iU)(?<![\\w'’])(?<owner>(?-i:\\p{Lu}[\\p{L}\\p{M}-]+))['’]s? (?<relation>" + RELATION
                    + ")(?!\\w|-in-law|[- ]friend)");

    private static final Pattern ENDS =
            Pattern.compile("(?iU)\\b" + OWNER.replace("?<owner>", "?:") + " (?:" + RELATION + ") $");

    private Relations() {}

    private static void meant(String relation, String... said) {
        for (String one : said) MEANT.put(one, relation);
    }

    /// @param relation the relation
    /// @param name     the key of the name it is said to be
    record Same(Named relation, Named name) {}

    /// The relations a text mentions, each once.
    ///
    /// @param owner whose they are: `0` for the user, or the folded name of somebody who speaks
    static List<Named> of(String text, String owner) {
        Map<String, Named> found = new LinkedHashMap<>();
        Matcher matcher = MENTION.matcher(text);
        while (matcher.find()) {
            Named one = named(matcher, owner);
            found.putIfAbsent(one.key(), one);
        }
        return List.copyOf(found.values());
    }

    /// The relations a question of the user names: "my sister", "Caroline's mum".
    static List<Named> asked(String text) {
        List<Named> found = new ArrayList<>(of(text, "0"));
        Matcher matcher = OWNED.matcher(text);
        while (matcher.find()) found.add(named(matcher, owner(matcher.group("owner"))));
        return found;
    }

    /// Who is said to be who.
    static List<Same> same(String text, String owner) {
        List<Same> found = new ArrayList<>();
        for (Pattern pattern : SAME) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                String name = matcher.group("name");
                if (!Names.mayBeName(name)) continue;
                found.add(new Same(named(matcher, owner), new Named(Words.key(name), name, Kind.PERSON, true)));
            }
        }
        return found;
    }

    private static Named named(Matcher matcher, String owner) {
        String said = matcher.group("relation").toLowerCase(Locale.ROOT);
        String shown = matcher.group("owner").toLowerCase(Locale.ROOT) + " " + matcher.group("relation");
        return new Named(owner + "/" + MEANT.getOrDefault(said, said), shown, Kind.PERSON, true);
    }

    /// Whether a name is what comes next: "meine Schwester ".
    static boolean endsWithRelation(String before) {
        return ENDS.matcher(before).find();
    }

    static boolean isRelation(String key) {
        return key.indexOf('/') > 0;
    }

    static String owner(String speaker) {
        String key = Words.key(speaker);
        return key.isEmpty() ? "?" : key;
    }
}
