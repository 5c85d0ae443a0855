package keepsake.memory.index;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import keepsake.memory.sql.Sql;

/// How much of a question's words stands in and around each message.
///
/// BM25 (Robertson and Zaragoza 2009) of a message alone misses the answer that follows its question; BM25 of a window
/// of
/// messages counts a word as often as neighbours repeat it. Here each word counts once for a message: at its nearest
/// occurrence, the less the further away it is (docs/decisions/0115, with what it was measured against).
///
/// Confined to the lock of [TextIndex].
public final class Coverage {
    /// What an occurrence counts 0, 1, 2, … messages away: one score that looks near, one that looks wide.
    private static final float[] NEAR = {1f, 0.8f, 0.5f};

    private static final float[] WIDE = {1f, 0.8f, 0.7f, 0.6f, 0.5f, 0.4f};
    private static final double SATURATION = 0.9;
    private static final double LENGTH = 0.4;

    /// A word in more messages than this only adds to messages that rarer words found: it would find everything, and
    /// looking around each of its places is what takes time (a million messages: 5 ms for 20,000 places).
    private static final int COMMON = 20_000;

    /// Words looked at: the rarest of a pasted text say what it is about.
    private static final int MOST = 32;

    private final Places places;
    private float[] near = new float[0];
    private float[] wide = new float[0];
    private float[] bestNear = new float[0];
    private float[] bestWide = new float[0];
    private int[] touched = new int[0];
    private int found;
    private int[] reached = new int[64];
    private int reachedCount;
    private double mass;
    private List<Term> terms = List.of();

    Coverage(Places places) {
        this.places = places;
    }

    /// A word of the question.
    ///
    /// @param id       in `word`; 0 when no message holds it
    /// @param messages how many do
    /// @param weight   BM25's inverse document frequency
    public record Term(String text, long id, long messages, double weight) {}

    /// Scores all messages for a question.
    public void score(Sql sql, List<String> question) throws SQLException {
        for (int i = 0; i < found; i++) {
            near[touched[i]] = 0;
            wide[touched[i]] = 0;
        }
        found = 0;
        grow();
        terms = terms(sql, question);
        mass = terms.stream().mapToDouble(Term::weight).sum();
        List<Term> rarest = new ArrayList<>(terms);
        rarest.sort(Comparator.comparingLong(Term::messages));
        for (Term term : rarest.subList(0, Math.min(MOST, rarest.size()))) {
            if (term.messages() == 0) continue;
            add(sql, term, term.messages() > COMMON && found > 0);
        }
    }

    private void grow() {
        int size = places.end();
        if (size <= near.length) return;
        int wanted = size + size / 4 + 64;
        near = new float[wanted];
        wide = new float[wanted];
        bestNear = new float[wanted];
        bestWide = new float[wanted];
        touched = new int[wanted];
    }

    private List<Term> terms(Sql sql, List<String> question) throws SQLException {
        Set<String> distinct = new LinkedHashSet<>(question);
        List<Term> found = new ArrayList<>();
        int all = places.count();
        for (String text : distinct) {
            Term term = sql.first(
                            "SELECT id, messages FROM word WHERE text = ?",
                            row -> new Term(text, row.getLong(1), row.getLong(2), weight(all, row.getLong(2))),
                            text)
                    .orElseGet(() -> new Term(text, 0, 0, weight(all, 0)));
            found.add(term);
        }
        return found;
    }

    private static double weight(long all, long messages) {
        return Math.log(1 + (Math.max(all, messages) - messages + 0.5) / (messages + 0.5));
    }

    private void add(Sql sql, Term term, boolean onlyFound) throws SQLException {
        reachedCount = 0;
        sql.visit(
                "SELECT block, places FROM word_place WHERE word = ?",
                row -> {
                    PlaceList.visit(row.getLong(1), row.getBytes(2), (id, times) -> {
                        int message = (int) id;
                        if (places.has(message)) spread(message, strength(term, message, times), onlyFound);
                    });
                    return true;
                },
                term.id());
        for (int i = 0; i < reachedCount; i++) {
            int message = reached[i];
            if (near[message] == 0 && wide[message] == 0) touched[found++] = message;
            near[message] += bestNear[message];
            wide[message] += bestWide[message];
            bestNear[message] = 0;
            bestWide[message] = 0;
        }
    }

    private float strength(Term term, int message, int times) {
        double norm = SATURATION * (1 - LENGTH + LENGTH * places.relativeLength(message));
        return (float) (term.weight() * times * (SATURATION + 1) / (times + norm));
    }

    private void spread(int message, float strength, boolean onlyFound) {
        reach(message, strength, 0, onlyFound);
        int before = message;
        int after = message;
        for (int away = 1; away < WIDE.length; away++) {
            if (before > 0) before = places.previous(before);
            if (after > 0) after = places.next(after);
            if (before > 0) reach(before, strength, away, onlyFound);
            if (after > 0) reach(after, strength, away, onlyFound);
        }
    }

    private void reach(int message, float strength, int away, boolean onlyFound) {
        if (onlyFound && wide[message] == 0) return;
        if (bestWide[message] == 0) {
            if (reachedCount == reached.length) reached = Arrays.copyOf(reached, reachedCount * 2);
            reached[reachedCount++] = message;
        }
        bestWide[message] = Math.max(bestWide[message], WIDE[away] * strength);
        if (away < NEAR.length) bestNear[message] = Math.max(bestNear[message], NEAR[away] * strength);
    }

    /// The question's words, as it was asked.
    public List<Term> terms() {
        return terms;
    }

    /// The weights of all the question's words together.
    public double mass() {
        return mass;
    }

    public float near(int message) {
        return message < near.length ? near[message] : 0;
    }

    public float wide(int message) {
        return message < wide.length ? wide[message] : 0;
    }

    /// How many messages have a word of the question in or around them.
    public int found() {
        return found;
    }

    /// The messages with the best wide and near score together, best first.
    ///
    /// @param accepted which may be among them
    public int[] best(int limit, java.util.function.IntPredicate accepted) {
        int[] best = new int[limit];
        float[] scores = new float[limit];
        int size = 0;
        for (int i = 0; i < found; i++) {
            int message = touched[i];
            float score = near[message] + 3 * wide[message];
            if (size == limit && score <= scores[0]) continue;
            if (!accepted.test(message)) continue;
            if (size < limit) {
                int at = size++;
                while (at > 0 && scores[(at - 1) / 2] > score) {
                    scores[at] = scores[(at - 1) / 2];
                    best[at] = best[(at - 1) / 2];
                    at = (at - 1) / 2;
                }
                scores[at] = score;
                best[at] = message;
            } else {
                sink(scores, best, size, score, message);
            }
        }
        return sorted(best, scores, size);
    }

    private static void sink(float[] scores, int[] best, int size, float score, int message) {
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && scores[child + 1] < scores[child]) child++;
            if (scores[child] >= score) break;
            scores[at] = scores[child];
            best[at] = best[child];
            at = child;
        }
        scores[at] = score;
        best[at] = message;
    }

    private static int[] sorted(int[] best, float[] scores, int size) {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -scores[i]).thenComparingInt(i -> -best[i]));
        return Arrays.stream(order).mapToInt(i -> best[i]).toArray();
    }
}
