package keepsake.memory.recall;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import keepsake.memory.Fact;
import keepsake.memory.Message;
import keepsake.memory.Recall.Origin;
import keepsake.memory.fact.FactRow;
import keepsake.memory.index.Coverage;
import keepsake.memory.index.Terms;
import keepsake.memory.index.Traits;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Words;
import keepsake.memory.vector.Near;
import keepsake.memory.vector.VectorIndex;

/// Ranks active facts for a question on the same scale as messages: a fact is a message that says one thing.
final class FactRanking {
    /// A statement is worth more than a message that may only mention it.
    private static final double STATED = 1.0;

    private static final double SATURATION = 0.9;
    private static final int BY_WORDS = 200;

    private final Sql sql;
    private final VectorIndex vectors;
    private final Asked asked;
    private final Matches matches;
    private final Coverage coverage;

    FactRanking(Sql sql, VectorIndex vectors, Asked asked, Matches matches, Coverage coverage) {
        this.sql = sql;
        this.vectors = vectors;
        this.asked = asked;
        this.matches = matches;
        this.coverage = coverage;
    }

    List<Hit> rank(List<Near> byMeaning, float[] query) throws SQLException {
        Set<Long> ids = new LinkedHashSet<>(byWords());
        for (Near near : byMeaning) ids.add(near.id().number());
        long[] numbers = ids.stream().mapToLong(Long::longValue).toArray();
        float[] cosines = query.length == 0 ? new float[0] : vectors.factSimilarities(sql, query, numbers);
        Map<Long, Fact> facts = FactRow.withIds(sql, List.copyOf(ids)).stream()
                .filter(fact -> fact.status() == Fact.Status.ACTIVE)
                .collect(Collectors.toMap(fact -> fact.id().number(), fact -> fact));
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            Fact fact = facts.get(numbers[i]);
            boolean known = query.length > 0 && !Float.isNaN(cosines[i]);
            if (fact != null) hits.add(hit(fact, known ? cosines[i] : Evidence.NO_VECTOR, query.length > 0));
        }
        return hits;
    }

    /// The text index of facts stems a little differently, which matters little for finding candidates.
    private List<Long> byWords() throws SQLException {
        if (asked.words().isEmpty()) return List.of();
        String any = asked.words().values().stream()
                .distinct()
                .limit(48)
                .map(Words::phrase)
                .collect(Collectors.joining(" OR "));
        return sql.list(
                "SELECT rowid FROM fact_stems WHERE fact_stems MATCH ? ORDER BY rank LIMIT " + BY_WORDS,
                row -> row.getLong(1),
                any);
    }

    private Hit hit(Fact fact, double meaning, boolean hasVectors) {
        List<String> terms = Terms.of(fact.statement());
        Matches.Found found = matches.in(terms);
        // Each word of the question at most once, at a length like any other statement's.
        double bm25 = Evidence.words(found.weight() * (SATURATION + 1) / (1 + SATURATION), coverage.mass());
        Evidence evidence = new Evidence(
                bm25,
                bm25,
                meaning,
                Evidence.NO_VECTOR,
                meaning,
                false,
                false,
                Words.of(fact.statement()).size(),
                Traits.of(fact.statement()),
                asked.isWhen(),
                asked.isCount());
        Fact.Source source = fact.sources().getFirst();
        return new Hit(
                fact.id(),
                fact.statement(),
                found.weight(),
                meaning,
                STATED + (hasVectors ? Weights.WITH_MEANING : Weights.WORDS_ONLY).score(evidence),
                fact.pinned(),
                found.words(),
                new Origin(
                        source.message(),
                        source.conversationId(),
                        source.conversationTitle(),
                        Message.Role.USER,
                        source.saidAt(),
                        source.quote()));
    }
}
