package keepsake.memory.reflect;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import keepsake.memory.erase.Traces;
import keepsake.memory.sql.Sql;

/// Takes out of episodes, summaries, "About you" and diffs what came from erased messages and facts. Rather too much
/// than too little: an episode that loses a message loses title and summary and gets new ones in the next run, and the
/// whole diff of whatever is touched goes.
public final class ReflectionTraces implements Traces {
    private static final String MESSAGES = "(SELECT value FROM json_each(?1))";

    /// Facts that go, that lose a source, or that a diff still names with one.
    private static final String FACTS = """
            SELECT value FROM json_each(?2)
            UNION SELECT fact_id FROM fact_source WHERE message_id IN (SELECT value FROM json_each(?1))
            UNION SELECT fact_id FROM job_change WHERE fact_id IS NOT NULL
                AND message_id IN (SELECT value FROM json_each(?1))""";

    private static final String THINGS = """
            SELECT thing FROM job_change WHERE message_id IN (SELECT value FROM json_each(?1))
            UNION SELECT thing FROM job_change WHERE fact_id IN (SELECT value FROM json_each(?2))
            UNION SELECT 'e' || episode_id FROM episode_message WHERE message_id IN (SELECT value FROM json_each(?1))
            UNION SELECT 'c' || conversation_id FROM message WHERE id IN (SELECT value FROM json_each(?1))""";

    @Override
    public void forget(Sql sql, Collection<Long> messages, Collection<Long> facts) throws SQLException {
        String gone = json(messages);
        List<Long> touched = sql.list(FACTS, row -> row.getLong(1), gone, json(facts));
        diffs(sql, gone, json(touched));
        profile(sql, json(touched));
        stale(sql, gone);
        sql.update("DELETE FROM episode_message WHERE message_id IN " + MESSAGES, gone);
        sql.update("DELETE FROM episode WHERE messages = 0");
        sql.update("DELETE FROM fact_due WHERE fact IN " + MESSAGES, json(facts));
    }

    private static void diffs(Sql sql, String messages, String facts) throws SQLException {
        List<String> things = sql.list(THINGS, row -> row.getString(1), messages, facts);
        String named = things.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
        // Of other parts' tables only they know what a row came from; none of their diffs stays.
        String going = "thing IN (SELECT value FROM json_each(?1)) OR table_name NOT IN (" + own() + ")";
        sql.update(
                "UPDATE job_run SET erased = erased + (SELECT count(*) FROM job_change c WHERE c.run_id = job_run.id"
                        + " AND (" + going + ")) WHERE id IN (SELECT run_id FROM job_change WHERE " + going + ")",
                named);
        sql.update("DELETE FROM job_change WHERE " + going, named);
    }

    private static String own() {
        return Recorder.OWN.stream().map(table -> "'" + table + "'").collect(Collectors.joining(", "));
    }

    /// Also of facts that only lose a source: their statement may change now.
    private static void profile(Sql sql, String facts) throws SQLException {
        sql.update(
                "DELETE FROM profile_sentence WHERE id IN (SELECT sentence_id FROM profile_source WHERE fact_id IN "
                        + MESSAGES + ")",
                facts);
    }

    /// Episodes and conversations with these messages are to be summed up again, without those that go.
    private static void stale(Sql sql, String messages) throws SQLException {
        untell(sql, messages);
        String left = "FROM episode_message s JOIN message m ON m.id = s.message_id WHERE s.episode_id = episode.id"
                + " AND s.message_id NOT IN " + MESSAGES;
        sql.update(
                "UPDATE episode SET first_message = coalesce((SELECT min(m.id) " + left + "), 0),"
                        + " last_message = coalesce((SELECT max(m.id) " + left + "), 0),"
                        + " messages = (SELECT count(*) " + left + "),"
                        + " began_at = coalesce((SELECT min(m.said_at) " + left + "), 0),"
                        + " ended_at = coalesce((SELECT max(m.said_at) " + left + "), 0)"
                        + " WHERE id IN (SELECT episode_id FROM episode_message WHERE message_id IN " + MESSAGES + ")",
                messages);
    }

    /// Takes titles and summaries away that may say what these messages say.
    private static void untell(Sql sql, String messages) throws SQLException {
        String episodes = "(SELECT episode_id FROM episode_message WHERE message_id IN " + MESSAGES + ")";
        String conversations = "(SELECT conversation_id FROM message WHERE id IN " + MESSAGES + ")";
        sql.update("DELETE FROM episode_sentence WHERE episode_id IN " + episodes, messages);
        sql.update("UPDATE episode SET title = '', made_by = NULL, summed = 0 WHERE id IN " + episodes, messages);
        sql.update("DELETE FROM conversation_sentence WHERE conversation_id IN " + conversations, messages);
        sql.update("DELETE FROM conversation_summary WHERE id IN " + conversations, messages);
    }

    @Override
    public void hide(Sql sql, Collection<Long> messages) throws SQLException {
        untell(sql, json(messages));
    }

    @Override
    public void show(Sql sql, Collection<Long> messages) throws SQLException {
        untell(sql, json(messages));
    }

    private static String json(Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
