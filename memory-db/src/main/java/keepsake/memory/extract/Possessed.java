package keepsake.memory.extract;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.memory.Fact.Kind;

/// What "my …" plainly is: "my shoe size is 43", "our car is a blue Clio", "my knee hurts".
final class Possessed {
    /// @param attribute what has one value, without the subject; `*` is what is possessed; empty for what can be many
    /// @param value     what the value must look like
    private record Rule(Pattern pattern, Kind kind, String attribute, Pattern value, double confidence) {}

    /// @param value what it is
    record Found(Kind kind, String attribute, String value, double confidence) {}

    private static final String IS =
            "\\s*(?:'s|is|are|was|were|will be|is now|are now)(?: now| currently| actually| still| just| also| only)* (?:called |named )?";
    private static final Pattern ANY = Pattern.compile(
            "(?iU)(?!(?:about|that|what|how|why|whether|not|in|wrong|broken|right|fine|ok|okay|good|great|bad|nice|amazing|awesome|beautiful|to|this|it|so|too|very|really|quite|a (?:question|problem|mess|bit|lot|question)|the (?:same|best|problem|following|one|reason))\\b).{1,80}");
    private static final Pattern ANYTHING = Pattern.compile("(?iU).{1,100}");
    private static final Pattern NAME = Pattern.compile("(?iU)" + Lexicon.NAME + ".{0,40}");
    private static final Pattern DIGITS = Pattern.compile("(?iU).*\\d.*");
    private static final Pattern EMAIL = Pattern.compile("(?iU)\\S+@\\S+\\.\\p{L}{2,}.*");
    private static final Pattern PHONE = Pattern.compile("(?iU)\\+?[(\\d][\\d\\s()/.-]{4,}\\d\\b.*");
    private static final Pattern DATE = Pattern.compile(
            "(?iU).*(?:\\d|" + Lexicon.MONTH + "|" + Lexicon.WEEKDAY + "|tomorrow|next|christmas|easter|halloween).*");

