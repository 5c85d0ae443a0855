package keepsake.memory.extract;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.memory.Fact.Kind;

/// What "ich", "wir" and "mein …" plainly say in German; clauses are matched as a whole.
final class German {
    private static final String KIN =
            "(?:mutter|vater|mama|papa|eltern|schwester|bruder|geschwister|sohn|söhne|tochter|töchter|kind|kinder|frau|mann|partner|partnerin|freund|freundin|verlobte[r]?|oma|opa|großmutter|großvater|tante|onkel|cousin|cousine|neffe|nichte|schwiegermutter|schwiegervater|baby|enkel|enkelin|chef|chefin|kollege|kollegin|nachbar|nachbarin|lehrer|lehrerin|arzt|ärztin|vermieter|vermieterin|hund|katze|kater|hündin|pferd|kaninchen|hamster|wellensittich|meerschweinchen)";
    private static final String ADVERBS =
            "(?:(?:jetzt|seit \\w+(?: \\w+)?|auch|noch|gerade|endlich|leider|sehr|wirklich|übrigens|eigentlich|immer|schon|total|echt|momentan|derzeit) )*";

    private record Rule(Pattern pattern, Kind kind, String attribute, double confidence) {}

    /// @param subject "user", or who it is about
    record Found(Kind kind, String attribute, String subject, double confidence) {}

