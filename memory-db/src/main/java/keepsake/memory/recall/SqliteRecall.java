package keepsake.memory.recall;

import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.Recall;
import keepsake.memory.index.Coverage;
import keepsake.memory.index.Places;
import keepsake.memory.index.Terms;
import keepsake.memory.index.TextIndex;
import keepsake.memory.index.Traits;
import keepsake.memory.link.Mentioned.Otherwise;
import keepsake.memory.recall.MessageRanking.Ranked;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Words;
import keepsake.memory.vector.Near;
import keepsake.memory.vector.VectorIndex;
import keepsake.memory.vector.Vectors;

/// Recall: the question is taken apart ([Asked]), words ([Coverage]) and vectors bring in candidates, every sign is
/// weighed together ([Weights]), facts on the same scale. Threads: any; questions are answered one at a time.
public final class SqliteRecall implements Recall {
    /// Candidates that words bring in, and vectors; what is beyond them was never among the best 50 in a trial.
    private static final int BY_WORDS = 250;

    private static final int BY_MEANING = 150;
    private static final int SHORTLIST = 300;
    private static final int FACTS_BY_MEANING = 50;

    /// Read beyond what was asked for: some of them were hidden since.
    private static final int SPARE = 15;

    /// Evidence must share at least this part of what the best memory shares with the question, …
    private static final double EVIDENCE_SHARE = 0.25;

    /// … or be this near in meaning, and not much further than the nearest.
    private static final double EVIDENCE_MEANING = 0.6;

    private static final double EVIDENCE_BEHIND = 0.1;

    /// The same for a fact, of which there are few, pinned ones first.
    private static final double FACT_MEANING = 0.55;

    /// What a message is found by that holds no word of the question.
    private static final double SEARCH_MEANING = 0.5;

    /// Counted of a long text.
    private static final int MOST_WORDS = 4_000;

    /// A message whose fact is no longer true is worth this much less: what replaced it comes first.
    private static final double OUTDATED = 3;

    private final TextIndex index;
    private final Vectors vectors;
    private final InstantSource clock;

    public SqliteRecall(TextIndex index, Vectors vectors, InstantSource clock) {
        this.index = index;
        this.vectors = vectors;
        this.clock = clock;
    }

    @Override
    public void prepare() {
        index.catchUp();
    }

    @Override
    public List<Recollection> recall(Question question) {
        if (question.limit() < 1) throw new IllegalArgumentException("limit must be at least 1");
        Asked asked = Asked.of(question.text());
        if (Words.of(question.text(), 1).isEmpty()) return List.of();
        boolean whole = isWhole();
        if (question.stages().contains(Stage.MEANING)) vectors.prepareQuery(asked.text());
        // The model reads the question on one processor while the other looks its words up.
        try (Beside<Meaning> meaning = Beside.of(() -> meaning(question, asked))) {
            return index.read(
                    (sql, places, coverage) -> new Answer(sql, places, coverage, question, asked, whole).of(meaning));
        }
    }

    private boolean isWhole() {
        try {
            return index.catchUpSoon();
        } catch (MemoryException cannotWrite) {
            // A full or read-only disk: what is indexed is found, and the rest as after an import.
            return false;
        }
    }

    /// What vectors say about a question.
    private static final class Meaning {
        static final Meaning NONE = new Meaning(new float[0], List.of(), List.of());

        /// The question's; empty without one.
        private final float[] query;

        private final List<Near> messages;
        private final List<Near> facts;

        Meaning(float[] query, List<Near> messages, List<Near> facts) {
            this.query = query;
            this.messages = messages;
            this.facts = facts;
        }
    }

    private Meaning meaning(Question question, Asked asked) {
        if (!question.stages().contains(Stage.MEANING)) return Meaning.NONE;
        float[] query = vectors.query(asked.text()).orElse(new float[0]);
        if (query.length == 0) return Meaning.NONE;
        int limit = Math.max(BY_MEANING, question.limit());
        return new Meaning(
                query,
                vectors.index().nearest(query, SHORTLIST, limit),
                vectors.index().nearestFacts(query, SHORTLIST, FACTS_BY_MEANING));
    }

    /// One question on one state of the memory.
    private final class Answer {
        private final Sql sql;
        private final Places places;
        private final Coverage coverage;
        private final Question question;
        private final Asked asked;
        private final boolean whole;
        private final boolean evidence;
        private Otherwise otherwise = Otherwise.NOTHING;

