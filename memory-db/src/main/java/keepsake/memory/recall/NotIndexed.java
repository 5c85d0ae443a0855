package keepsake.memory.recall;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.StopWords;
import keepsake.memory.text.Words;

/// Messages that are still to be indexed, after an import or an upgrade. The words that people search conversations
/// for are indexed as messages are written; these find them until then, by their own words only.
final class NotIndexed {
    private static final int MOST = 100;

    /// More words of a question say little more, and each costs time.
    private static final int WORDS = 12;

    /// A stem no shorter than this finds what begins with it.
    private static final int STEM = 4;

    private static final String WHERE = """
            JOIN place_due d ON d.message = i.rowid JOIN message m ON m.id = i.rowid
            JOIN conversation c ON c.id = m.conversation_id
            WHERE i.%1$s MATCH ? AND m.deleted_at IS NULL AND c.deleted_at IS NULL AND c.id <> ?
            ORDER BY i.rank LIMIT\s""" + MOST;
    private static final String ANY = "SELECT i.rowid FROM message_words i " + WHERE.formatted("message_words");
    private static final String TOLD = "SELECT i.rowid FROM telling_stems i " + WHERE.formatted("telling_stems");

    private NotIndexed() {}

    /// The best of what anyone said.
    static List<Long> said(Sql sql, Asked asked, Optional<Long> without) throws SQLException {
        return found(sql, ANY, beginnings(asked), without);
    }

    /// The best of what the user tells.
    static List<Long> told(Sql sql, Asked asked, Optional<Long> without) throws SQLException {
        List<String> words =
                asked.words().values().stream().distinct().map(Words::phrase).toList();
        return found(sql, TOLD, words, without);
    }

    private static List<Long> found(Sql sql, String query, List<String> words, Optional<Long> without)
            throws SQLException {
        if (words.isEmpty()) return List.of();
        String any = words.stream().limit(WORDS).collect(Collectors.joining(" OR "));
        return sql.list(query, row -> row.getLong(1), any, without.orElse(0L));
    }

    /// What a word and its stem have in common, and all that begins so: "kayaks" and "kayaking" for "kayak".
    private static List<String> beginnings(Asked asked) {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, String> word : asked.words().entrySet()) {
            String typed = word.getValue();
            if (!StopWords.meaningful(typed)) continue;
            int common = 0;
            int shorter = Math.min(typed.length(), word.getKey().length());
            while (common < shorter && typed.charAt(common) == word.getKey().charAt(common)) common++;
            found.add(common < STEM ? Words.phrase(typed) : Words.phrase(typed.substring(0, common)) + "*");
        }
        return found;
    }
}
