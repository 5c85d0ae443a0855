package keepsake.memory.reflect.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import keepsake.memory.sql.Sql;

/// The second level: one paragraph for a long conversation, the leading sentence of every episode but the last, and of
/// a very long one all of the newer and some of the older. Made anew from the episodes whenever one of them changes, so
/// that it never drifts from what was said.
final class RollingSummary {
    /// A shorter conversation fits a prompt as it is.
    private static final int LEAST_MESSAGES = 40;

    private static final int LEAST_EPISODES = 2;

    /// One paragraph, some 600 words.
    private static final int MOST = 24;

    private static final String EPISODES = """
            SELECT e.id, e.last_message, s.text, s.message_id FROM episode e
            LEFT JOIN episode_sentence s ON s.episode_id = e.id AND s.position = 0
            WHERE e.conversation_id = ? AND e.closed_at IS NOT NULL AND e.summed = 1
                AND e.id < (SELECT max(id) FROM episode WHERE conversation_id = e.conversation_id)
            ORDER BY e.id""";

    private record Leading(long last, String text, long message) {
        static Leading read(ResultSet row) throws SQLException {
            return new Leading(
                    row.getLong("last_message"), Sql.optionalText(row, "text").orElse(""), row.getLong("message_id"));
        }
    }

    private RollingSummary() {}

    static void renew(Sql sql, long conversation) throws SQLException {
        List<Leading> all = sql.list(EPISODES, Leading::read, conversation);
        boolean isLong = all.size() >= LEAST_EPISODES
                && sql.number("SELECT sum(messages) FROM episode WHERE conversation_id = ?", conversation)
                        >= LEAST_MESSAGES;
        sql.update("DELETE FROM conversation_sentence WHERE conversation_id = ?", conversation);
        if (!isLong) {
            sql.update("DELETE FROM conversation_summary WHERE id = ?", conversation);
            return;
        }
        sql.update(
                "INSERT INTO conversation_summary (id, up_to, episodes) VALUES (?, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET up_to = excluded.up_to, episodes = excluded.episodes",
                conversation,
                all.getLast().last(),
                all.size());
        int position = 0;
        for (Leading leading :
                chosen(all.stream().filter(some -> !some.text().isEmpty()).toList())) {
            sql.update(
                    "INSERT INTO conversation_sentence (conversation_id, position, text, message_id) VALUES (?, ?, ?, ?)",
                    conversation,
                    position++,
                    leading.text(),
                    leading.message());
        }
    }

    private static List<Leading> chosen(List<Leading> all) {
        if (all.size() <= MOST) return all;
        List<Leading> older = all.subList(0, all.size() - MOST / 2);
        List<Leading> chosen = new ArrayList<>();
        int some = MOST - MOST / 2;
        for (int i = 0; i < some; i++) chosen.add(older.get(i * older.size() / some));
        chosen.addAll(all.subList(all.size() - MOST / 2, all.size()));
        return chosen;
    }
}
