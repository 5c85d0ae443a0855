package keepsake.memory.recall;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import keepsake.memory.Recall.Stage;
import keepsake.memory.index.Coverage;
import keepsake.memory.index.Places;
import keepsake.memory.index.Traits;
import keepsake.memory.sql.Sql;
import keepsake.memory.vector.Near;
import keepsake.memory.vector.VectorIndex;

/// Ranks messages for a question: candidates by words and by meaning, then every sign weighed together.
final class MessageRanking {
    /// How far around a message its neighbours' meaning counts.
    private static final int AROUND = 2;

    /// Candidates that the time of the question brings in.
    private static final int BY_TIME = 150;

    /// What being said then is worth. Chosen, not fitted: few of the questions set aside name a time.
    private static final double IN_TIME = 1.5;

    /// What speaking of somebody whom the question names is worth, by a name that it does not use. Chosen: the words
    /// would be worth about as much.
    private static final double OTHERWISE = 1.5;

    /// For how many of the best the neighbours' vectors are read.
    private static final int REFINED = 100;

    private final Sql sql;
    private final Places places;
    private final Coverage coverage;
    private final VectorIndex vectors;
    private final Asked asked;
    private final Set<Stage> stages;
    private final AskedTimes times;
    private final VectorIndex.Fetched fetched;
    private Set<Integer> inTime = Set.of();
    private Set<Integer> ofThen = Set.of();
    private final Set<Integer> otherwise;

    MessageRanking(
            Sql sql,
            Places places,
            Coverage coverage,
            VectorIndex vectors,
            Asked asked,
            AskedTimes times,
            Set<Integer> otherwise,
            VectorIndex.Fetched fetched,
            Set<Stage> stages) {
        this.sql = sql;
        this.places = places;
        this.coverage = coverage;
        this.vectors = vectors;
        this.asked = asked;
        this.stages = stages;
        this.times = times;
        this.otherwise = otherwise;
        this.fetched = fetched;
    }

    /// The vectors that [#rank] will most likely compare: those of the best by words and of what is around them.
    static VectorIndex.Fetched fetch(Sql sql, VectorIndex vectors, Places places, int[] byWords) throws SQLException {
        Set<Integer> likely = new LinkedHashSet<>();
        for (int message : byWords) likely.add(message);
        for (int i = 0; i < Math.min(REFINED, byWords.length); i++) likely.addAll(neighbours(places, byWords[i]));
        return vectors.fetch(sql, likely.stream().mapToLong(Integer::longValue).toArray());
    }

    /// @param message number
    /// @param meaning cosine, or [Evidence#NO_VECTOR]
    /// @param inTime  said when the question says
    /// @param isNamed speaks of somebody whom the question names
    record Ranked(int message, double score, double meaning, boolean inTime, boolean isNamed) {}

    /// @param byWords   candidates the words bring in
    /// @param byMeaning candidates the vectors bring in, best first
    /// @param query     the question's vector; empty without one
    List<Ranked> rank(int byWords, List<Near> byMeaning, float[] query, IntPredicate accepted) throws SQLException {
        Set<Integer> candidates = new LinkedHashSet<>();
        for (int message : coverage.best(byWords, accepted)) candidates.add(message);
        for (Near near : byMeaning) {
            int message = (int) near.id().number();
            if (places.has(message) && accepted.test(message)) candidates.add(message);
        }
        for (int message : times.newest(sql, BY_TIME)) {
            if (places.has(message) && accepted.test(message)) candidates.add(message);
        }
        for (int message : otherwise) if (places.has(message) && accepted.test(message)) candidates.add(message);
        Set<Integer> told = new LinkedHashSet<>();
        if (stages.contains(Stage.EVENTS)) {
            for (int message : times.told(sql, BY_TIME)) {
                if (places.has(message) && accepted.test(message)) told.add(message);
            }
        }
        candidates.addAll(told);
        ofThen = told;
        inTime = times.said(sql, candidates);
        OptionalInt speaker = stages.contains(Stage.SPEAKERS) ? asked.speaker(sql) : OptionalInt.empty();
        if (query.length == 0) return rank(candidates, Map.of(), speaker, Weights.WORDS_ONLY);
        Map<Integer, Float> cosines = new HashMap<>();
        for (Near near : byMeaning) cosines.put((int) near.id().number(), near.similarity());
        add(candidates, query, cosines);
        boolean several = stages.contains(Stage.SEVERAL) && asked.isSeveral();
        Weights weights = several ? Weights.SEVERAL : Weights.WITH_MEANING;
        List<Ranked> first = rank(candidates, cosines, speaker, weights);
        // What is around the others would have to be read only to leave them behind.
        List<Ranked> best = first.subList(0, Math.min(REFINED, first.size()));
        addAround(best, query, cosines);
        List<Ranked> refined =
                new ArrayList<>(rank(best.stream().map(Ranked::message).toList(), cosines, speaker, weights));
        refined.addAll(first.subList(best.size(), first.size()));
        return refined;
    }

