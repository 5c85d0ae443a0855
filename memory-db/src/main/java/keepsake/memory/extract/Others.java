package keepsake.memory.extract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the user plainly says about the people and animals of their life.
final class Others {
    private static final String ADVERBS =
            "(?:(?:now|currently|also|still|just|recently|finally|really|actually|usually|always|already|absolutely|originally|never|all|both|only|officially|mostly) )*";

    /// Predicates that last, or that change a life. "My sister laughed" is none.
    private static final Pattern LIFE = Pattern.compile("(?iU)" + ADVERBS + "(?:"
            + "(?:is|are|'s|was|'re) (?:(?:now|just|also|still|only|almost|already|currently|turning|very|really|a bit|originally) )*(?:called .+|named .+|"
            + Lexicon.NUMBER + "(?: years? old| months? old| weeks? old)?(?: (?:now|today))?(?: in .+| on .+)?|an? (?:"
            + Lexicon.JOB + "|" + Lexicon.DIET + "|twin|christian|muslim)\\b.*"
            + "|" + Lexicon.DIET
            + "\\b.*|(?:\\w+ )?(?:allergic|intolerant|addicted|married|engaged|related) to .+|pregnant.*|expecting.*|having (?:a|an|her|his|their|another|twins|surgery|(?:\\w+ )?bab).*|getting (?:married|divorced|a|an)\\b.*|moving .+|staying (?:with|at|in|here|for|until).*|living .+"
            + "|(?:starting|studying|training|learning|working (?:at|as|for|in|on)|retiring|graduating|visiting|coming|flying|travell?ing|going to|taking|attending|teaching|playing|doing) .+|in (?:the )?(?:hospital|\\p{Lu}\\w+|\\w+ grade|college|university|school|the army|kindergarten).*|from (?-i:\\p{Lu}).*|(?:\\w+ )?(?:scared|afraid|terrified|frightened) of .+"
            + "|(?:in)?to .+|fond of .+|a (?:huge |big )*fan of .+|married.*|divorced.*|retired.*|dead.*|deaf.*|blind.*|widowed.*|engaged.*|single.*|ill .*|sick with .+|unemployed.*|turning .+|born .+|an only child.*|left-handed.*|diagnosed .+|good at .+|bad at .+|fluent in .+|due .+|buried .+"
            + "|(?:a|an|the) (?:[\\w-]+ ){0,2}(?:" + Lexicon.PET + "|mix|mutt|breed|boy|girl|retriever|collie).*)"
            + "|(?:has|have|'s got|has got|had) (?:(?:got|just|also|been) )*(?:an? (?!(?:\\w+ )?(?:time|day|week|chat|talk|blast|laugh|lot|bit|point|question|great|good|tough|hard|wonderful|rough|point|feeling)\\b)|two|three|four|five|\\d+|another|no|"
            + Lexicon.DISEASE
            + "|started|moved|retired|married|passed|diagnosed|surgery|green|blue|brown|red|blond|curly|long|short|her own|his own)\\b.*"
            + "|(?:lives?|works?|studies|study|teaches|speaks?|plays?|runs?|owns?|goes to|go to|attends?|drives?|prefers?|hates?|loves?|likes?|enjoys?|adores?|collects?|volunteers?|needs glasses|wears|raises|breeds|suffers? from|takes?|sleeps? (?:in|on)|eats? (?:only|no|nothing|meat|fish)) (?!(?:it|that|this|me|you|us|them|him|her|when|how|what)\\b).+"
            + "|(?:refuses?|refused|wants?|plans?|hopes?|decided|has decided|tries|dreams) (?:to|of) .+"
            + "|(?:moved|relocated|emigrated|got (?:married|engaged|divorced|promoted|pregnant|fired|laid off|accepted|into|a|an|her|his)|graduated|retired|was (?:born|diagnosed|promoted|fired|laid off|adopted)|passed away|died|turned|turns|will turn|starts?|started|begins?|quit|stopped|gave up|bought|sold|adopted|founded|opened|broke (?:her|his|their|a)|lost (?:her|his|their)|gave birth|became|joined|enlisted|won|broke up|finished|passed|had (?:her|his|their|surgery|a baby|a stroke|a heart attack|an accident|an operation))\\b(?! (?:laughing|crying|talking|yelling|asking|it|me|to cry|to laugh)\\b)(?:| .+)"
            + "|(?:can't|cannot|doesn't|don't|do not|no longer|never) (?:eat|drink|like|speak|drive|swim|stand|walk|hear|see|live|work|smoke|talk to|lives|works|want to|go)\\b.*|used to (?:live|work|play|be|have|teach)\\b.+"
            + ")");

