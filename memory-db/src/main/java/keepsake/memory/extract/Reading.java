package keepsake.memory.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.memory.Fact;
import keepsake.memory.Fact.Kind;
import org.jspecify.annotations.Nullable;

/// Reads a message sentence by sentence, clause by clause, and remembers who was spoken of.
final class Reading {
    private static final Pattern FIRST = Pattern.compile(
            "(?iU)^(?<subject>(?:(?:my|our)\\s+" + Lexicon.ADJECTIVES + Lexicon.PEOPLE + "(?:\\s+" + Lexicon.PERSON
                    + ")?|(?-i:\\p{Lu}[\\p{L}'-]+)) and (?:i|me)|i|we|my \\w+ and i)(?=\\b|')(?<rest>.*)$");
    private static final Pattern TO_YOU = Pattern.compile("(?iU)\\b(?:you|your|yours|you're|dich|dir|dein\\w*)\\b");

    /// Words that point to something said elsewhere.
    private static final Pattern DANGLING = Pattern.compile(
            "(?iU)\\b(?:it|it's|them|those|these|that one|this one|his|their|its|he|she|they|him|that|there|this$)(?:\\b|$)(?! (?:is|are) my)");
    private static final Pattern OPINION = Pattern.compile(
            "(?iU)^ (?:think|guess|believe|suppose|'ve decided|have decided|decided)(?: that)? (?:i|we)(?=')");
    private static final Pattern MY = Pattern.compile("(?iU)^(?:my|our)\\s+(?<rest>.*)$");
    private static final Pattern HER_NAME = Pattern.compile(
            "(?iU)^(?:(?:her|his|its|their) names? (?:is|are)|(?:she|he|it|they)(?:'s|'re| is| are) (?:called|named)) (?<name>"
                    + Lexicon.NAME + ".*)$");
    private static final Pattern PRONOUN = Pattern.compile("(?iU)^(?<pronoun>she|he|they)(?<rest>(?:\\s|').*)$");
    private static final Pattern CALLS_ME = Pattern.compile(
            "(?iU)^(?:everyone|everybody|people|friends|they all|my friends|most people|you can)\\s+(?:just )?calls? me (?<value>"
                    + Lexicon.NAME + ")$");
    private static final Pattern REACH_ME = Pattern.compile(
            "(?iU)^(?:you can (?:reach|e-?mail|call|text|find) me (?:at|on|under)|(?:e-?mail|reach|call|text) me (?:at|on)) (?<value>\\S+@\\S+|\\+?[(\\d][\\d\\s()/.-]{5,}\\d)$");
    private static final Pattern ONE = Pattern.compile(
            "(?iU)^(?:the|my) (?<which>[\\w-]+) (?:one|number|e-?mail)(?:'s| is) (?<value>\\S+@\\S+|\\+?[(\\d][\\d\\s()/.-]{5,}\\d)$");
    private static final Pattern DEFINITE = Pattern.compile(
            "(?iU)^(?:the |our )?(?:(?:new|old|first) )?(?:(?<=the |new )(?:flat|house|apartment|place|office|studio|wedding|party|exam|appointment|interview|flight|train|course|school)|lessons?|class(?:es)?|rehearsals?|practice|training|sessions?|shifts?|meetings?) (?:is|are|starts?|begins?) (?:on|in|at|near|every|next to|from) .+");
    private static final Pattern WIFI =
            Pattern.compile("(?iU)^the wi-?fi(?: network)?(?: at home)? (?:is )?(?:called|named) .+");
    private static final Pattern BIRTHDAY = Pattern.compile("(?iU)^(?<who>(?:(?:my|our) " + Lexicon.ADJECTIVES
            + Lexicon.PEOPLE + "(?: " + Lexicon.PERSON + ")?|" + Lexicon.CAPITAL + "?))'s birthday is (?<when>.+)$");
    private static final Pattern BESIDE_MINE = Pattern.compile("(?iU)\\bthe day (?<way>after|before) mine\\b");
    private static final Pattern MAYBE = Pattern.compile("(?iU)^(?:maybe|perhaps|possibly)\\s+");
    private static final Pattern FRAGMENT = Pattern.compile("(?iU)^(?:a|an|two|three)\\s+\\p{L}.*");
    private static final Pattern STATUS = Pattern.compile(
            "(?iU).*\\b(?:married|divorced|engaged|widowed|single|separated|(?:broke|split|broken) up)\\b.*");
    private static final Pattern AT_EMPLOYER = Pattern.compile("(?U).* (?:at|for) (?:the )?\\p{Lu}.*");

