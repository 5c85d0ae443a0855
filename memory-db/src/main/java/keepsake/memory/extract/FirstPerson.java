package keepsake.memory.extract;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.memory.Fact.Kind;

/// What "I" and "we" plainly say: predicates, matched from their first word on.
final class FirstPerson {
    private static final String ADVERBS =
            "(?:(?:now|currently|also|still|just|recently|finally|really|actually|usually|always|mostly|often|already|only|absolutely|simply|officially"
                    + "|originally|never|mainly|generally|normally|typically|both|all|ended up|definitely|sometimes|sadly|personally|proudly|very much|truly) )*";

    /// One class of statements.
    ///
    /// @param attribute what has one value, without the subject; empty for what can be many
    record Rule(Pattern pattern, Kind kind, String attribute, double confidence) {}

    private static final String NOT_VAGUE =
            "(?!(?:it|that|this|these|those|them|you|your|yours|him|how|when|what|why|where|which|if|the (?:way|idea|sound|look|fact|feeling|thought|energy|vibe)|to (?:hear|see|know|think|say|help|be|ask|get|go|have|chat|talk)|hearing|seeing|being|having|chatting|talking|knowing|her|hearing|one|both|all|to|so|such|myself|i|we|through|everywhere|\\d|a (?:reminder|few things)|more|the following|the (?!(?-i:\\p{Lu})|sea|ocean|mountains?|beach|outdoors|cold|heat|rain|snow|sun|smell|taste|winter|summer|autumn|spring|countryside|city|forest|woods|country|theatre|theater|opera|gym|piano|guitar|violin|night|mornings?|arts|quiet|desert|water|lake|dark\\b)|their|his|its|our chats?|my (?:answer|question)|and|as|for|from|with|too|the (?:second|first|last|other|new|previous|answer|result|version|one|color|colors|colour|style|photo|pic|picture|background|detail|details|layout|design|title|name|sound))\\b)";

    private static final String PLACE = Lexicon.NAME;