        Answer(Sql sql, Places places, Coverage coverage, Question question, Asked asked, boolean whole) {
            this.sql = sql;
            this.places = places;
            this.coverage = coverage;
            this.question = question;
            this.asked = asked;
            this.whole = whole;
            this.evidence = question.purpose() == Purpose.EVIDENCE;
        }

        List<Recollection> of(Beside<Meaning> beside) throws SQLException {
            coverage.score(sql, question.stages().contains(Stage.WORDS) ? asked.terms() : List.of());
            Matches matches = new Matches(asked, coverage.terms());
            // While the model still reads the question.
            int[] likely = question.stages().contains(Stage.MEANING) ? coverage.best(BY_WORDS, _ -> true) : new int[0];
            VectorIndex.Fetched fetched = MessageRanking.fetch(sql, vectors.index(), places, likely);
            Meaning meaning = beside.result().orElse(Meaning.NONE);
            if (question.stages().contains(Stage.ENTITIES)) otherwise = Otherwise.of(sql, asked.text());
            List<Hit> hits = new ArrayList<>();
            if (question.stages().contains(Stage.FACTS)) {
                FactRanking ranking =
                        new FactRanking(sql, vectors.index(), asked, matches, coverage, otherwise.facts());
                if (asked.isWhatIsKnown()) return found(ranking.everything(question.limit()));
                hits.addAll(ranking.rank(meaning.facts, meaning.query));
                hits.removeIf(hit -> hit.words().isEmpty() && hit.meaning() < FACT_MEANING);
            }
            Set<Long> known = new HashSet<>();
            for (Hit fact : relevant(hits)) known.addAll(sources(fact));
            hits.addAll(messages(meaning, fetched, matches, known));
            return found(relevant(hits));
        }

        private List<Recollection> found(List<Hit> hits) {
            Reasons reasons = new Reasons(clock.instant());
            return hits.stream()
                    .sorted(Comparator.comparing((Hit hit) -> hit.isPinned() ? 0 : 1)
                            .thenComparing(
                                    Comparator.comparingDouble(Hit::score).reversed())
                            .thenComparing(hit -> hit.origin().saidAt(), Comparator.reverseOrder())
                            .thenComparing(hit -> hit.id().number(), Comparator.reverseOrder()))
                    .limit(question.limit())
                    .map(hit -> new Recollection(hit.id(), hit.text(), hit.score(), reasons.of(hit), hit.origin()))
                    .toList();
        }

        /// For an answer, only what is likely to matter; a model believes what it is given.
        private List<Hit> relevant(List<Hit> hits) {
            if (!evidence) return hits;
            double best = hits.stream().mapToDouble(Hit::shared).max().orElse(0);
            double nearest = hits.stream().mapToDouble(Hit::meaning).max().orElse(0);
            return hits.stream()
                    .filter(hit -> hit.isPinned()
                            || (hit.shared() > 0 && hit.shared() >= EVIDENCE_SHARE * best)
                            || hit.meaning() >= Math.max(EVIDENCE_MEANING, nearest - EVIDENCE_BEHIND))
                    .toList();
        }

        /// The messages a fact comes from; it says them shorter.
        private List<Long> sources(Hit fact) throws SQLException {
            return sql.list(
                    "SELECT message_id FROM fact_source WHERE fact_id = ?",
                    row -> row.getLong(1),
                    fact.id().number());
        }

        private List<Hit> messages(Meaning meaning, VectorIndex.Fetched fetched, Matches matches, Set<Long> known)
                throws SQLException {
            Set<Long> deleted = new HashSet<>(
                    sql.list("SELECT id FROM conversation WHERE deleted_at IS NOT NULL", row -> row.getLong(1)));
            IntPredicate accepted = message -> (!evidence || Traits.has(places.traits(message), Traits.TOLD))
                    && !deleted.contains((long) places.conversation(message))
                    && question.conversation()
                            .filter(own -> own == places.conversation(message))
                            .isEmpty()
                    && !known.contains((long) message);
            AskedTimes times = question.stages().contains(Stage.TIMES)
                    ? AskedTimes.of(sql, asked.text(), clock.instant(), ZoneId.systemDefault())
                    : new AskedTimes(List.of());
            int byWords = Math.max(BY_WORDS, question.limit() * 2);
            MessageRanking ranking = new MessageRanking(
                    sql,
                    places,
                    coverage,
                    vectors.index(),
                    asked,
                    times,
                    otherwise.messages().keySet(),
                    fetched,
                    question.stages());
            List<Ranked> ranked = ranking.rank(byWords, meaning.messages, meaning.query, accepted);
            Map<Long, Ranked> chosen = ranked.stream()
                    .limit(evidence ? Math.max(100, question.limit() * 2L) : question.limit() + SPARE)
                    .collect(Collectors.toMap(r -> (long) r.message(), r -> r, (one, _) -> one, HashMap::new));
            if (!whole) addNotIndexed(meaning, known, chosen);
            return read(chosen, matches);
        }

