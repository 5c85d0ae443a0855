package keepsake.memory.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import keepsake.memory.Fact;
import keepsake.memory.text.Telling;

/// The parts of a user's message that are the user's own plain statements, by the same guards that [Extraction] works
/// behind: no question, request, order, fiction, irony, hypothesis; nothing quoted, pasted or reported. What somebody
/// else may judge for facts, such as a model. Never throws. Threads: any.
public final class OwnWords {
    /// What follows in a long message is not about the user any more.
    private static final int MOST = 12;

    /// A statement that goes on longer is not one.
    private static final int LONGEST = 240;

    private static final Pattern BETWEEN = Pattern.compile("[\\s.!…]*");

    private static final int SHORTEST = 8;

    private static final Pattern POINTS_BACK = Pattern.compile(
            "(?iU)^(?:he|she|they|it|this|that|these|those|which|who|his|her|their|its|there|er|sie|es|das|dort)\\b.*");

    /// Words that are understood only with what was said before.
    private static final Pattern LEANS_BACK =
            Pattern.compile("(?iU)\\b(?:he|she|him|his|her|hers|they|them|their|it|its|there|ihn|ihm|ihr)\\b");

    private OwnWords() {}

    /// One statement: a clause with its subject, or as many clauses as are needed to understand it.
    ///
    /// @param start     in the message
    /// @param end       in the message, exclusive
    /// @param about     who the rules say it is about: `user`, or a name or relation as said
    /// @param name      what it begins with, if that could be a name: "Olga", but also "Coriander"
    /// @param uncertain hedged by "maybe" and the like
    public record Part(int start, int end, String about, Optional<String> name, boolean uncertain) {
        /// The words, verbatim.
        public String of(String message) {
            return message.substring(start, end);
        }

        private Part upTo(int later, boolean hedged) {
            return new Part(start, later, about, name, uncertain || hedged);
        }
    }

    /// Whether a message gives orders to an assistant, asks for fiction, or is too long to be somebody's own words.
    public static boolean refuses(String message) {
        return Guards.refusesMessage(message);
    }

    /// The statements of a message in the order they are said, at most twelve.
    public static List<Part> of(String message) {
        if (message.isBlank() || refuses(message)) return List.of();
        List<Part> parts = new ArrayList<>();
        for (Passage passage : Passage.of(message)) {
            if (Guards.announcesText(passage.text())) break;
            boolean own = passage.text().indexOf(Passage.BLANK) < 0 && !Guards.refusesSentence(passage.text());
            if (own) add(parts, passage, message);
        }
        return parts.stream()
                .filter(part -> part.end() - part.start() >= SHORTEST)
                .limit(MOST)
                .toList();
    }

    private static void add(List<Part> parts, Passage passage, String message) {
        boolean uncertain = Guards.isUncertain(passage.text());
        boolean open = touches(parts, passage, message);
        boolean begun = false;
        boolean leads = false;
        for (Clause clause : Clause.of(passage)) {
            boolean pointsBack = POINTS_BACK.matcher(clause.text()).matches();
            // "Growing up in Kerala, I ate fish": the first needs the second.
            boolean leansBack = LEANS_BACK.matcher(clause.text()).find();
            boolean goesOn = open && (leansBack || pointsBack || (begun && (leads || !clause.own())));
            if (goesOn) {
                Part before = parts.removeLast();
                boolean tooLong = clause.end() - before.start() > LONGEST;
                parts.add(tooLong ? before : before.upTo(clause.end(), uncertain));
                leads = false;
            } else if (pointsBack || Telling.isQuestionOrRequest(clause.text())) {
                open = false;
            } else {
                parts.add(part(clause, uncertain));
                open = true;
                leads = !clause.own();
            }
            begun = true;
        }
    }

    /// Whether "she is four" can go on with what the sentence before says.
    private static boolean touches(List<Part> parts, Passage passage, String message) {
        return !parts.isEmpty()
                && passage.start() >= parts.getLast().end()
                && BETWEEN.matcher(message.substring(parts.getLast().end(), passage.start()))
                        .matches();
    }

    private static Part part(Clause clause, boolean uncertain) {
        String core = clause.text().substring(clause.timeLead());
        Optional<Others.Person> related = Optional.ofNullable(Others.person(core));
        Optional<Others.Person> named = Optional.ofNullable(Others.named(core));
        Optional<Others.Person> known = related.or(() -> named.filter(other -> Others.isAnimate(other.rest())));
        return new Part(
                clause.start(),
                clause.end(),
                known.map(Others.Person::subject).orElse(Fact.USER),
                named.map(Others.Person::name),
                uncertain);
    }
}