    private final String message;
    private final Statements statements;
    private final Dated dated;
    private final List<CandidateFact> found = new ArrayList<>();

    /// Who was spoken of last: "Mara", "my sister"; empty for nobody.
    private String antecedent = "";

    /// Who "and works in Leeds" goes on with: "I", "My sister Mara"; empty for nobody.
    private String running = "";

    private boolean runningIsUser;

    /// What "the work one" is one of.
    private String thing = "";

    private boolean unfinished;

    Reading(String message, Statements statements) {
        this.message = message;
        this.statements = statements;
        this.dated = new Dated(statements);
    }

    List<CandidateFact> found() {
        return found;
    }

    /// A question or a story comes between.
    void forget() {
        antecedent = "";
        running = "";
        unfinished = false;
    }

    void read(Passage passage) {
        boolean uncertain = Guards.isUncertain(passage.text());
        if (!uncertain) relations(passage);
        running = "";
        int index = 0;
        for (Clause clause : Clause.of(passage)) {
            boolean first = index++ == 0;
            if (uncertain) uncertain(clause);
            else if (first && unfinished && FRAGMENT.matcher(clause.text()).matches()) extend(clause);
            else clause(clause);
            if (first) unfinished = false;
        }
        unfinished = !found.isEmpty()
                && found.getLast().quote().matches("(?iU).*\\b(?:a|an|two|three) (?:[\\w-]+ ){0,2}[\\w-]+")
                && endsAt(passage, found.getLast());
    }

    private boolean endsAt(Passage passage, CandidateFact last) {
        return passage.text()
                .replaceAll("[\\s.!?…]+$", "")
                .endsWith(last.quote().replace('’', '\''));
    }

    /// "We got a dog! A greyhound from the shelter."
    private void extend(Clause fragment) {
        CandidateFact before = found.removeLast();
        int start = message.lastIndexOf(before.quote(), fragment.start());
        String what = statements.words(fragment);
        found.add(statements.of(
                before.subject(),
                before.statement() + ": " + Character.toLowerCase(what.charAt(0)) + what.substring(1),
                before.kind(),
                start,
                fragment.end(),
                "",
                before.confidence()));
    }

    /// "… with my wife Petra …"
    private void relations(Passage passage) {
        Matcher matcher = Others.related(passage.text());
        while (matcher.find()) {
            String name = matcher.group("name").replaceFirst("'s$", "");
            if (Others.isNoName(name)) continue;
            int start = passage.start() + matcher.start();
            String relation =
                    matcher.group("owner").toLowerCase(java.util.Locale.ROOT) + " " + matcher.group("relation");
            found.add(statements.of(
                    name,
                    name + " is " + relation,
                    Kind.RELATIONSHIP,
                    start,
                    passage.start() + matcher.start("name") + name.length(),
                    "",
                    0.9));
            antecedent = name;
        }
    }

    private void uncertain(Clause clause) {
        String text = MAYBE.matcher(clause.text()).replaceFirst("");
        Matcher first = FIRST.matcher(text);
        if (!first.matches()) return;
        String rest = OPINION.matcher(first.group("rest")).replaceFirst("");
        String predicate = FirstPerson.writtenOut(rest);
        if (Plans.isIntention(predicate)) {
            found.add(statements.ofUser(statements.words(clause), Kind.PROFILE, clause, "", 0.6));
        } else if (Plans.isUncertainPlan(predicate)) {
            found.add(statements.ofUser(statements.words(clause), Kind.BELIEF, clause, "", 0.3));
        }
    }

