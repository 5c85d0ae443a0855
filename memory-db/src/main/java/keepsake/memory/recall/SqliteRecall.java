package keepsake.memory.recall;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import keepsake.memory.Fact;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.Recall;
import keepsake.memory.fact.FactRow;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Words;

/// Recall by words: which memories share the question's rare words (after BM25, Robertson and Zaragoza 2009).
///
/// Facts and messages lie in two indexes; the weight of a word comes from both together, so that their scores can be
/// compared. For [Purpose#EVIDENCE] the messages are those that tell something (`telling`), so that asking changes
/// neither what is found nor how it is weighed. Threads: any.
public final class SqliteRecall implements Recall {
    /// Candidates whose text is read, best first: enough for any limit after the cuts.
    private static final int READ_AT_LEAST = 200;

    /// A statement is worth more than the message it may come from.
    private static final double FACT_WEIGHT = 1.3;

    /// Evidence must share at least this part of what the best memory shares with the question.
    private static final double EVIDENCE_SHARE = 0.25;

    /// BM25's length normalisation: how much a long text is held against it.
    private static final double LENGTH = 0.35;

    private final Database database;
    private final InstantSource clock;

    public SqliteRecall(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public List<Recollection> recall(Question question) {
        if (question.limit() < 1) throw new IllegalArgumentException("limit must be at least 1");
        QueryWords words = QueryWords.of(question.text());
        if (words.isEmpty()) return List.of();
        return database.read(sql -> recall(sql, question, words));
    }

    private List<Recollection> recall(Sql sql, Question question, QueryWords words) throws SQLException {
        boolean evidence = question.purpose() == Purpose.EVIDENCE;
        MatchedWords matched = MatchedWords.find(sql, words, evidence ? "telling" : "message");
        int enough = Math.max(READ_AT_LEAST, question.limit() * 4);
        List<Hit> hits = new ArrayList<>(facts(sql, matched, enough));
        Set<Long> known = sourcesOf(hits);
        hits.addAll(
                evidence
                        ? tellings(sql, question, matched, known, enough)
                        : messages(sql, question, matched, known, enough));
        double best = hits.stream().mapToDouble(Hit::shared).max().orElse(0);
        Reasons reasons = new Reasons(clock.instant());
        return hits.stream()
                .filter(hit -> !evidence || hit.isPinned() || hit.shared() >= EVIDENCE_SHARE * best)
                .sorted(Comparator.comparing((Hit hit) -> hit.isPinned() ? 0 : 1)
                        .thenComparing(Comparator.comparingDouble(Hit::score).reversed())
                        .thenComparing(hit -> hit.origin().saidAt(), Comparator.reverseOrder())
                        .thenComparing(hit -> hit.id().number(), Comparator.reverseOrder()))
                .limit(question.limit())
                .map(hit -> new Recollection(hit.id(), hit.text(), hit.score(), reasons.of(hit), hit.origin()))
                .toList();
    }

    /// The messages that the hits come from; the hits themselves say it shorter.
    private static Set<Long> sourcesOf(List<Hit> hits) {
        Set<Long> sources = new HashSet<>();
        for (Hit hit : hits) sources.addAll(hit.allSources());
        return sources;
    }

    private static List<Hit> facts(Sql sql, MatchedWords matched, int enough) throws SQLException {
        List<Long> ids = matched.bestFacts(enough);
        List<Hit> hits = new ArrayList<>();
        for (Fact fact : FactRow.withIds(sql, ids)) {
            if (fact.status() != Fact.Status.ACTIVE) continue;
            long id = fact.id().number();
            Fact.Source source = fact.sources().getFirst();
            long mask = matched.facts().getOrDefault(id, 0L);
            double shared = matched.shared(mask);
            hits.add(new Hit(
                    fact.id(),
                    fact.statement(),
                    shared,
                    FACT_WEIGHT * shared * brevity(fact.statement()),
                    fact.pinned(),
                    matched.words(mask),
                    new Origin(
                            source.message(),
                            source.conversationId(),
                            source.conversationTitle(),
                            Message.Role.USER,
                            source.saidAt(),
                            source.quote()),
                    fact.sources().stream().map(s -> s.message().number()).toList()));
        }
        return hits;
    }

    private static List<Hit> tellings(Sql sql, Question question, MatchedWords matched, Set<Long> known, int enough)
            throws SQLException {
        // What is only repeated in the question is no evidence; nor are words whose fact was deleted or corrected.
        String asked = Words.key(question.text());
        String query = """
                SELECT m.id, m.conversation_id, c.title, m.role, m.said_at, t.text, t.key, m.text AS whole
                FROM telling t JOIN message m ON m.id = t.message_id JOIN conversation c ON c.id = m.conversation_id
                WHERE c.deleted_at IS NULL AND m.id IN (%s) AND NOT EXISTS (
                    SELECT 1 FROM fact_source s JOIN fact f ON f.id = s.fact_id
                    WHERE s.message_id = m.id AND f.status IN ('retracted', 'superseded', 'quarantined'))""";
        return messageHits(sql, query, question, matched, known, enough).stream()
                .filter(hit -> !Words.key(hit.text()).equals(asked))
                .toList();
    }

    private static List<Hit> messages(Sql sql, Question question, MatchedWords matched, Set<Long> known, int enough)
            throws SQLException {
        String query = """
                SELECT m.id, m.conversation_id, c.title, m.role, m.said_at, m.text
                FROM message m JOIN conversation c ON c.id = m.conversation_id
                WHERE c.deleted_at IS NULL AND m.id IN (%s)""";
        return messageHits(sql, query, question, matched, known, enough);
    }

    private static List<Hit> messageHits(
            Sql sql, String query, Question question, MatchedWords matched, Set<Long> known, int enough)
            throws SQLException {
        List<Hit> hits = new ArrayList<>();
        Map<Long, Long> masks = new HashMap<>(matched.messages());
        masks.keySet().removeAll(known);
        sql.visit(query.formatted(MatchedWords.joined(matched.best(masks, enough))), row -> {
            long conversation = row.getLong("conversation_id");
            if (question.conversation().filter(own -> own == conversation).isPresent()) return true;
            long id = row.getLong("id");
            String text = row.getString("text");
            long mask = masks.getOrDefault(id, 0L);
            double shared = matched.shared(mask);
            List<String> words = matched.words(mask);
            hits.add(new Hit(
                    MemoryId.message(id),
                    text,
                    shared,
                    shared * brevity(text),
                    false,
                    words,
                    new Origin(
                            MemoryId.message(id),
                            conversation,
                            row.getString("title"),
                            Message.Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                            Sql.time(row, "said_at"),
                            Words.excerpt(text, words, 160)),
                    List.of()));
            return true;
        });
        return hits;
    }

    /// 1 for a text of a dozen words; less for longer ones, in which a word means less.
    private static double brevity(String text) {
        double words = Words.of(text, 400).size();
        return 1 / (1 - LENGTH + LENGTH * Math.max(words, 4) / 12);
    }
}
