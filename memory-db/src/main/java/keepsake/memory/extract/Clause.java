package keepsake.memory.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A part of a sentence with one subject and one predicate.
///
/// @param start in the message
/// @param text  the words, without the conjunction before them and the sign after them
/// @param cut   what follows is not the user's own words, so that the end is missing
/// @param own   false when it has no subject of its own and goes on with the one before ("and work in Leeds")
record Clause(int start, String text, boolean own, boolean cut) {
    private static final String TIME_LEAD =
            "(?:(?:since|in|on|for|from|until|after|before|as of|at|seit|ab|im|am) (?:[\\w'.]+ ){1,4}?|(?:last|this|next|every) \\w+,? |two \\w+ ago,? |yesterday,? |today,? |tomorrow,? |(?:nowadays|these days),? |gestern |heute )";

    /// A subject begins here.
    private static final String SUBJECT =
            "(?:(?:i|we|you|he|she|they|it|that|this|there|which|who|please|ich|wir|er|sie|es|bitte|her|his|its|their|sein\\w*|ihr\\w*|my|our|mine|mein\\w*|unser\\w*)\\b"
                    + "|the (?:[\\w-]+ ){1,3}(?:is|are|was|were|has|have)\\b|(?:lessons|classes|rehearsals|practice|training|sessions|meetings|shifts) (?:is|are)\\b"
                    + "|" + Lexicon.PERSON
                    + "(?:'s \\w+)?(?: and i)? (?:is|was|has|are|have|lives|works|turned|turns|starts|started|wants|got|loves|likes|hates|moved|moves|met|broke|plays|goes)\\b)";

    private static final String VERB =
            "(?:(?:now|also|currently|still|recently|just|never|always|usually|only) )?(?:live|lives|work|works|am|'m|is|have|has|own|owns|got|get|love|loves|hate|hates|like|likes|enjoy|prefer"
                    + "|play|plays|speak|speaks|study|studies|moved|met|bought|sold|started|stopped|quit|drive|drives|run|runs|wear|can't|don't|doesn't|wohne|wohnt|arbeite|arbeitet|spiele|habe|hat|bin"
                    + "|ist|studiere|studiert|mag|liebe)\\b";

    private static final Pattern BOUNDARY = Pattern.compile(
            "(?iU)(?:\\s*[,;:()–—\\u0001]+\\s*|\\s+-+\\s+|\\.\\s+)(?:(?:and|but|so|because|as|since|while|although|though|plus|or|cause|also|which means|und|aber|weil|denn|sondern)\\s+)?(?=(?:"
                    + TIME_LEAD + ")?" + SUBJECT + "|" + VERB + ")"
                    + "|\\s+(?:and|but|because|so|cause|although|though|while|plus|und|aber|denn|sondern)\\s+(?=(?:"
                    + TIME_LEAD + ")?" + SUBJECT + "|" + VERB + ")");

    private static final Pattern LEAD = Pattern.compile(
            "(?iU)^(?:[^\\p{L}\\p{N}+]+|(?:hey|hi|hello|oh|ah|well|so|ok|okay|yes|yeah|yep|yup|nope|no|sure|thanks|thank you|anyway|anyways|and|but|also|plus|by the way|btw|actually|honestly|to be honest|tbh"
                    + "|just so you know|for the record|fyi|in fact|fun fact|guess what|good (?:morning|evening|afternoon)|sadly|unfortunately|luckily|fortunately|happily|finally|besides|personally|currently|right now|now|basically"
                    + "|remember(?: that)?|please remember(?: that)?|keep in mind(?: that)?|note that|don't forget(?: that)?|merk dir,? dass|hallo|ja|nein|also|übrigens|leider|eigentlich|endlich|zum glück|und|aber)\\b[,!.:]*\\s+)+");

    /// "My partner Ruth and I" is one subject.
    private static final Pattern SOMEBODY = Pattern.compile("(?iU)(?:(?:my|our)\\s+" + Lexicon.ADJECTIVES
            + Lexicon.PEOPLE + "(?:\\s+" + Lexicon.PERSON + ")?|" + Lexicon.CAPITAL + ")");

    private static final Pattern AND_I = Pattern.compile("(?iU)^\\s*and\\s+(?:i|me)\\b(?!')");

    private static final Pattern OWN = Pattern.compile("(?iU)^(?:" + TIME_LEAD + ")?" + SUBJECT);
    private static final Pattern TIME = Pattern.compile("(?iU)^" + TIME_LEAD + "(?=" + SUBJECT + ")");
    private static final Pattern TAIL = Pattern.compile(
            "(?iU)(?:[\\s,.!?;:…)\\u0001-]|\\b(?:please|bitte|lol|haha|sadly|by the way|btw|thanks|too|though|and|but|so|und)\\s*$)+$");

    /// The clauses of a passage, in order.
    static List<Clause> of(Passage passage) {
        List<Clause> clauses = new ArrayList<>();
        Matcher boundary = BOUNDARY.matcher(passage.text());
        int from = 0;
        while (boundary.find()) {
            if (boundary.end() <= from) continue;
            String before = passage.text().substring(from, boundary.start());
            if (SOMEBODY.matcher(withoutLead(before)).matches()
                    && AND_I.matcher(passage.text().substring(boundary.start())).find()) continue;
            add(clauses, passage, from, boundary.start());
            from = boundary.end();
        }
        add(clauses, passage, from, passage.text().length());
        return clauses;
    }

    private static void add(List<Clause> clauses, Passage passage, int from, int to) {
        String text = passage.text().substring(from, Math.max(from, to));
        Matcher lead = LEAD.matcher(text);
        int skip = lead.find() ? lead.end() : 0;
        String rest = text.substring(skip);
        Matcher tail = TAIL.matcher(rest);
        if (tail.find()) rest = rest.substring(0, tail.start());
        boolean cut = text.stripTrailing().indexOf(Passage.BLANK) >= 0
                || (to < passage.text().length() && passage.text().charAt(to) == Passage.BLANK);
        int blank = rest.indexOf(Passage.BLANK);
        if (blank >= 0) rest = rest.substring(0, blank).stripTrailing();
        if (rest.isBlank()) return;
        clauses.add(new Clause(
                passage.start() + from + skip, rest, OWN.matcher(rest).find(), cut));
    }

    /// How many characters of a time come before the subject: "since February I'm…".
    int timeLead() {
        Matcher time = TIME.matcher(text);
        return time.find() ? time.end() : 0;
    }

    int end() {
        return start + text.length();
    }

    static String withoutLead(String sentence) {
        return LEAD.matcher(sentence).replaceFirst("");
    }
}
