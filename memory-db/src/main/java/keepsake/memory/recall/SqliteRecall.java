package keepsake.memory.recall;

import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
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
        try {
            index.catchUp();
        } catch (MemoryException cannotWrite) {
            // A full or read-only disk: what is indexed is found all the same.
        }
        float[] query = question.stages().contains(Stage.MEANING)
                ? vectors.query(asked.text()).orElse(new float[0])
                : new float[0];
        int limit = Math.max(BY_MEANING, question.limit());
        List<Near> near = query.length == 0 ? List.of() : vectors.index().nearest(query, SHORTLIST, limit);
        List<Near> facts =
                query.length == 0 ? List.of() : vectors.index().nearestFacts(query, SHORTLIST, FACTS_BY_MEANING);
        return index.read(
                (sql, places, coverage) -> new Answer(sql, places, coverage, question, asked, query).of(near, facts));
    }

    /// One question on one state of the memory.
    private final class Answer {
        private final Sql sql;
        private final Places places;
        private final Coverage coverage;
        private final Question question;
        private final Asked asked;
        private final float[] query;
        private final boolean evidence;
        private Otherwise otherwise = Otherwise.NOTHING;

        Answer(Sql sql, Places places, Coverage coverage, Question question, Asked asked, float[] query) {
            this.sql = sql;
            this.places = places;
            this.coverage = coverage;
            this.question = question;
            this.asked = asked;
            this.query = query;
            this.evidence = question.purpose() == Purpose.EVIDENCE;
        }

        List<Recollection> of(List<Near> near, List<Near> nearFacts) throws SQLException {
            coverage.score(sql, question.stages().contains(Stage.WORDS) ? asked.terms() : List.of());
            Matches matches = new Matches(asked, coverage.terms());
            if (question.stages().contains(Stage.ENTITIES)) otherwise = Otherwise.of(sql, asked.text());
            List<Hit> hits = new ArrayList<>();
            if (question.stages().contains(Stage.FACTS)) {
                FactRanking ranking =
                        new FactRanking(sql, vectors.index(), asked, matches, coverage, otherwise.facts());
                if (asked.isWhatIsKnown()) return found(ranking.everything(question.limit()));
                hits.addAll(ranking.rank(nearFacts, query));
                hits.removeIf(hit -> hit.words().isEmpty() && hit.meaning() < FACT_MEANING);
            }
            Set<Long> known = new HashSet<>();
            for (Hit fact : relevant(hits)) known.addAll(sources(fact));
            hits.addAll(messages(near, matches, known));
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

        private List<Hit> messages(List<Near> near, Matches matches, Set<Long> known) throws SQLException {
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
                    question.stages());
            List<Ranked> ranked = ranking.rank(byWords, near, query, accepted);
            Map<Long, Ranked> chosen = ranked.stream()
                    .limit(evidence ? Math.max(100, question.limit() * 2L) : question.limit() + SPARE)
                    .collect(Collectors.toMap(r -> (long) r.message(), r -> r));
            return read(chosen, matches);
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
                String name = otherwise.messages().get(rank.message());
                if (name != null) found = matches.with(found, Set.copyOf(Terms.of(name)));
                boolean near = rank.inTime()
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
                        rank.score() - (row.getBoolean("outdated") ? OUTDATED : 0),
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
