package keepsake.memory.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.memory.text.RememberRequest;
import keepsake.memory.text.Telling;

/// Finds identity values in what the user says plainly about themselves. Rather none than a wrong one: no questions, no
/// "if", no reported speech.
final class ProposalRules {
    /// @param name  autofill name
    /// @param value as said
    /// @param quote the words that say it
    record Proposal(String name, String value, String quote) {}

    private static final Pattern DOUBTFUL = Pattern.compile(
            "(?iU)[\"“”„«»]|\\b(?:if|would|could|might|maybe|perhaps|imagine|pretend|suppose|wish|used to|formerly|until|not"
                    + "|never|character|dream\\w*|joking|kidding|fake|for example|e\\.g|wenn|falls|vielleicht|nicht|früher)\\b|n['’]t\\b");

    /// A clause begins here.
    private static final String BEGIN = "(?iU)(?:^|(?<=[,;:!.–—-]\\s)|(?<=\\b(?:and|und|that|dass|but|so|aber)\\s))";

    private static final String CAPITAL = "(?-i:\\p{Lu})[\\p{L}\\p{M}'’.-]*";
    private static final String PARTICLE =
            "(?-i:(?:van|von|vom|zu|de|del|der|den|la|le|di|da|dos|bin|ibn|al|el|of|the|und|and|&)\\s+)*";
    private static final String NAMES = CAPITAL + "(?:\\s+" + PARTICLE + CAPITAL + "){0,4}";
    private static final String END =
            "(?=\\s*(?:$|[,;:!.…()–—]|\\s(?:and|but|now|since|as|with|for|in|at|und|aber|seit|als|mit)\\b))";

    private static final Pattern NAME =
            rule("(?:my (?:full |first |real )?name is|my name's|i'm called|i’m called|i am called|mein name ist"
                    + "|ich heiße|ich heisse)\\s+(?<value>" + NAMES + ")" + END);
    private static final Pattern EMAIL = rule(
            "(?:my (?:\\w+ )?e-?mail(?: address)? is|(?:you can )?(?:e-?mail|reach) me at|meine e-?mail(?:-?adresse)? ist)"
                    + "\\s+(?<value>[^\\s@,;<>]+@[^\\s@,;<>]+\\.[\\p{L}]{2,})");
    private static final Pattern PHONE = rule(
            "(?:my (?:new |own )?(?:(?:phone|mobile|cell|cellphone|telephone|home)(?: phone)?(?: number)?|number) is"
                    + "|meine (?:telefon|handy|mobil)?nummer ist)\\s+(?<value>\\+?[(\\d][\\d\\s()/.-]{5,}\\d)");
    private static final Pattern CITY = rule(
            "(?:i (?:now |currently |still )?live in|i've moved to|i have moved to|i (?:just |recently )?moved to|ich wohne in|ich lebe in)\\s+"
                    + "(?<value>(?:the )?" + NAMES + ")(?:,\\s*(?<country>(?:the )?" + NAMES + "))?" + END);
    private static final Pattern STREET =
            rule("(?:i (?:now |currently |still )?live at|my (?:home |postal )?address is)\\s+"
                    + "(?<value>\\d+\\s?[a-z]?\\s+[\\p{L}\\p{M}.'’ -]{2,60}?|[\\p{L}\\p{M}.'’ -]{2,60}?\\s\\d+\\s?[a-z]?)"
                    + "(?:,\\s*(?:(?<code>\\d{4,5})\\s+)?(?<city>" + NAMES + "))?(?:,\\s*(?<country>(?:the )?" + NAMES
                    + "))?(?=\\s*(?:$|[,;!.]))");
    private static final Pattern POSTAL_CODE =
            rule("my (?:zip(?: code)?|post(?:al)? ?code) is\\s+(?<value>[A-Z0-9][A-Z0-9 -]{2,9})(?=\\s*(?:$|[,;!.]))");
    private static final Pattern BIRTHDAY = rule(
            "(?:my birthday is(?: on)?|my date of birth is|i was born on|mein geburtstag ist(?: am)?|ich (?:wurde|bin) am)\\s+"
                    + "(?<value>[\\p{L}\\d][\\p{L}\\d., -]{5,28}?\\d{4}|\\d{4}-\\d{2}-\\d{2})(?!\\d)");
    private static final Pattern EMPLOYER =
            rule("(?:i (?:now |currently )?work (?:at|for)|ich arbeite (?:bei|für))\\s+(?:the )?(?<value>" + NAMES + ")"
                    + END);
    private static final Pattern JOB = rule(
            "(?:i (?:now |currently )?work as|ich arbeite als)\\s+(?:an? |the |eine? )?(?<value>[\\p{L}][\\p{L} -]{2,40}?)"
                    + "(?=\\s*(?:$|[,;!.])|\\s(?:at|for|in|and|bei|in|und)\\s)");

    private ProposalRules() {}

    /// What one sentence of the user proposes.
    static List<Proposal> of(String sentence) {
        String said = RememberRequest.parse(sentence)
                .map(RememberRequest.Request::quote)
                .orElse(sentence.strip());
        List<Proposal> found = new ArrayList<>();
        if (said.length() > 400 || DOUBTFUL.matcher(said).find() || Telling.isQuestionOrRequest(said)) return found;
        first(NAME, said).ifPresent(m -> found.add(new Proposal(nameField(value(m)), value(m), m.group())));
        simple(EMAIL, "email", said, found);
        simple(PHONE, "tel", said, found);
        first(CITY, said).ifPresent(m -> place(m, found));
        first(STREET, said).ifPresent(m -> address(m, found));
        simple(POSTAL_CODE, "postal-code", said, found);
        simple(BIRTHDAY, "bday", said, found);
        simple(EMPLOYER, "organization", said, found);
        simple(JOB, "organization-title", said, found);
        return found;
    }

    private static void simple(Pattern rule, String name, String said, List<Proposal> found) {
        first(rule, said).ifPresent(m -> found.add(new Proposal(name, value(m), m.group())));
    }

    private static String nameField(String value) {
        return value.contains(" ") ? "name" : "given-name";
    }

    private static void place(Matcher m, List<Proposal> found) {
        String place = value(m);
        Optional<String> country = Countries.code(place);
        if (country.isPresent()) {
            found.add(new Proposal("country", country.get(), m.group()));
            return;
        }
        if (place.startsWith("the ")) return;
        found.add(new Proposal("address-level2", place, m.group()));
        country(m, found);
    }

    private static void address(Matcher m, List<Proposal> found) {
        found.add(new Proposal("street-address", value(m), m.group()));
        group(m, "code").ifPresent(code -> found.add(new Proposal("postal-code", code, m.group())));
        group(m, "city").ifPresent(city -> found.add(new Proposal("address-level2", city, m.group())));
        country(m, found);
    }

    private static void country(Matcher m, List<Proposal> found) {
        group(m, "country")
                .flatMap(Countries::code)
                .ifPresent(code -> found.add(new Proposal("country", code, m.group())));
    }

    private static Optional<String> group(Matcher m, String name) {
        return Optional.ofNullable(m.group(name)).map(ProposalRules::bare);
    }

    private static String value(Matcher m) {
        return bare(m.group("value"));
    }

    private static String bare(String value) {
        return value.strip().replaceAll("[.'’-]+$", "");
    }

    private static Optional<Matcher> first(Pattern rule, String said) {
        Matcher matcher = rule.matcher(said);
        return matcher.find() ? Optional.of(matcher) : Optional.empty();
    }

    private static Pattern rule(String clause) {
        return Pattern.compile(BEGIN + clause);
    }
}
