package keepsake.memory.reflect.job;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import keepsake.memory.sql.Sql;

/// The episode of a conversation to which messages can still be added. Its row is written once per step.
final class OpenEpisode {
    /// What the user said last; what is said next is compared with it.
    static final int RECENT = 8;

    private static final String OPEN = """
            SELECT id, last_message, messages, ended_at FROM episode
            WHERE conversation_id = ? AND closed_at IS NULL ORDER BY id DESC LIMIT 1""";

    private static final String RECENTLY = """
            SELECT m.id, substr(m.text, 1, 4000) FROM episode_message e JOIN message m ON m.id = e.message_id
            WHERE e.episode_id = ? AND m.role = 'user' ORDER BY m.id DESC LIMIT\s""" + RECENT;

    /// Something the user said.
    record Said(long id, String text) {}

    private final long id;
    private final Deque<Said> recent = new ArrayDeque<>();
    private long last;
    private long messages;
    private Instant ended;

    private OpenEpisode(long id, long last, long messages, Instant ended) {
        this.id = id;
        this.last = last;
        this.messages = messages;
        this.ended = ended;
    }

    static Optional<OpenEpisode> of(Sql sql, long conversation) throws SQLException {
        Optional<OpenEpisode> open = sql.first(
                OPEN,
                row -> new OpenEpisode(
                        row.getLong("id"),
                        row.getLong("last_message"),
                        row.getLong("messages"),
                        Sql.time(row, "ended_at")),
                conversation);
        if (open.isPresent()) {
            OpenEpisode episode = open.get();
            for (Said said : sql.list(RECENTLY, row -> new Said(row.getLong(1), row.getString(2)), episode.id)) {
                episode.recent.addFirst(said);
            }
        }
        return open;
    }

    static OpenEpisode begin(Sql sql, long conversation, long first, Instant saidAt) throws SQLException {
        long id = sql.insert(
                "INSERT INTO episode (conversation_id, first_message, last_message, messages, began_at, ended_at)"
                        + " VALUES (?, ?, ?, 0, ?, ?)",
                conversation,
                first,
                first,
                saidAt,
                saidAt);
        return new OpenEpisode(id, first, 0, saidAt);
    }

    void add(Sql sql, long message, Instant saidAt, boolean byUser, String text) throws SQLException {
        sql.update("INSERT OR IGNORE INTO episode_message (message_id, episode_id) VALUES (?, ?)", message, id);
        last = message;
        messages++;
        if (saidAt.isAfter(ended)) ended = saidAt;
        if (!byUser) return;
        recent.addLast(new Said(message, text));
        if (recent.size() > RECENT) recent.removeFirst();
    }

    void save(Sql sql) throws SQLException {
        sql.update(
                "UPDATE episode SET last_message = ?, messages = ?, ended_at = ? WHERE id = ?",
                last,
                messages,
                ended,
                id);
    }

    void close(Sql sql, Instant now) throws SQLException {
        save(sql);
        sql.update("UPDATE episode SET closed_at = ? WHERE id = ?", now, id);
    }

    long messages() {
        return messages;
    }

    Instant ended() {
        return ended;
    }

    /// Oldest first.
    List<Said> recent() {
        return List.copyOf(recent);
    }
}