    private void clause(Clause clause) {
        if (clause.cut() && !clause.own()) return;
        if (!clause.own() && !running.isEmpty()) {
            goOn(clause);
            return;
        }
        int lead = clause.timeLead();
        String core = clause.text().substring(lead);
        Optional<German.Found> german = German.of(core);
        if (german.isPresent()) {
            German.Found fact = german.get();
            running = core.matches("(?iU)^ich\\b.*") ? "Ich" : "";
            runningIsUser = true;
            add(fact.subject(), statements.words(clause), fact.kind(), clause, fact.attribute(), fact.confidence());
            return;
        }
        if (contact(clause, core) || birthday(clause, core) || pronoun(clause, core)) return;
        Matcher first = FIRST.matcher(core);
        if (first.matches()) {
            running = first.group("subject");
            runningIsUser = true;
            user(clause, first.group("rest"), statements.words(clause));
            return;
        }
        if (Plans.movesAnAppointment(core)) {
            add(Fact.USER, statements.words(clause), Kind.PROFILE, clause, "", 0.85);
            return;
        }
        Others.Person person = Others.person(core);
        if (person != null && person(clause, person)) return;
        Matcher my = MY.matcher(core);
        if (my.matches()) possessed(clause, my.group("rest"));
        else if (definite(core)) add(Fact.USER, statements.words(clause), Kind.PROFILE, clause, "", 0.75);
        else named(clause, core);
    }

    private boolean definite(String core) {
        return WIFI.matcher(core).matches()
                || (!found.isEmpty() && DEFINITE.matcher(core).matches());
    }

    /// "… and work in Leeds"
    private void goOn(Clause clause) {
        String words = running + " " + statements.words(clause);
        if (running.equals("Ich")) {
            German.of("ich " + clause.text())
                    .ifPresent(fact ->
                            add(fact.subject(), words, fact.kind(), clause, fact.attribute(), fact.confidence()));
        } else if (runningIsUser) {
            user(clause, " " + clause.text(), dated.withYear(words, message.substring(0, clause.start())));
        } else if (Others.tellsOfLife(clause.text())) {
            add(antecedent, words, Kind.RELATIONSHIP, clause, "", 0.8);
        }
    }

    private void user(Clause clause, String rest, String words) {
        String predicate = FirstPerson.writtenOut(OPINION.matcher(rest).replaceFirst(""));
        Optional<FirstPerson.Found> plain = FirstPerson.of(predicate);
        if (clause.cut() || TO_YOU.matcher(predicate).find()) return;
        // "Used to live there" is nothing without what was said before.
        boolean dangling = DANGLING.matcher(predicate).find();
        if (dangling) return;
        if (plain.isPresent()) {
            FirstPerson.Rule rule = plain.get().rule();
            add(
                    Fact.USER,
                    words,
                    rule.kind(),
                    clause,
                    attribute(predicate, rule.attribute(), plain.get().value()),
                    rule.confidence());
        } else if (Plans.isHabit(predicate)) {
            add(Fact.USER, words, Kind.PROFILE, clause, "", 0.8);
        } else if (Plans.isIntention(predicate)) {
            add(Fact.USER, words, Kind.PROFILE, clause, "", 0.7);
        } else if (Plans.isPlan(predicate, statements.speaksOfComing(clause.text()))) {
            add(Fact.USER, words, Kind.PROFILE, clause, "", 0.7);
        }
    }

    private static String attribute(String predicate, String attribute, String value) {
        if (attribute.equals("job") && AT_EMPLOYER.matcher(predicate).matches()) return "employer";
        if (attribute.isEmpty() && STATUS.matcher(predicate).matches()) return "relationship-status";
        if (attribute.isEmpty()
                && predicate.matches("(?iU)(?:no longer|do not|quit|left) (?:work|working|my job)\\b.*"))
            return "employer";
        if (attribute.isEmpty() && predicate.matches("(?iU)(?:no longer|do not) live\\b.*")) return "city";
        return attribute.equals("city") && Others.isNoName(value) ? "" : attribute;
    }

    private boolean contact(Clause clause, String core) {
        Matcher calls = CALLS_ME.matcher(core);
        if (calls.matches()) {
            add(Fact.USER, statements.words(clause), Kind.PROFILE, clause, "nickname", 0.85);
            return true;
        }
        Matcher reach = REACH_ME.matcher(core);
        if (reach.matches()) {
            add(
                    Fact.USER,
                    statements.words(clause),
                    Kind.PROFILE,
                    clause,
                    reach.group("value").contains("@") ? "e-mail" : "phone-number",
                    0.85);
            return true;
        }
        Matcher one = ONE.matcher(core);
        if (!one.matches() || thing.isEmpty()) return false;
        String value = message.substring(clause.start() + clause.timeLead() + one.start("value"), clause.end());
        add(
                Fact.USER,
                "My " + one.group("which") + " " + thing + " is " + value,
                Kind.PROFILE,
                clause,
                one.group("which") + "-" + thing,
                0.85);
        return true;
    }