    private static final List<Rule> RULES = List.of(
            rule(
                    "(?:full |real |first |last |middle |maiden |legal |birth )*name|surname|family name",
                    Kind.PROFILE,
                    "name",
                    NAME,
                    0.95),
            rule("nickname", Kind.PROFILE, "nickname", NAME, 0.9),
            rule("birthday|date of birth|birth date", Kind.PROFILE, "birthday", DATE, 0.95),
            rule("(?:wedding )?anniversary", Kind.PROFILE, "anniversary", DATE, 0.95),
            rule("age", Kind.PROFILE, "age", ANY, 0.9),
            rule("(?:\\w+ ){0,2}e-?mail(?: address)?(?: for .{2,30}?| at .{2,30}?)?", Kind.PROFILE, "*", EMAIL, 0.95),
            rule(
                    "(?:\\w+ ){0,2}(?:phone|mobile|cell|cellphone|telephone|landline|home|office|work|whatsapp)? ?(?:phone )?number(?: at .{2,20}?)?",
                    Kind.PROFILE,
                    "*",
                    PHONE,
                    0.95),
            rule("(?:phone|mobile|cell|cellphone)", Kind.PROFILE, "phone", PHONE, 0.95),
            rule("(?:new |home |postal |work |mailing |current )*address", Kind.PROFILE, "address", ANY, 0.9),
            rule("(?:zip|postal|post) ?code|postcode|zip", Kind.PROFILE, "postcode", DIGITS, 0.9),
            rule(
                    "(?:current |new |day |main |dream )*(?:job|occupation|profession|job title)",
                    Kind.PROFILE,
                    "job",
                    ANY,
                    0.85),
            rule("(?:new |current )*(?:employer|company|workplace)", Kind.PROFILE, "employer", ANY, 0.9),
            rule(
                    "(?:old |new |high |primary |secondary |middle )*(?:school|university|college|alma mater)",
                    Kind.PROFILE,
                    "*",
                    NAME,
                    0.85),
            rule(
                    "(?:home ?town|birthplace|nationality|citizenship|native (?:language|tongue)|mother tongue|first language|religion|star sign|zodiac sign|blood type|blood group|pronouns|time ?zone|major|minor|degree|ethnicity)",
                    Kind.PROFILE,
                    "*",
                    ANY,
                    0.9),
            rule(
                    "(?:all-time |absolute |current |least |other |second )*(?:favou?rite) (?!one\\b|ones\\b|part\\b|thing about\\b|was\\b|is\\b)[\\w'-]+(?: [\\w'-]+){0,4}?",
                    Kind.PREFERENCE,
                    "",
                    ANY,
                    0.85),
            rule(
                    "(?:main |new |biggest |only |other |favou?rite )*hobb(?:y|ies)|(?:biggest |greatest )passion",
                    Kind.PREFERENCE,
                    "",
                    ANY,
                    0.85),
            rule(
                    "(?:shoe|dress|shirt|ring|trouser|jeans|waist|hat|glove|bra|clothing|clothes) size|height|weight|waist|inseam",
                    Kind.PROFILE,
                    "*",
                    ANYTHING,
                    0.9),
            rule(
                    "(?:licen[cs]e|number|registration) plate|registration|car registration",
                    Kind.PROFILE,
                    "*",
                    ANYTHING,
                    0.9),
            rule("(?:[\\w'-]+ ){1,3}(?:number|id)", Kind.PROFILE, "*", DIGITS, 0.9),
            rule(
                    "(?:wi-?fi|wlan|network|home network|username|handle|gamertag|instagram|twitter|github|user name|callsign|linkedin)(?: name| network| handle)?",
                    Kind.PROFILE,
                    "*",
                    ANY,
                    0.85),
            rule(
                    "(?:[\\w'-]+ ){0,2}(?:diet|allergy|allergies|medication|condition|diagnosis|disability|prescription)",
                    Kind.PROFILE,
                    "",
                    ANY,
                    0.85),
            rule(
                    "(?:[\\w'-]+ ){0,2}(?:flight|train|appointment|check-?up|exam|exams|interview|wedding|deadline|holiday|vacation|trip|surgery|operation|due date|lease|lessons?|classes|class|shift|shifts|graduation|reservation|recital|concert|final|finals|honeymoon|party|retirement|presentation|audition|tournament|court date|move)",
                    Kind.PROFILE,
                    "",
                    DATE,
                    0.85),
            rule(
                    "(?:[\\w'-]+ ){0,2}(?:essay|paper|report|assignment|project|thesis|dissertation|homework|proposal|rent|baby|contract|visa|passport|subscription|licen[cs]e|application)",
                    Kind.PROFILE,
                    "",
                    Pattern.compile("(?iU)(?:due|expiring|valid|up|ending)\\b.+"),
                    0.85),
            rule(
                    "(?:[\\w'-]+ ){0,3}" + Lexicon.THING,
                    Kind.PROFILE,
                    "",
                    Pattern.compile(
                            "(?iU)(?!a (?:roller|blast|mess|success|bit|lot|great|huge|real|total|work))(?:an? |on |in |at |from |\\d{4}|called |near |"
                                    + Lexicon.CAPITAL + ").*"),
                    0.85),
            rule(
                    "(?:[\\w'-]+ ){0,2}(?:dream|goal|ambition|resolution|new year's resolution|biggest dream|life goal|plan)",
                    Kind.PROFILE,
                    "",
                    Pattern.compile("(?iU)to .+"),
                    0.75));

    private static final Pattern HURTS = Pattern.compile(
            "(?iU)(?:(?:left|right|lower|upper) )?" + Lexicon.BODY
                    + " (?:still |really |always )?(?:hurts?|aches?|gave (?:out|up)|is (?:injured|broken|sprained|sore|bad|killing me|swollen)|has been hurting|is hurting)\\b.*");

    private static final Pattern FAVOURITE_KEY =
            Pattern.compile("(?iU)(?:fav\\w+) ([\\w'-]+(?: [\\w'-]+)?)" + IS + ".*");

    private Possessed() {}

    /// What a clause says after "my" or "our".
    static Optional<Found> of(String rest) {
        if (HURTS.matcher(rest).matches()) return Optional.of(new Found(Kind.PROFILE, "", "", 0.85));
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern().matcher(rest);
            if (!matcher.matches()
                    || !rule.value().matcher(matcher.group("value")).matches()) continue;
            String thing =
                    matcher.group("thing").toLowerCase(java.util.Locale.ROOT).strip();
            return Optional.of(
                    new Found(rule.kind(), attribute(rule, rest, thing), matcher.group("value"), rule.confidence()));
        }
        return Optional.empty();
    }

    private static String attribute(Rule rule, String rest, String thing) {
        if (rule.attribute().equals("*"))
            return thing.replaceAll("\\b(?:new|current|own|old) ", "").replace(' ', '-');
        Matcher favourite = FAVOURITE_KEY.matcher(rest);
        if (rule.kind() == Kind.PREFERENCE && favourite.matches()) {
            return "favourite-"
                    + favourite.group(1).toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
        }
        return rule.attribute();
    }

    private static Rule rule(String thing, Kind kind, String attribute, Pattern value, double confidence) {
        return new Rule(
                Pattern.compile("(?iU)(?:new |own |current )?(?<thing>" + thing + ")" + IS + "(?<value>.+)"),
                kind,
                attribute,
                value,
                confidence);
    }
}