        private void addNotIndexed(Meaning meaning, Set<Long> known, Map<Long, Ranked> chosen) throws SQLException {
            List<Long> found = evidence
                    ? NotIndexed.told(sql, asked, question.conversation())
                    : NotIndexed.said(sql, asked, question.conversation());
            Map<Long, Double> near = new HashMap<>();
            for (Near one : meaning.messages) near.put(one.id().number(), (double) one.similarity());
            for (long id : found) {
                if (known.contains(id)) continue;
                double own = near.getOrDefault(id, Evidence.NO_VECTOR);
                chosen.putIfAbsent(id, new Ranked(Math.toIntExact(id), Double.NaN, own, false, false));
            }
        }

        /// What a message that is not indexed is worth by its own words.
        private double score(Ranked rank, String text, Matches.Found found) {
            double words = Evidence.words(found.weight(), coverage.mass());
            Evidence own = new Evidence(
                    words,
                    words,
                    rank.meaning(),
                    Evidence.NO_VECTOR,
                    rank.meaning(),
                    false,
                    false,
                    Words.of(text, MOST_WORDS).size(),
                    Traits.of(text),
                    asked.isWhen(),
                    asked.isCount());
            return (rank.meaning() == Evidence.NO_VECTOR ? Weights.WORDS_ONLY : Weights.WITH_MEANING).score(own);
        }

        private List<Hit> read(Map<Long, Ranked> ranked, Matches matches) throws SQLException {
            if (ranked.isEmpty()) return List.of();
            // What is only repeated in the question is no evidence; nor are words whose fact was deleted or corrected.
            String query = evidence ? """
                    SELECT m.id, m.conversation_id, c.title, c.origin, m.role, m.speaker, m.said_at, t.text, 0 AS outdated
                    FROM telling t JOIN message m ON m.id = t.message_id JOIN conversation c ON c.id = m.conversation_id
                    WHERE m.deleted_at IS NULL AND m.id IN (%s) AND NOT EXISTS (
                        SELECT 1 FROM fact_source s JOIN fact f ON f.id = s.fact_id
                        WHERE s.message_id = m.id AND f.status IN ('retracted', 'superseded', 'quarantined'))""" : """
                    SELECT m.id, m.conversation_id, c.title, c.origin, m.role, m.speaker, m.said_at, m.text, EXISTS (
                        SELECT 1 FROM fact_source s JOIN fact f ON f.id = s.fact_id
                        WHERE s.message_id = m.id AND f.status = 'superseded') AS outdated
                    FROM message m JOIN conversation c ON c.id = m.conversation_id
                    WHERE m.deleted_at IS NULL AND m.id IN (%s)""";
            String key = Words.key(question.text());
            List<Hit> hits = new ArrayList<>();
            String ids = ranked.keySet().stream().map(String::valueOf).collect(Collectors.joining(","));
            sql.visit(query.formatted(ids), row -> {
                Ranked rank = ranked.get(row.getLong("id"));
                String text = row.getString("text");
                if (rank == null || (evidence && Words.key(text).equals(key))) return true;
                Matches.Found found = matches.in(Terms.of(text));
                boolean isIndexed = !Double.isNaN(rank.score());
                double score = isIndexed ? rank.score() : score(rank, text, found);
                String name = otherwise.messages().get(rank.message());
                if (name != null) found = matches.with(found, Set.copyOf(Terms.of(name)));
                boolean near = !isIndexed
                        || rank.inTime()
                        || rank.isNamed()
                        || coverage.wide(rank.message()) > 0
                        || rank.meaning() >= SEARCH_MEANING;
                if (!near) return true;
                MemoryId id = MemoryId.message(rank.message());
                Message.Role role = Message.Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT));
                hits.add(new Hit(
                        id,
                        text,
                        found.weight(),
                        rank.meaning(),
                        score - (row.getBoolean("outdated") ? OUTDATED : 0),
                        false,
                        found.words(),
                        new Origin(
                                id,
                                row.getLong("conversation_id"),
                                row.getString("title"),
                                role,
                                Sql.time(row, "said_at"),
                                Words.excerpt(text, found.words(), 160)),
                        Reasons.who(role, Optional.ofNullable(row.getString("speaker")), row.getString("origin"))));
                return true;
            });
            return hits;
        }
    }
}