    private static final List<Rule> RULES = List.of(
            rule(
                    "(?:ich heiße|ich heisse|mein name ist|mein vorname ist|mein nachname ist) (?<value>\\p{Lu}.*)",
                    Kind.PROFILE,
                    "name",
                    0.95),
            rule("ich bin " + ADVERBS + "\\d{1,3}(?: jahre(?: alt)?)?", Kind.PROFILE, "age", 0.9),
            rule(
                    "(?:ich|wir) (?:wohne|lebe|wohnen|leben) " + ADVERBS + "(?:in|bei|im|auf|am) .+",
                    Kind.PROFILE,
                    "city",
                    0.9),
            rule("(?:ich bin|wir sind) .*\\b(?:nach|in) .+ (?:gezogen|umgezogen)", Kind.PROFILE, "city", 0.9),
            rule("(?:ich komme|wir kommen|ich stamme) " + ADVERBS + "aus .+", Kind.PROFILE, "origin", 0.9),
            rule("ich (?:wurde|bin) (?:am|in|im|\\d).* geboren", Kind.PROFILE, "birth", 0.9),
            rule("ich bin in .+ aufgewachsen", Kind.PROFILE, "", 0.9),
            rule("ich arbeite " + ADVERBS + "(?:als|bei|für|in|im|an) .+", Kind.PROFILE, "job", 0.9),
            rule(
                    "ich bin " + ADVERBS
                            + "(?:von beruf )?(?:\\p{L}*(?:lehrer|lehrerin|arzt|ärztin|ingenieur|ingenieurin|tischler|schreiner|koch|köchin|pfleger|pflegerin|krankenschwester|student|studentin|entwickler|entwicklerin|anwalt|anwältin|bäcker|verkäufer|verkäuferin|maler|rentner|rentnerin|schüler|schülerin|erzieher|erzieherin|mechaniker|elektriker|architekt|architektin|designer|designerin|übersetzer|übersetzerin|journalist|journalistin|fahrer|gärtner|gärtnerin|künstler|künstlerin|musiker|musikerin))\\b.*",
                    Kind.PROFILE,
                    "job",
                    0.9),
            rule(
                    "ich bin " + ADVERBS
                            + "(?:vegetarier\\w*|veganer\\w*|vegetarisch|vegan|diabetiker\\w*|allergiker\\w*|linkshänder\\w*|verheiratet.*|geschieden|ledig|verwitwet|schwanger|single|verlobt.*|laktoseintolerant|allergisch gegen .+|farbenblind)",
                    Kind.PROFILE,
                    "",
                    0.9),
            rule(
                    "(?:ich habe|ich leide|bei mir wurde) .*(?:allergie\\w*|asthma|diabetes|migräne|heuschnupfen|rückenschmerzen|epilepsie|intoleranz|zöliakie|arthritis|bluthochdruck)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.9),
            rule(
                    "(?:ich habe|wir haben) (?:(?:jetzt|auch|noch|schon) )*(?:einen?|zwei|drei|vier|fünf|keine?n?) (?:[\\p{L}-]+ ){0,2}"
                            + KIN + "\\p{L}{0,2}\\b.*",
                    Kind.RELATIONSHIP,
                    "",
                    0.9),
            rule(
                    "(?:ich|wir) (?:esse|trinke|rauche|essen|trinken) (?:kein\\w*|nur|nie|niemals|nicht) ?.*",
                    Kind.PROFILE,
                    "",
                    0.9),
            rule(
                    "(?:ich|wir) (?:mag|liebe|hasse|bevorzuge|mögen|lieben) (?!(?:es|das|dich|dass|deine\\w*|diese\\w*)\\b).+",
                    Kind.PREFERENCE,
                    "",
                    0.85),
            rule("ich (?:esse|trinke|höre|lese|spiele) am liebsten .+", Kind.PREFERENCE, "", 0.9),
            rule("ich (?:spreche|lerne) " + ADVERBS + "(?:\\p{L}+ )?\\p{Lu}\\p{L}+.*", Kind.PROFILE, "", 0.85),
            rule("ich studiere .+", Kind.PROFILE, "", 0.9),
            rule(
                    "(?:ich|wir) (?:spiele|gehe|laufe|schwimme|treffe|trainiere|jogge|spielen|gehen|treffen) .*\\b(?:jeden|jede|montags|dienstags|mittwochs|donnerstags|freitags|samstags|sonntags|regelmäßig|zweimal)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule("ich spiele " + ADVERBS + "(?!(?:mit|es|das)\\b)\\p{Lu}.+", Kind.PROFILE, "", 0.8),
            rule("ich (?:fahre|besitze) einen? .+", Kind.PROFILE, "", 0.85),
            rule(
                    "ich habe (?:mit .+ aufgehört|.+ aufgegeben|.+ gekündigt|.+ gekauft|.+ verkauft|.+ geheiratet|.+ bestanden)",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule("(?:ich bin|wir sind) (?:nicht mehr .+|.+ getrennt)", Kind.PROFILE, "", 0.85),
            rule("ich (?:wohne|arbeite|lebe|rauche|spiele|studiere) .*nicht mehr.*", Kind.PROFILE, "", 0.85),
            rule(
                    "(?:ich fliege|ich fahre|wir fliegen|wir fahren|wir heiraten|ich ziehe|wir ziehen) .*\\b(?:am|im|nächste\\w*|morgen)\\b.+",
                    Kind.PROFILE,
                    "",
                    0.8),
            rule("mein geburtstag ist (?:am )?.*\\d.*", Kind.PROFILE, "birthday", 0.95),
            rule(
                    "(?:mein hochzeitstag|unser hochzeitstag|unser jahrestag) ist (?:am )?.*\\d.*",
                    Kind.PROFILE,
                    "anniversary",
                    0.95),
            rule(
                    "meine? (?:neue |private |dienstliche )*(?:e-?mail(?:-?adresse)?) (?:ist|lautet) \\S+@\\S+",
                    Kind.PROFILE,
                    "email",
                    0.95),
            rule(
                    "meine? (?:neue |private )*(?:telefon|handy|mobil|festnetz)?nummer (?:ist|lautet) [+(\\d].*",
                    Kind.PROFILE,
                    "phone-number",
                    0.95),
            rule("meine (?:neue )?(?:adresse|anschrift) (?:ist|lautet) .+", Kind.PROFILE, "address", 0.9),
            rule("meine? (?:lieblings\\p{L}+) (?:ist|sind|heißt) (?!(?:nicht|dass)\\b).+", Kind.PREFERENCE, "", 0.9),
            rule(
                    "meine? (?:schuhgröße|kleidergröße|größe|blutgruppe|muttersprache|postleitzahl|hobby|hobbys|beruf|augenfarbe|haarfarbe|\\p{L}+nummer|kennzeichen|autokennzeichen|auto|fahrrad|arbeitgeber) (?:ist|sind|heißt) .+",
                    Kind.PROFILE,
                    "",
                    0.9));

    private static final Pattern PERSON = Pattern.compile(
            "(?iU)^(?<relation>(?:meine?|unsere?) (?:(?:kleine|große|ältere|jüngere|beste|neue)[rs]? )?" + KIN
                    + ")(?:,? (?<name>(?-i:\\p{Lu})\\p{L}+))?,? (?:ist|sind|heißt|wohnt|lebt|arbeitet|studiert|hat|haben|mag|liebt|spielt|geht|wird|wurde|zieht|bekommt|kommt aus|leidet|spricht|fährt)\\b(?! (?:gesagt|mir|gefragt|gemeint)\\b).+");

    private German() {}

    static Optional<Found> of(String clause) {
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern().matcher(clause);
            if (matcher.matches())
                return Optional.of(new Found(rule.kind(), rule.attribute(), "user", rule.confidence()));
        }
        Matcher person = PERSON.matcher(clause);
        if (!person.matches()) return Optional.empty();
        String name = person.group("name");
        boolean isCalled = clause.matches("(?iU).*\\bheißt\\b.*");
        String subject = name != null && !isCalled ? name : isCalled ? "user" : person.group("relation");
        return Optional.of(new Found(Kind.RELATIONSHIP, "", subject, 0.9));
    }

    private static Rule rule(String clause, Kind kind, String attribute, double confidence) {
        return new Rule(Pattern.compile("(?iU)^" + clause + "$"), kind, attribute, confidence);
    }
}
