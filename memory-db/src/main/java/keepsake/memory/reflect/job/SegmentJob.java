package keepsake.memory.reflect.job;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepsake.memory.Reflection.Job;
import keepsake.memory.sql.Sql;

/// Puts messages into episodes, per conversation. A new one begins when the user says something after a pause, about
/// something else, or when the one there is has grown long. An answer belongs to what it answers.
///
/// The idea of closing an episode at a pause or a shift, before anything is summed up, is from EM-LLM and RMM.
final class SegmentJob implements Work {
    /// Somebody who comes back after an hour begins anew.
    private static final Duration PAUSE = Duration.ofHours(1);

    /// An episode of more messages has no title that says what it is about.
    private static final int LONGEST = 60;

    private static final int AT_ONCE = 200;

    /// Up to the first answer that is being written: what follows waits with it.
    private static final String NEXT = """
            SELECT m.id, m.conversation_id, m.role, substr(m.text, 1, 4000) AS text, m.said_at,
                m.deleted_at IS NULL AND c.deleted_at IS NULL AS visible
            FROM message m JOIN conversation c ON c.id = m.conversation_id
            WHERE m.id > ? AND m.id < coalesce((SELECT min(id) FROM message WHERE state = 'writing'), m.id + 1)
            ORDER BY m.id LIMIT ?""";

    private record Next(long id, long conversation, boolean byUser, String text, Instant saidAt, boolean visible) {}

    @Override
    public Job job() {
        return Job.SEGMENT;
    }

    @Override
    public List<String> tables() {
        return List.of("episode");
    }

    @Override
    public long waiting(Sql sql, Situation at) throws SQLException {
        return Math.max(0, sql.number("SELECT coalesce(max(id), 0) FROM message") - Cursors.cursor(sql, job()));
    }

    @Override
    public Step prepare(Reading reading, Situation at) {
        return sql -> step(sql, at);
    }

    private boolean step(Sql sql, Situation at) throws SQLException {
        List<Next> next = sql.list(
                NEXT,
                row -> new Next(
                        row.getLong("id"),
                        row.getLong("conversation_id"),
                        row.getString("role").equals("user"),
                        row.getString("text"),
                        Sql.time(row, "said_at"),
                        row.getInt("visible") == 1),
                Cursors.cursor(sql, job()),
                AT_ONCE);
        if (next.isEmpty()) {
            closeOld(sql, at.now());
            return false;
        }
        Map<Long, OpenEpisode> open = new LinkedHashMap<>();
        long reached = 0;
        for (Next message : next) {
            if (message.visible()) put(sql, open, message, at.now());
            reached = message.id();
            if (at.enough()) break;
        }
        for (OpenEpisode episode : open.values()) episode.save(sql);
        Cursors.move(sql, job(), reached);
        return true;
    }

    private static void put(Sql sql, Map<Long, OpenEpisode> open, Next message, Instant now) throws SQLException {
        OpenEpisode episode = open.get(message.conversation());
        if (episode == null) {
            Optional<OpenEpisode> kept = OpenEpisode.of(sql, message.conversation());
            if (kept.isPresent()) episode = kept.get();
        }
        if (episode != null && message.byUser() && begins(sql, episode, message)) {
            episode.close(sql, now);
            episode = null;
        }
        if (episode == null) episode = OpenEpisode.begin(sql, message.conversation(), message.id(), message.saidAt());
        episode.add(sql, message.id(), message.saidAt(), message.byUser(), message.text());
        open.put(message.conversation(), episode);
    }

    private static boolean begins(Sql sql, OpenEpisode episode, Next message) throws SQLException {
        Duration pause = Duration.between(episode.ended(), message.saidAt()).abs();
        if (pause.compareTo(PAUSE) > 0 || episode.messages() >= LONGEST) return true;
        return TopicShift.between(sql, episode.recent(), message.id(), message.text());
    }

    /// Nothing was added for so long that nothing will be.
    private static void closeOld(Sql sql, Instant now) throws SQLException {
        List<Long> old = new ArrayList<>(sql.list(
                "SELECT id FROM episode WHERE closed_at IS NULL AND ended_at < ? ORDER BY id",
                row -> row.getLong(1),
                now.minus(PAUSE)));
        for (long episode : old) sql.update("UPDATE episode SET closed_at = ? WHERE id = ?", now, episode);
    }
}