    private static final List<Rule> RULES = List.of(
            // Where
            rule(
                    "(?:live|reside|(?:am|are) living|have lived|have been living|have always lived) (?:\\w+ )?(?:in|near|at|by|outside(?: of)?|close to) (?<value>(?:the |downtown |central |north |south |east |west )?"
                            + PLACE + ").*",
                    Kind.PROFILE,
                    "city",
                    0.9),
            rule(
                    "(?:live|reside|(?:am|are) living) (?:\\w+ )?(?:in|near|at|on|by|with|alone|together|outside) ?.*",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule(
                    "(?:have )?(?:moved|relocated)(?: \\w+)? (?:to|from (?:" + PLACE + "|\\w+) to) (?<value>" + PLACE
                            + ").*",
                    Kind.PROFILE,
                    "city",
                    0.9),
            rule(
                    "(?:have )?(?:moved|relocated) (?:back |over |out )?(?:into|in|out of|in with|from|to) .+",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule("(?:am|are) (?:moving|relocating) .*\\b(?:to|in|into|out)\\b.*", Kind.PROFILE, "", 0.8),
            rule(
                    "(?:took|taking|are taking|found|rented|are renting|rent|signed|bought|are buying) (?:the|a|an|our|my)(?: [\\w-]+){0,3} (?:place|flat|apartment|house|room|lease|studio|cottage|condo|home)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule(
                    "(?:am|are|come) from (?!(?:the|a|an|here|there|what|now)\\b)" + PLACE + ".*",
                    Kind.PROFILE,
                    "origin",
                    0.85),
            rule("(?:was|were) born (?:and raised )?(?:in|on|at) .+", Kind.PROFILE, "birth", 0.9),
            rule("(?:was raised|grew up) (?:in|on|near|with|bilingual|speaking) .+", Kind.PROFILE, "", 0.9),
            // Who
            rule("(?:am|are) called (?<value>" + PLACE + ").*", Kind.PROFILE, "name", 0.95),
            rule("go by (?:the name )?" + PLACE + ".*", Kind.PROFILE, "", 0.8),
            rule(
                    "(?:am|have just turned|turned|just turned|will be|am turning|turn) (?<value>" + Lexicon.NUMBER
                            + ")(?: years old| years? of age)?(?: (?:now|today|yesterday|last \\w+|next \\w+|in "
                            + Lexicon.MONTH + "|this \\w+|on .{3,20}))?",
                    Kind.PROFILE,
                    "age",
                    0.9),
            rule("am (?:a |an )?" + Lexicon.DIET + "\\b.*", Kind.PROFILE, "", 0.9),
            rule(
                    "(?:have been|became|turned|went|am going) (?:a )?(?:vegetarian|vegan|pescatarian|teetotal)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule(
                    "(?:have been|am|are) (?:happily )?(?:married|engaged|divorced|widowed|single|separated|retired|unemployed|self-employed|freelance|pregnant|expecting)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.9),
            rule(
                    "(?:am|are) (?:dating|engaged to|married to|getting married|getting divorced) ?.*",
                    Kind.RELATIONSHIP,
                    "",
                    0.85),
            rule("(?:got|have got|get) (?:married|engaged|divorced|separated)\\b.*", Kind.RELATIONSHIP, "", 0.9),
            rule("(?:broke|split|have broken|have split) up\\b.*", Kind.RELATIONSHIP, "", 0.9),
            rule("(?:first )?met (?:in|at|on|through|during|when|while|each other)\\b.*", Kind.RELATIONSHIP, "", 0.7),
            rule(
                    "am (?:a |an )(?:single |proud |new )?(?:mother|father|mom|mum|dad|parent|grandmother|grandfather|widow|widower|twin|christian|muslim|jew|buddhist|hindu|catholic|protestant|atheist|night owl|early bird|morning person|introvert|extrovert)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.85),
            // Work and school
            rule(
                    "(?:work|(?:am|are) working|have been working|have worked) (?:\\w+ )?(?:at|for|with) (?:the |a |an )?(?<value>"
                            + Lexicon.NAME + ").*",
                    Kind.PROFILE,
                    "employer",
                    0.9),
            rule(
                    "(?:work|(?:am|are) working|have been working|have worked) (?:part-time |full-time |freelance |remotely )?(?:as|in|from|remotely|part-time|full-time|night|nights|freelance|shifts)\\b(?! (?:on|it|progress)).*",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule(
                    "(?:am|became|have become) (?:an? |the )(?<value>" + Lexicon.JOB + ")\\b(?!-)(?: .*|)",
                    Kind.PROFILE,
                    "job",
                    0.9),
            rule(
                    "(?:started|start|am starting|got|have got|found|took|accepted|have|landed)(?: working)? (?:a|an|my|the|at)(?: [\\w-]+){0,3} (?:job|position|internship|apprenticeship|role|promotion|degree|course|phd|master's|university|college|school)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule(
                    "(?:started|start|am starting|began) (?:working|work|as|at|school|university|college|teaching|studying) ?.*",
                    Kind.PROFILE,
                    "",
                    0.8),
            rule(
                    "(?:was|got|have been|am being) (?:promoted|fired|laid off|made redundant|hired)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.9),
            rule(
                    "(?:study|am studying|studied|have studied|major in|am majoring in|majored in) (?!(?:for|it|that|this|hard|the|more|all|with|a lot)\\b).+",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule(
                    "(?:graduated|dropped out|retired|enrolled|have graduated|have retired|have enrolled)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule(
                    "(?:go|went) to (?:school|university|college|high school)(?: (?:in|at|with) .*)?",
                    Kind.PROFILE,
                    "",
                    0.8),
            rule(
                    "(?:own|run|founded|opened|have opened|started|have started|launched|set up|co-founded) (?:a|an|my own|my|our|our own|the)(?: [\\w-]+){0,3} (?:business|company|shop|restaurant|store|studio|bakery|caf[eé]|farm|agency|practice|salon|startup|bookshop|school|podcast|blog|gallery|hotel|bar|pub|brewery|charity|club|channel)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.9),
            rule("(?:teach|coach|have taught) (?!(?:you|me|them|him|her|us|it)\\b).+", Kind.PROFILE, "", 0.8),
            rule(
                    "(?:volunteer|have been volunteering|am volunteering|serve|served) (?:at|in|with|for|as|on) .+",
                    Kind.PROFILE,
                    "",
                    0.85),
            // Family, animals, things
            rule(
                    "have (?:got )?(?:(?:a|an|one|two|three|four|five|six|seven|eight|\\d+|no|several|identical|twin) )(?:[\\w-]+ ){0,3}?"
                            + Lexicon.KIN + "\\b.*",
                    Kind.RELATIONSHIP,
                    "",
                    0.9),
            rule(
                    "(?:have (?:got )?|own |got |have had |adopted |have adopted |rescued |bought |are getting |am getting )(?:a|an|another|our|my|two|three|four|five|\\d+|some|one)(?: [\\w-]+){0,3}? (?:"
                            + Lexicon.PET + ")\\b.*",
                    Kind.RELATIONSHIP,
                    "",
                    0.9),
            rule(
                    "(?:have|had|are having|am having|are expecting|am expecting|adopted|have adopted|lost) (?:a|an|our|my|twins|another|the|two|three)(?: (?!(?:with|for|in|at|to|and|of|from|on)\\b)[\\w-]+){0,3}? ?\\b(?:"
                            + Lexicon.KIN + "|" + Lexicon.PET + "|twins)\\b.*",
                    Kind.RELATIONSHIP,
                    "",
                    0.8),
            rule(
                    "(?:have (?:got )?|own |bought |have bought |got |drive |ride |inherited |leased |lease |have had )(?:a|an|my|our|two|three|my own|a new|the)(?: [\\w./-]+){0,4}? ?\\b"
                            + Lexicon.THING + "\\b.*",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule("(?:drive|ride) (?:a|an|to work)\\b.*", Kind.PROFILE, "", 0.85),
            rule(
                    "(?:sold|have sold|lost|gave away|crashed|am selling) (?:my|our)(?: [\\w-]+){0,2} " + Lexicon.THING
                            + "\\b.*",
                    Kind.PROFILE,
                    "",
                    0.85),
            // Health
            rule(
                    "(?:am|are) (?:\\w+ )?(?:allergic|intolerant|sensitive|addicted|immune) to .+",
                    Kind.PROFILE,
                    "",
                    0.95),
            rule(
                    "(?:have|have got|suffer from|have had|got|was diagnosed with|have been diagnosed with|am diagnosed with|am recovering from|live with|am living with) (?:a |an )?(?:[\\w-]+ )?"
                            + Lexicon.DISEASE + "\\b.*",
                    Kind.PROFILE,
                    "",
                    0.9),
            rule("(?:was|have been|got) diagnosed\\b.*", Kind.PROFILE, "", 0.9),
            rule(
                    "(?:have |have got )(?:a |an )(?:[\\w-]+ ){1,2}(?:allergy|intolerance|condition|disability|phobia)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.9),
            rule(
                    "(?:can't|cannot) have (?:any )?(?:dairy|gluten|nuts|sugar|caffeine|alcohol|milk|eggs|wheat|soy|shellfish|lactose|children|kids|pets)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule(
                    "do not have (?:a|an|any) (?:[\\w-]+ )?(?:" + Lexicon.KIN + "|" + Lexicon.PET + "|" + Lexicon.THING
                            + "|brothers or sisters)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule(
                    "(?:can't|cannot|do not|never|no longer|not) (?:eat|drink|smoke|tolerate|digest|swim|drive|cook|fly|ride) .*",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule("(?:do not|never) (?:eat|drink|smoke|drive|swim|cook|fly)", Kind.PROFILE, "", 0.85),
            rule("can't (?:swim|drive|cook|fly|ride a bike|see well|hear well)\\b.*", Kind.PROFILE, "", 0.8),
            rule(
                    "eat (?:only|mostly|no|vegetarian|vegan|halal|kosher|gluten-free|plant-based|meat|fish)\\b.*",
                    Kind.PREFERENCE,
                    "",
                    0.8),
            rule(
                    "take (?:[\\w-]+ ){0,3}(?:medication|insulin|pills?|tablets?|statins?|antihistamines?|blood thinners?|ibuprofen|thyroxine|metformin|\\d+ ?mg)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule(
                    "(?:broke|have broken|sprained|tore|injured|hurt|dislocated|twisted|fractured) my .+",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule(
                    "(?:had|am having|have had|need|am scheduled for) (?:a |an |my |the )?(?:[\\w-]+ )?(?:surgery|operation|transplant|stroke|heart attack|c-section|miscarriage|knee replacement|root canal)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule(
                    "wear (?:glasses|contact lenses|contacts|a hearing aid|a size|size|braces|dentures)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule(
                    "(?:am|are) (?:\\w+ )?(?:scared|afraid|terrified|frightened) of (?!(?:it|that|this|losing|what|how|being)\\b).+",
                    Kind.PROFILE,
                    "",
                    0.85),
            // Measures
            rule(
                    "weigh (?:about |around )?(?<value>\\d[\\d.,]* ?(?:kg|kilos?|kilograms?|pounds|lbs?|stone)?)\\b.*",
                    Kind.PROFILE,
                    "weight",
                    0.9),
            rule(
                    "am (?:about |around )?(?<value>\\d[\\d.,']* ?(?:cm|m|metres|meters|feet|ft|foot|')?(?: ?\\d{1,2}\"?)?) tall\\b.*",
                    Kind.PROFILE,
                    "height",
                    0.9),
            rule("(?:take|wear) (?:a )?(?:shoe )?size .+", Kind.PROFILE, "", 0.85),
            rule("(?:earn|make) .*\\d.* (?:a|per) (?:year|month|hour)\\b.*", Kind.PROFILE, "", 0.8),
            // Likes
            rule(
                    "(?:love|like|adore|enjoy|hate|dislike|detest|despise|loathe|prefer|can't stand|cannot stand|do not like|do not enjoy|do not care for|am not a fan of|am not into|am not keen on|miss) "
                            + NOT_VAGUE + ".{3,}",
                    Kind.PREFERENCE,
                    "",
                    0.8),
            rule(
                    "(?:love|like|enjoy|hate|prefer) to (?!(?:hear|see|know|think|say|help|be|ask|talk|do a few)\\b).{3,}",
                    Kind.PREFERENCE,
                    "",
                    0.75),
            rule(
                    "(?:am|are) (?:really |very |quite |so |super |also |big |totally )*(?:into|fond of|keen on|obsessed with|passionate about|crazy about|a (?:huge |big |massive |lifelong )*(?:fan|lover|supporter) of) "
                            + NOT_VAGUE + ".+",
                    Kind.PREFERENCE,
                    "",
                    0.8),
            rule(
                    "(?:support|am a member of|joined|belong to) (?!(?:in|forces|you|your|them|her|him|it|this|that|each|my|the (?:idea|decision))\\b)(?:the |a |an |my )?.+",
                    Kind.PROFILE,
                    "",
                    0.7),
            // Skills
            rule(
                    "(?:speak|am fluent in|am learning|have been learning|learned|started learning|understand|read and write) (?:[\\w-]+ ){0,2}?(?:a (?:little|bit of) )?"
                            + Lexicon.LANGUAGE + "\\b.*",
                    Kind.PROFILE,
                    "",
                    0.9),
            rule(
                    "(?:am|are|have been|started|am just|have started) (?:learning|practi[sc]ing|playing|training for|studying|taking up) (?!(?:it|for|since|all|every|a ton|a lot|tons|lots|that|this|about|so|more|to be|from|care|my time|things|time|some|a break|on|how|as|much|new|up|professionally|competitively)\\b).+",
                    Kind.PROFILE,
                    "",
                    0.75),
            rule(
                    "(?:am|are|have been|started|have started) (?:taking|learning how to) (?:[\\w-]+ ){0,3}(?:lessons|classes|courses?|class|play|cook|swim|drive|dance|sing|ride|knit|sew|ski|surf|code|paint|draw)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.75),
            rule(
                    "(?:play|used to play) (?!(?:it|a lot|for|all|every|that|this|with|a (?:role|part)|around|against|some|together|on|games? like|them)\\b).+",
                    Kind.PROFILE,
                    "",
                    0.8),
            rule(
                    "(?:passed|have passed|failed|finished|completed|have finished|have completed|ran|won|have won|am training for) (?:my|the|a|an|our|first|second)(?: [\\w-]+){0,3} (?:exams?|tests?|licen[cs]e|degree|marathon|half-marathon|race|tournament|competition|course|thesis|phd|certificate|certification|prize|award|scholarship|contest|lottery|championship)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.8),
            // What has ended
            rule(
                    "(?:quit|gave up|have given up|stopped|have stopped|have quit|dropped out of) (?!(?:it|that|this|by|to|at|in|for|talking|asking|me|here|thinking|now|there)\\b).+",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule(
                    "left (?:my job|my (?:husband|wife|partner|boyfriend|girlfriend)|" + Lexicon.NAME
                            + "|the (?:company|firm|army|navy|church|band|team|club))\\b.*",
                    Kind.PROFILE,
                    "",
                    0.8),
            rule(
                    "(?:no longer|do not) (?:live|work|own|eat|drink|smoke|play|drive|speak|study|use)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule(
                    "(?:do not|am not|are not|have not) (?!(?:participate|care|go|do)\\b).+ (?:any ?more|any longer)\\b.*",
                    Kind.PROFILE,
                    "",
                    0.8),
            rule(
                    "used to (?!\\w+ a lot\\b)(?:work|live|play|smoke|be|have|own|study|drive|teach|run|love|hate|do|go|ride|dance|sing|swim|speak|collect) .+",
                    Kind.PROFILE,
                    "",
                    0.85),
            rule(
                    "lost my (?:job|wallet|passport|phone|keys|home|house|licen[cs]e|" + Lexicon.KIN + "|" + Lexicon.PET
                            + ")\\b.*",
                    Kind.PROFILE,
                    "",
                    0.85));

    private FirstPerson() {}

    /// The first rule that fits a predicate whose short forms are written out.
    static Optional<Found> of(String predicate) {
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern().matcher(predicate);
            if (matcher.matches()) return Optional.of(new Found(rule, value(rule, matcher)));
        }
        return Optional.empty();
    }

    /// @param value what the attribute is; empty for rules without
    record Found(Rule rule, String value) {}

    private static String value(Rule rule, Matcher matcher) {
        return rule.attribute().isEmpty() || !matcher.namedGroups().containsKey("value") ? "" : matcher.group("value");
    }

    private static Rule rule(String predicate, Kind kind, String attribute, double confidence) {
        return new Rule(Pattern.compile("(?iU)" + ADVERBS + predicate), kind, attribute, confidence);
    }

    /// The predicate with "'m", "don't" and their like written out, and "are" for "we" left as it is.
    static String writtenOut(String predicate) {
        return predicate
                .strip()
                .replaceFirst("(?i)^'m\\b", "am")
                .replaceFirst("(?i)^'re\\b", "are")
                .replaceFirst("(?i)^'ve\\b", "have")
                .replaceFirst("(?i)^'ll\\b", "will")
                .replaceFirst("(?i)^'d\\b", "would")
                .replaceAll("(?i)\\b(?:don't|dont)\\b", "do not")
                .replaceAll("(?i)\\bhaven't\\b", "have not")
                .replaceAll("(?i)\\b(?:aren't|ain't)\\b", "are not")
                .replaceAll("\\s+", " ");
    }
}