    /// Predicates that only people and animals have; for a bare name that nothing introduces.
    private static final Pattern ANIMATE =
            Pattern.compile("(?iU)" + ADVERBS + "(?:(?:turned|turns|will turn|is turning|just turned) " + Lexicon.NUMBER
                    + "\\b(?! (?:percent|%)).*|(?:is|'s) (?:now |just |also )*(?:scared|afraid|terrified|frightened) of .+"
                    + "|(?:is|'s) " + Lexicon.NUMBER
                    + "(?: years old)?(?: now| today)?|wants to be called .+|(?:starts?|started|is starting|begins?|changed|finished|left) (?:at |in )?(?:his|her|their|a new|kindergarten|school|nursery)\\b.*|(?:is|'s) (?:having|expecting) (?:a|her|their|another|twins|(?:\\w+ )?baby)\\b.*|(?:is|'s) pregnant.*"
                    + "|got (?:engaged|married|divorced|pregnant|promoted)\\b.*|passed away.*|(?:is|'s) allergic to .+|gave birth.*|broke (?:his|her) .+|lost (?:his|her) (?:job|first tooth|tooth).*|(?:is|'s) (?:my|our) "
                    + Lexicon.ADJECTIVES + Lexicon.PEOPLE
                    + "\\b.*|(?:is|'s) (?:moving in with|dating|marrying|staying with) (?:me|us|my|" + Lexicon.CAPITAL
                    + ")\\b.*|can't stand .+|refuses to .+|needs (?:glasses|braces|surgery|shots)\\b.*)");

    /// "My older sister Mara", "our dog Rex", "my best friend".
    private static final Pattern PERSON = Pattern.compile("(?iU)^(?<owner>my|our)\\s+(?<relation>" + Lexicon.ADJECTIVES
            + Lexicon.PEOPLE + "(?: from \\w+| at work)?)(?:,? (?:called|named),?|,)?(?:\\s+(?<name>(?!(?-i:I)\\b)"
            + Lexicon.PERSON + "))?,?(?<rest>\\s+.*|'s .*|)$");

    private static final Pattern RELATED =
            Pattern.compile("(?iU)\\b(?<owner>my|our)\\s+(?<relation>" + Lexicon.ADJECTIVES + Lexicon.PEOPLE
                    + "),?\\s+(?:(?:called|named)\\s+)?(?<name>(?!(?-i:I|I'm|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|Christmas|English|German|French)\\b)"
                    + Lexicon.PERSON + ")(?!\\s*(?:'s)?\\s*(?:and (?:dad|mom)))(?=[\\s,.!;:)']|$)");

    private static final Pattern NAMED =
            Pattern.compile("^(?<name>(?:(?:Dr|Mr|Mrs|Ms)\\.? )?\\p{Lu}\\p{Ll}[\\p{L}'-]*)(?<rest>(?:\\s+|'s ).*)$");

    private static final Pattern NO_NAME = Pattern.compile(
            "(?i)(?:The|This|That|These|Those|There|It|He|She|They|We|You|Who|What|When|Where|Why|How|Everyone|Everybody|Someone|Somebody|Nobody|Everything|Something|Nothing|One|Time|Work|School|Life|Today|Tomorrow|Yesterday|Monday|Tuesday"
                    + "|Wednesday|Thursday|Friday|Saturday|Sunday|Winter|Summer|Spring|Mom|Dad|People|Kids|And|But|So|My|Our|Your|His|Her|Its|Their|Not|Just|Also|Then|Now|If|As|At|In|On|Dinner|Lunch|Weather|Earth|Germany|France|Europe|America|Which|Here|Only|Ich|Wir|Er|Sie|Es|Das|Die|Der|Mein|Meine|Unser|Google|Apple|Amazon|Bitcoin|Python|Java|Linux|Windows)");

    private Others() {}

    /// @param subject  as shown: a name, or "my sister"
    /// @param relation "my sister", empty for a bare name
    /// @param rest     what is said
    record Person(String subject, String relation, String name, int restAt, String rest) {}

    static @Nullable Person person(String clause) {
        Matcher matcher = PERSON.matcher(clause);
        if (!matcher.matches()) return null;
        String relation = matcher.group("owner").toLowerCase(java.util.Locale.ROOT) + " " + matcher.group("relation");
        String name = matcher.group("name") == null ? "" : matcher.group("name").replaceFirst("'s$", "");
        if (isNoName(name)) name = "";
        return new Person(
                name.isEmpty() ? relation : name, relation, name, matcher.start("rest"), matcher.group("rest"));
    }

    static @Nullable Person named(String clause) {
        Matcher matcher = NAMED.matcher(clause);
        if (!matcher.matches() || isNoName(matcher.group("name"))) return null;
        String name = matcher.group("name").replaceFirst("'s$", "");
        return new Person(name, "", name, matcher.start("rest"), matcher.group("rest"));
    }

    /// "… with my wife Petra …", anywhere in a plain sentence.
    static Matcher related(String sentence) {
        return RELATED.matcher(sentence);
    }

    static boolean isNoName(String name) {
        return NO_NAME.matcher(name).matches();
    }

    static boolean tellsOfLife(String predicate) {
        return LIFE.matcher(predicate.strip()).matches();
    }

    static boolean isAnimate(String predicate) {
        return ANIMATE.matcher(predicate.strip()).matches();
    }
}
