package keepsake.memory.recall;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Words;

/// Which memories hold which of the question's words (a bit each), and what each word weighs.
final class MatchedWords {
    /// A word in more memories than this, and in more than a fiftieth of all, finds none by itself: it would drown the
    /// rest (measured on FTS5 at a million rows: 633 ms with such words, 102 ms without).
    private static final int COMMON = 400;

    private static final double COMMON_SHARE = 0.02;

    /// As if there were this many other memories: in a young memory every word is common, and none is worth less
    /// for it.
    private static final int PRIOR = 10;

    private final QueryWords query;
    private final double[] weights;
    private final Map<Long, Long> facts = new HashMap<>();
    private final Map<Long, Long> messages = new HashMap<>();

    private MatchedWords(QueryWords query) {
        this.query = query;
        this.weights = new double[query.words().size()];
    }

    /// @param content `message` or `telling`
    static MatchedWords find(Sql sql, QueryWords query, String content) throws SQLException {
        MatchedWords matched = new MatchedWords(query);
        String index = content + "_stems";
        long all = sql.number("SELECT count(*) FROM " + content)
                + sql.number("SELECT count(*) FROM fact WHERE status = 'active'");
        List<Occurrence> occurrences = new ArrayList<>();
        for (int i = 0; i < query.words().size(); i++) {
            String phrase = Words.phrase(query.words().get(i));
            long rows = count(sql, index, phrase) + count(sql, "fact_stems", phrase);
            matched.weights[i] = Math.log(1 + (PRIOR + all - rows + 0.5) / (rows + 0.5));
            if (rows > 0) occurrences.add(new Occurrence(i, phrase, rows));
        }
        occurrences.sort(Comparator.comparingLong(Occurrence::rows));
        boolean first = true;
        for (Occurrence word : occurrences) {
            boolean common = word.rows() > Math.max(COMMON, COMMON_SHARE * all);
            matched.mark(sql, index, word, matched.messages, common && !first);
            matched.mark(sql, "fact_stems", word, matched.facts, common && !first);
            first = false;
        }
        return matched;
    }

    private record Occurrence(int bit, String phrase, long rows) {}

    private static long count(Sql sql, String index, String phrase) throws SQLException {
        return sql.number("SELECT count(*) FROM %1$s WHERE %1$s MATCH ?".formatted(index), phrase);
    }

    private void mark(Sql sql, String index, Occurrence word, Map<Long, Long> rows, boolean onlyFound)
            throws SQLException {
        long bit = 1L << word.bit();
        sql.visit(
                "SELECT rowid FROM %1$s WHERE %1$s MATCH ? ORDER BY rowid DESC".formatted(index),
                row -> {
                    long id = row.getLong(1);
                    if (onlyFound) rows.computeIfPresent(id, (key, mask) -> mask | bit);
                    else rows.merge(id, bit, (a, b) -> a | b);
                    return true;
                },
                word.phrase());
    }

    Map<Long, Long> facts() {
        return facts;
    }

    Map<Long, Long> messages() {
        return messages;
    }

    List<Long> bestFacts(int enough) {
        return best(facts, enough);
    }

    /// The ids whose words weigh most, newest first among equals.
    List<Long> best(Map<Long, Long> masks, int enough) {
        return masks.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<Long, Long> e) -> -shared(e.getValue()))
                        .thenComparing(Map.Entry.<Long, Long>comparingByKey().reversed()))
                .limit(enough)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// What the words of `mask` weigh together.
    double shared(long mask) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            if ((mask & (1L << i)) != 0) sum += weights[i];
        }
        return sum;
    }

    /// The words of `mask`, as asked.
    List<String> words(long mask) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            if ((mask & (1L << i)) != 0) words.add(query.words().get(i));
        }
        return words;
    }

    static String joined(List<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