    private boolean birthday(Clause clause, String core) {
        Matcher matcher = BIRTHDAY.matcher(core);
        if (!matcher.matches() || matcher.group("who").isEmpty()) return false;
        String who = matcher.group("who");
        Matcher beside = BESIDE_MINE.matcher(matcher.group("when"));
        Optional<String> day = dated.day(matcher.group("when"), 0);
        if (day.isEmpty()) return true;
        add(who, who + "'s birthday is on " + day.get(), Kind.RELATIONSHIP, clause, "birthday", 0.9);
        if (beside.find()) {
            String mine = dated.day(matcher.group("when"), beside.group("way").equalsIgnoreCase("after") ? -1 : 1)
                    .orElse(day.get());
            add(Fact.USER, "My birthday is on " + mine, Kind.PROFILE, clause, "birthday", 0.85);
        }
        return true;
    }

    private boolean pronoun(Clause clause, String core) {
        Matcher name = HER_NAME.matcher(core);
        if (name.matches() && !antecedent.isEmpty()) {
            String owner = antecedent;
            add(Fact.USER, owner + "'s name is " + name.group("name"), Kind.RELATIONSHIP, clause, "", 0.85);
            antecedent = name.group("name");
            return true;
        }
        Matcher pronoun = PRONOUN.matcher(core);
        if (!pronoun.matches()) return false;
        String rest = pronoun.group("rest");
        if (!antecedent.isEmpty() && Others.tellsOfLife(spaced(rest))) {
            add(antecedent, antecedent + rest, Kind.RELATIONSHIP, clause, "", 0.75);
            running = antecedent;
            runningIsUser = false;
        }
        return true;
    }

    private static String spaced(String rest) {
        return rest.strip();
    }

    private boolean person(Clause clause, Others.Person person) {
        String predicate = spaced(person.rest());
        antecedent = person.subject();
        running = person.name().isEmpty() ? person.relation() : person.relation() + " " + person.name();
        runningIsUser = false;
        if (clause.cut()
                || TO_YOU.matcher(predicate).find()
                || predicate.matches("(?iU).*\\b(?:it|these|those|them|that)")
                || !Others.tellsOfLife(predicate)) return !predicate.startsWith("'s ");
        boolean naming = predicate.matches("(?iU)(?:is|are|'s) (?:called|named) .*");
        boolean status = person.name().isEmpty() && naming;
        add(status ? Fact.USER : person.subject(), statements.words(clause), Kind.RELATIONSHIP, clause, "", 0.85);
        return true;
    }

    private void possessed(Clause clause, String rest) {
        Optional<Possessed.Found> possessed = Possessed.of(rest);
        if (possessed.isEmpty() || clause.cut() || TO_YOU.matcher(rest).find()) return;
        Possessed.Found fact = possessed.get();
        if (fact.attribute().matches(".*(?:e-?mail|number).*"))
            thing = fact.attribute().contains("mail") ? "e-mail" : "number";
        add(Fact.USER, statements.words(clause), fact.kind(), clause, fact.attribute(), fact.confidence());
    }

    private void named(Clause clause, String core) {
        Others.@Nullable Person person = Others.named(core);
        if (person == null || !Others.isAnimate(spaced(person.rest()))) return;
        antecedent = person.subject();
        running = person.subject();
        runningIsUser = false;
        add(person.subject(), statements.words(clause), Kind.RELATIONSHIP, clause, "", 0.7);
    }

    private void add(String subject, String words, Kind kind, Clause clause, String attribute, double confidence) {
        found.add(statements.of(subject, words, kind, clause.start(), clause.end(), attribute, confidence));
        Matcher animal = PET_OR_CHILD.matcher(words);
        if (subject.equals(Fact.USER) && animal.find())
            antecedent = (words.matches("(?iU)^(?:we|our)\\b.*") ? "our " : "my ") + animal.group("animal");
    }

    private static final Pattern PET_OR_CHILD = Pattern.compile(
            "(?iU)\\b(?:a|an|my|our|the) (?:[\\w-]+ ){0,2}?(?<animal>" + Lexicon.PET + "|" + Lexicon.KIN + ")\\b");
}
