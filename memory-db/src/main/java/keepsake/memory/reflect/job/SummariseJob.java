package keepsake.memory.reflect.job;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.Reflection.Job;
import keepsake.memory.extract.Extraction;
import keepsake.memory.reflect.Thoughts;
import keepsake.memory.reflect.Thoughts.Said;
import keepsake.memory.reflect.Thoughts.Told;
import keepsake.memory.sql.Sql;

/// Title and summary of closed episodes from what people said in them, never from answers, hidden messages or texts
/// that give orders. By rules first; with a model once more, and only what its quotes prove is kept.
final class SummariseJob implements Work {
    private static final String DUE = """
            SELECT id FROM episode e WHERE summed = 0 AND closed_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM job_dismissed d WHERE d.key = 'summarise:e' || e.id) ORDER BY id LIMIT 1""";

    private static final String TO_THINK = """
            SELECT id FROM episode e WHERE id > ? AND closed_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM job_dismissed d WHERE d.key = 'summarise:e' || e.id) ORDER BY id LIMIT 1""";

    private static final String SAID = """
            SELECT m.id, m.speaker, substr(m.text, 1, 4000) AS text, m.said_at FROM episode_message e JOIN message m ON m.id = e.message_id
            WHERE e.episode_id = ? AND m.role = 'user' AND m.deleted_at IS NULL ORDER BY m.id""";

    /// The episode about which the model failed last.
    private final AtomicLong failed = new AtomicLong();

    @Override
    public Job job() {
        return Job.SUMMARISE;
    }

    @Override
    public List<String> tables() {
        return List.of("episode", "episode_sentence", "conversation_summary", "conversation_sentence");
    }

    @Override
    public long waiting(Sql sql, Situation at) throws SQLException {
        long byRules = sql.number("SELECT count(*) FROM episode WHERE summed = 0 AND closed_at IS NOT NULL");
        if (at.thoughts().isEmpty()) return byRules;
        return byRules
                + sql.number(
                        "SELECT count(*) FROM episode WHERE id > ? AND closed_at IS NOT NULL",
                        Cursors.thought(sql, job()));
    }

    @Override
    public Step prepare(Reading reading, Situation at) throws SQLException {
        boolean byRules = reading.read(sql -> sql.number(DUE) > 0);
        if (byRules || at.thoughts().isEmpty()) return sql -> byRules(sql, at);
        return think(reading, at, at.thoughts().get());
    }

    private static boolean byRules(Sql sql, Situation at) throws SQLException {
        while (true) {
            long episode = sql.number(DUE);
            if (episode == 0) return at.thoughts().isPresent();
            List<Said> said = said(sql, episode);
            keep(sql, at, episode, Extractive.of(said), Optional.empty());
            if (at.enough()) return true;
        }
    }

    private Step think(Reading reading, Situation at, Thoughts thoughts) throws SQLException {
        record Asked(long episode, List<Said> said) {}
        Optional<Asked> asked = reading.read(sql -> {
            long next = sql.number(TO_THINK, Cursors.thought(sql, job()));
            return next == 0 ? Optional.empty() : Optional.of(new Asked(next, said(sql, next)));
        });
        if (asked.isEmpty()) return sql -> false;
        long episode = asked.get().episode();
        List<Said> said = asked.get().said();
        Optional<Told> answer = said.isEmpty() ? Optional.empty() : thoughts.episode(said, at.stop());
        // A model that is gone answers nothing; one that fails on this episode would fail on it for ever.
        boolean isFailed = answer.isEmpty() && !said.isEmpty();
        if (isFailed && failed.getAndSet(episode) != episode) return sql -> false;
        Optional<Told> told = answer.flatMap(some -> Grounding.of(some, said));
        return sql -> {
            // Something of it may have been erased or hidden while the model was thinking.
            if (told.isPresent() && said(sql, episode).equals(said)) {
                keep(sql, at, episode, told.get(), Optional.of(thoughts.model()));
            }
            Cursors.moveThought(sql, job(), episode);
            return true;
        };
    }

    private static List<Said> said(Sql sql, long episode) throws SQLException {
        return sql
                .list(
                        SAID,
                        row -> new Said(
                                MemoryId.message(row.getLong("id")),
                                Message.Role.USER,
                                Sql.optionalText(row, "speaker"),
                                row.getString("text"),
                                Sql.time(row, "said_at")),
                        episode)
                .stream()
                .filter(message -> !Extraction.givesOrders(message.text()))
                .toList();
    }

    private static void keep(Sql sql, Situation at, long episode, Told told, Optional<String> madeBy)
            throws SQLException {
        sql.update(
                "UPDATE episode SET title = ?, made_by = ?, summed = 1 WHERE id = ?",
                told.title(),
                madeBy.orElse(null),
                episode);
        sql.update("DELETE FROM episode_sentence WHERE episode_id = ?", episode);
        int position = 0;
        for (Thoughts.Point point : told.sentences()) {
            sql.update(
                    "INSERT INTO episode_sentence (episode_id, position, text, message_id, quote) VALUES (?, ?, ?, ?, ?)",
                    episode,
                    position++,
                    point.text(),
                    point.source().number(),
                    point.quote());
        }
        at.decide("summarise:e" + episode);
        RollingSummary.renew(sql, sql.number("SELECT conversation_id FROM episode WHERE id = ?", episode));
    }
}
