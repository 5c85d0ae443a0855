package keepsake.memory.thinking;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import keepsake.memory.Fact;
import keepsake.memory.Message;
import keepsake.memory.Thinker;
import keepsake.memory.extract.CandidateFact;
import keepsake.memory.extract.Extraction;
import keepsake.memory.extract.OwnWords;
import keepsake.memory.extract.OwnWords.Part;
import keepsake.memory.fact.Kinds;
import keepsake.memory.reflect.Thoughts;
import keepsake.memory.text.RememberRequest;

/// Thoughts of a language model. For facts it sees only what the rules let through as the user's own plain statements
/// and did not understand themselves; where the rules have a fact, they are right, and the model is not asked. So the
/// model can add facts, but neither contradict the rules' nor be talked into anything by quoted, pasted or planted
/// text.
///
/// What it finds carries no attribute, so it never replaces a value by itself, and less confidence than any rule's.
/// Threads: one at a time, as the [Thinker].
public final class ModelThoughts implements Thoughts {
    private static final double CONFIDENCE = 0.5;
    private static final double MOSTLY = 0.5;
    private static final double CONFIDENCE_UNCERTAIN = 0.3;

    private final Thinker thinker;
    private final ZoneId zone;
    private final Asking asking;

    /// What the model is asked about.
    public enum Asking {
        /// What the rules did not understand: for use.
        WHAT_RULES_LEAVE,
        /// Everything: for judging the model alone.
        EVERYTHING
    }

    /// @param zone in which "tomorrow" is meant
    public ModelThoughts(Thinker thinker, ZoneId zone) {
        this(thinker, zone, Asking.WHAT_RULES_LEAVE);
    }

    /// The same, asked about more or less.
    public ModelThoughts(Thinker thinker, ZoneId zone, Asking asking) {
        this.thinker = thinker;
        this.zone = zone;
        this.asking = asking;
    }

    @Override
    public String model() {
        return thinker.model();
    }

    @Override
    public Optional<List<CandidateFact>> facts(Said message, List<Said> before, BooleanSupplier stop) {
        if (message.role() != Message.Role.USER || message.speaker().isPresent()) return Optional.of(List.of());
        String text = message.text();
        List<Part> parts = asked(message);
        if (parts.isEmpty()) return Optional.of(List.of());
        List<String> statements = parts.stream().map(part -> part.of(text)).toList();
        return thinker.answer(
                        FactQuestion.INSTRUCTION,
                        FactQuestion.text(statements),
                        FactQuestion.schema(parts.size()),
                        FactQuestion.maxTokens(parts.size()),
                        stop)
                .flatMap(answer -> FactQuestion.read(answer, parts.size()))
                .map(abouts -> kept(text, parts, abouts));
    }

    private List<Part> asked(Said message) {
        List<Part> parts = OwnWords.of(message.text());
        if (asking == Asking.EVERYTHING || parts.isEmpty()) return parts;
        List<CandidateFact> known = Extraction.of(message.text(), message.saidAt(), zone);
        return parts.stream()
                .filter(part -> known(known, part, message.text()) < MOSTLY * (part.end() - part.start()))
                .toList();
    }

    /// How many characters of a statement the rules' facts are from.
    private static long known(List<CandidateFact> facts, Part part, String message) {
        BitSet covered = new BitSet();
        for (CandidateFact fact : facts) {
            int at = message.indexOf(fact.quote());
            if (at >= 0) covered.set(at, at + fact.quote().length());
        }
        return covered.get(part.start(), part.end()).cardinality();
    }

    private static List<CandidateFact> kept(String message, List<Part> parts, List<FactQuestion.About> abouts) {
        List<CandidateFact> facts = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (FactQuestion.isKept(abouts.get(i), parts.get(i).of(message))) {
                facts.add(fact(message, parts.get(i), abouts.get(i)));
            }
        }
        return List.copyOf(facts);
    }

    private static CandidateFact fact(String message, Part part, FactQuestion.About about) {
        String quote = part.of(message);
        String subject = subject(part, about);
        return new CandidateFact(
                subject,
                RememberRequest.statement(quote),
                kind(subject, quote),
                quote,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                part.uncertain() ? CONFIDENCE_UNCERTAIN : CONFIDENCE);
    }

    /// "Olga moves in" is about Olga because the model takes Olga for somebody; "Coriander tastes awful" is not.
    private static String subject(Part part, FactQuestion.About about) {
        boolean somebody = part.about().equals(Fact.USER) && about == FactQuestion.About.PEOPLE;
        return somebody ? part.name().orElse(Fact.USER) : part.about();
    }

    private static Fact.Kind kind(String subject, String quote) {
        if (!subject.equals(Fact.USER)) return Fact.Kind.RELATIONSHIP;
        Fact.Kind guess = Kinds.guess(quote);
        return guess == Fact.Kind.WORLD ? Fact.Kind.PROFILE : guess;
    }

    @Override
    public Optional<Told> episode(List<Said> messages, BooleanSupplier stop) {
        EpisodeQuestion question = new EpisodeQuestion(messages);
        if (question.isEmpty()) return Optional.empty();
        return thinker.answer(
                        EpisodeQuestion.INSTRUCTION,
                        question.text(),
                        question.schema(),
                        EpisodeQuestion.MAX_TOKENS,
                        stop)
                .flatMap(question::read);
    }
}