    private List<Ranked> rank(
            Collection<Integer> candidates, Map<Integer, Float> cosines, OptionalInt speaker, Weights weights) {
        List<Ranked> ranked = new ArrayList<>(candidates.size());
        for (int message : candidates) {
            Evidence evidence = evidence(message, cosines, speaker);
            boolean then = inTime.contains(message);
            boolean named = otherwise.contains(message);
            double more = (then || ofThen.contains(message) ? IN_TIME : 0) + (named ? OTHERWISE : 0);
            ranked.add(new Ranked(
                    message,
                    weights.score(evidence) + more,
                    evidence.meaning(),
                    then || ofThen.contains(message),
                    named));
        }
        ranked.sort(Comparator.comparingDouble(Ranked::score).reversed().thenComparingInt(r -> -r.message()));
        return ranked;
    }

    private void addAround(List<Ranked> ranked, float[] query, Map<Integer, Float> cosines) throws SQLException {
        Set<Integer> around = new LinkedHashSet<>();
        for (Ranked one : ranked) around.addAll(neighbours(places, one.message()));
        add(around, query, cosines);
    }

    private void add(Collection<Integer> messages, float[] query, Map<Integer, Float> cosines) throws SQLException {
        Set<Integer> wanted = new LinkedHashSet<>(messages);
        wanted.removeAll(cosines.keySet());
        long[] ids = wanted.stream().mapToLong(Integer::longValue).toArray();
        float[] found = vectors.similarities(sql, query, ids, fetched);
        for (int i = 0; i < ids.length; i++) {
            if (!Float.isNaN(found[i])) cosines.put((int) ids[i], found[i]);
        }
    }

    private static List<Integer> neighbours(Places places, int message) {
        List<Integer> found = new ArrayList<>(2 * AROUND);
        int before = message;
        int after = message;
        for (int away = 0; away < AROUND; away++) {
            if (before > 0) before = places.previous(before);
            if (after > 0) after = places.next(after);
            if (before > 0) found.add(before);
            if (after > 0) found.add(after);
        }
        return found;
    }

    private Evidence evidence(int message, Map<Integer, Float> cosines, OptionalInt speaker) {
        double own = cosines.getOrDefault(message, (float) Evidence.NO_VECTOR);
        double around = own;
        for (int neighbour : neighbours(places, message)) {
            around = Math.max(around, cosines.getOrDefault(neighbour, (float) Evidence.NO_VECTOR));
        }
        int before = places.previous(message);
        boolean looks = stages.contains(Stage.TRAITS);
        return new Evidence(
                Evidence.words(coverage.near(message), coverage.mass()),
                Evidence.words(coverage.wide(message), coverage.mass()),
                own,
                before > 0 ? cosines.getOrDefault(before, (float) Evidence.NO_VECTOR) : Evidence.NO_VECTOR,
                around,
                speaker.isPresent() && places.speaker(message) == speaker.getAsInt(),
                looks && before > 0 && Traits.has(places.traits(before), Traits.QUESTION),
                looks ? places.words(message) : 0,
                looks ? places.traits(message) : 0,
                asked.isWhen(),
                asked.isCount());
    }
}
