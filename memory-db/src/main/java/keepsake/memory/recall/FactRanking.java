package keepsake.memory.recall;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import keepsake.memory.Fact;
import keepsake.memory.MemoryId;
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
    private static final int LONGEST_HISTORY = 100;

    private final Sql sql;
    private final VectorIndex vectors;
    private final Asked asked;
    private final Matches matches;
    private final Coverage coverage;
    private final Map<Long, Set<String>> attributes = new HashMap<>();

    /// @param otherwise facts about whom the question names, with the question's name
    FactRanking(
            Sql sql,
            VectorIndex vectors,
            Asked asked,
            Matches matches,
            Coverage coverage,
            Map<Long, String> otherwise) {
        this.sql = sql;
        this.vectors = vectors;
        this.asked = asked;
        this.matches = matches;
        this.coverage = coverage;
        otherwise.forEach((fact, name) -> attributes.put(fact, new LinkedHashSet<>(Terms.of(name))));
    }

    List<Hit> rank(List<Near> byMeaning, float[] query) throws SQLException {
        byAttribute();
        Set<Long> ids = new LinkedHashSet<>(byWords());
        ids.addAll(attributes.keySet());
        for (Near near : byMeaning) ids.add(near.id().number());
        long[] numbers = ids.stream().mapToLong(Long::longValue).toArray();
        float[] cosines = query.length == 0 ? new float[0] : vectors.factSimilarities(sql, query, numbers);
        Map<Long, Fact> facts = byNumber(ids);
        Map<Long, Hit> best = new LinkedHashMap<>();
        for (int i = 0; i < numbers.length; i++) {
            Fact found = facts.get(numbers[i]);
            Optional<Fact> current = found == null ? Optional.empty() : current(found);
            if (found == null || current.isEmpty()) continue;
            boolean known = query.length > 0 && !Float.isNaN(cosines[i]);
            Hit hit = hit(current.get(), found, known ? cosines[i] : Evidence.NO_VECTOR, query.length > 0);
            best.merge(hit.id().number(), hit, (one, other) -> one.score() >= other.score() ? one : other);
        }
        return List.copyOf(best.values());
    }

    /// The values of what the question asks for, with the question's terms for it.
    private void byAttribute() throws SQLException {
        for (Map.Entry<String, Set<String>> wanted : AskedAttributes.of(asked).entrySet()) {
            sql.visit(
                    "SELECT id FROM fact WHERE attribute = ? AND status = 'active'",
                    row -> {
                        attributes
                                .computeIfAbsent(row.getLong(1), id -> new LinkedHashSet<>())
                                .addAll(wanted.getValue());
                        return true;
                    },
                    wanted.getKey());
        }
    }

    /// What is known, pinned first, then newest: for the question what is known.
    List<Hit> everything(int limit) throws SQLException {
        List<Long> ids = sql.list(
                "SELECT id FROM fact WHERE status = 'active' ORDER BY pinned DESC, id DESC LIMIT ?",
                row -> row.getLong(1),
                limit);
        List<Hit> hits = new ArrayList<>();
        for (Fact fact : byNumber(new LinkedHashSet<>(ids)).values()) {
            hits.add(hit(fact, fact, Evidence.NO_VECTOR, false));
        }
        return hits;
    }

    private Map<Long, Fact> byNumber(Set<Long> ids) throws SQLException {
        Map<Long, Fact> facts = new HashMap<>();
        for (Fact fact : FactRow.withIds(sql, List.copyOf(ids)))
            facts.put(fact.id().number(), fact);
        return facts;
    }

    /// What is true now where this was true once: "Where do I live?" finds "I live in Leipzig", which leads to "We
    /// moved to Dresden". Empty for what was retracted, archived, or never counted.
    private Optional<Fact> current(Fact found) throws SQLException {
        Fact fact = found;
        for (int step = 0; step < LONGEST_HISTORY && fact.status() == Fact.Status.SUPERSEDED; step++) {
            Optional<MemoryId> next = fact.supersededBy();
            if (next.isEmpty()) return Optional.empty();
            List<Fact> successor = FactRow.withIds(sql, List.of(next.get().number()));
            if (successor.isEmpty()) return Optional.empty();
            fact = successor.getFirst();
        }
        return fact.status() == Fact.Status.ACTIVE ? Optional.of(fact) : Optional.empty();
    }

    /// Active facts by their stems, superseded ones by the words themselves: each index holds what it holds.
    private List<Long> byWords() throws SQLException {
        List<String> words =
                asked.words().values().stream().distinct().limit(48).toList();
        if (words.isEmpty()) return List.of();
        String any = words.stream().map(Words::phrase).collect(Collectors.joining(" OR "));
        List<Long> found = new ArrayList<>(sql.list(
                "SELECT rowid FROM fact_stems WHERE fact_stems MATCH ? ORDER BY rank LIMIT " + BY_WORDS,
                row -> row.getLong(1),
                any));
        found.addAll(sql.list(
                "SELECT f.id FROM fact f WHERE f.status = 'superseded' AND f.id IN"
                        + " (SELECT rowid FROM fact_words WHERE fact_words MATCH ?) ORDER BY f.id DESC LIMIT "
                        + BY_WORDS,
                row -> row.getLong(1),
                any));
        return found;
    }

    /// @param fact  what is found
    /// @param found what the question matches: the fact, or what it replaced
    private Hit hit(Fact fact, Fact found, double meaning, boolean hasVectors) {
        List<String> terms = Terms.of(found.statement());
        Matches.Found matched = matches.with(
                matches.in(terms), attributes.getOrDefault(found.id().number(), Set.of()));
        // Each word of the question at most once, at a length like any other statement's.
        double bm25 = Evidence.words(matched.weight() * (SATURATION + 1) / (1 + SATURATION), coverage.mass());
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
                matched.weight(),
                meaning,
                STATED + (hasVectors ? Weights.WITH_MEANING : Weights.WORDS_ONLY).score(evidence),
                fact.pinned(),
                matched.words(),
                new Origin(
                        source.message(),
                        source.conversationId(),
                        source.conversationTitle(),
                        Message.Role.USER,
                        source.saidAt(),
                        source.quote()),
                "you told me");
    }
}
