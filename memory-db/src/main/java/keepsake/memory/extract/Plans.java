package keepsake.memory.extract;

import java.util.regex.Pattern;

/// Plans, intentions and habits of "I" and "we": predicates with their short forms written out.
final class Plans {
    private static final String TRAVEL =
            "(?:go|going|fly|flying|travel|travell?ing|move|moving|drive|driving|visit|visiting|come|coming|head|heading|return|returning|relocate|relocating)";

    private static final Pattern HABIT = Pattern.compile(
            "(?iU)(?:(?:usually|always|normally|typically|often|generally|mostly|also|still|try to) )*(?:go|run|swim|get up|wake up|go to bed|eat|drink|take|call|visit|train|practi[sc]e|meet|cook|work out|work|walk|read|cycle|commute|meditate|jog|bike|volunteer|teach|have|do|play|write"
                    + "|bake|paint|sing|dance|climb|hike|garden|clean|shop|journal|attend|watch|pray|fast|start|leave|come)\\b(?! not\\b).*\\b"
                    + Lexicon.HABIT + ".*");

    private static final Pattern EARLY = Pattern.compile(
            "(?iU)(?:usually|always|normally|typically|generally) (?:go to bed|get up|wake up|eat|drink|skip|sleep|commute|cycle to|walk to|drive to)\\b.+");

    private static final Pattern PLAN = Pattern.compile(
            "(?iU)(?:(?:am|are) (?:also |now |finally |actually )?(?:going to|planning (?:to|on|a)|hoping to|" + TRAVEL
                    + "|getting|having (?:a|an|my|our) (?:[\\w-]+ ){0,2}(?:party|surgery|operation|baby|wedding|barbecue|bbq|guests|visitors)\\b|starting|meeting|taking|seeing|expecting|hosting|running|retiring|leaving|attending|giving|playing|performing|celebrating|throwing|turning)|will(?: be)?|plan (?:to|on)|(?:have )?(?:booked|scheduled|signed up for|registered for|bought tickets (?:to|for))"
                    + "|have (?:an? |my |our )?(?:[\\w'-]+ ){0,3}(?:appointment|interview|exam|test|flight|meeting|check-?up|surgery|operation|deadline|wedding|party|reservation|viewing|audition|concert|recital|game|match|race|marathon|conference|trip|vacation|lesson|class|shift|presentation|court date))\\b.*");

    /// "To Norway": where to.
    private static final Pattern TO_A_PLACE =
            Pattern.compile("(?U)\\b(?:to|visit|visiting|for|in)\\s+(?:the\\s+)?(?:[a-z]+\\s+){0,2}\\p{Lu}[\\p{L}]+");

    private static final Pattern UNCERTAIN_PLAN = Pattern.compile(
            "(?iU)(?:will|might|may|could|am (?:probably |maybe )?going to|are (?:probably |maybe )?going to) (?:probably |maybe |possibly |perhaps |just |all )*"
                    + TRAVEL + "\\b(?: back)? .+");

    private static final Pattern INTENTION = Pattern.compile(
            "(?iU)(?:will|am going to|are going to|want to|have decided to|decided to|am trying to|are trying to|plan to|need to) (?:definitely |finally )?(?:stop|quit|give up|cut (?:out|down)|start) (?!(?:it|that|this|by|with|over|here|now|again|from|thinking|looking|on)\\b)[\\w'-]+.*");

    private static final Pattern MOVED = Pattern.compile(
            "(?iU)^.{2,40}?\\b(?:moved|rescheduled|postponed|shifted|brought forward|changed|set|booked|scheduled)\\s+(?:my|our|me in for|an?)\\s+.{2,40}?\\b(?:to|for|on|until|from)\\b\\s+.*\\d.*");

    private Plans() {}

    static boolean isHabit(String predicate) {
        return HABIT.matcher(predicate).matches() || EARLY.matcher(predicate).matches();
    }

    static boolean isIntention(String predicate) {
        return INTENTION.matcher(predicate).matches();
    }

    /// @param dated the clause speaks of a day to come
    static boolean isPlan(String predicate, boolean dated) {
        if (!PLAN.matcher(predicate).matches()) return false;
        boolean travels =
                predicate.matches("(?iU)(?:am|are) (?:also |now |finally |actually )?(?:going to|" + TRAVEL + ").*");
        return dated || (travels && TO_A_PLACE.matcher(predicate).find());
    }

    static boolean isUncertainPlan(String predicate) {
        return UNCERTAIN_PLAN.matcher(predicate).matches()
                && TO_A_PLACE.matcher(predicate).find();
    }

    /// "Dr. Okafor moved my check-up to 14 April."
    static boolean movesAnAppointment(String clause) {
        return MOVED.matcher(clause).matches();
    }
}
