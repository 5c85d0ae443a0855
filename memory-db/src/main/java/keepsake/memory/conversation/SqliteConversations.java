package keepsake.memory.conversation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import keepsake.memory.Conversation;
import keepsake.memory.Conversations;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.never.Screen;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Words;
import org.jspecify.annotations.Nullable;

/// Conversations in SQLite. Threads: any.
public final class SqliteConversations implements Conversations, AutoCloseable {
    private static final String COLUMNS = "c.id, c.title, c.started_at, c.changed_at, c.messages";
    private static final String LISTED = "c.deleted_at IS NULL AND c.messages > 0";
    private static final int EXCERPT = 110;

    /// More words make a search no sharper.
    private static final int SEARCH_WORDS = 16;

    /// Messages read in one go: a reader that holds the file longer keeps its journal from being cleaned.
    private static final int AT_ONCE = 500;

    private final Database database;
    private final InstantSource clock;
    private final String writer = Writers.open();

    private SqliteConversations(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Marks answers whose writer is gone as interrupted.
    public static SqliteConversations open(Database database, InstantSource clock) {
        SqliteConversations conversations = new SqliteConversations(database, clock);
        record Writing(long id, String writer) {}
        List<Writing> writing = database.read(sql -> sql.list(
                "SELECT id, coalesce(writer, '') AS writer FROM message WHERE state = 'writing'",
                row -> new Writing(row.getLong("id"), row.getString("writer"))));
        List<Writing> gone =
                writing.stream().filter(w -> !Writers.isAlive(w.writer())).toList();
        if (!gone.isEmpty()) {
            database.write(sql -> {
                for (Writing w : gone) {
                    sql.update(
                            "UPDATE message SET state = 'interrupted', writer = NULL WHERE id = ? AND state = 'writing'",
                            w.id());
                }
                return gone.size();
            });
        }
        return conversations;
    }

    /// Whatever this opening was still writing is interrupted now.
    @Override
    public void close() {
        try {
            database.write(sql -> sql.update(
                    "UPDATE message SET state = 'interrupted', writer = NULL WHERE state = 'writing' AND writer = ?",
                    writer));
        } finally {
            Writers.close(writer);
        }
    }

    @Override
    public Conversation start() {
        Instant now = now();
        long id = database.write(
                sql -> sql.insert("INSERT INTO conversation (started_at, changed_at) VALUES (?, ?)", now, now));
        return new Conversation(id, "", now, now, 0);
    }

    @Override
    public List<Conversation> list() {
        return database.read(sql -> sql.list(
                "SELECT " + COLUMNS + " FROM conversation c WHERE " + LISTED + " ORDER BY c.changed_at DESC, c.id DESC",
                SqliteConversations::conversation));
    }

    @Override
    public Optional<Conversation> find(long id) {
        return database.read(sql -> find(sql, id));
    }

    private static Optional<Conversation> find(Sql sql, long id) throws SQLException {
        return sql.first(
                "SELECT " + COLUMNS + " FROM conversation c WHERE c.id = ? AND c.deleted_at IS NULL",
                SqliteConversations::conversation,
                id);
    }

    private static Conversation require(Sql sql, long id) throws SQLException {
        return find(sql, id).orElseThrow(() -> noConversation(id));
    }

    private static MemoryException noConversation(long id) {
        return new MemoryException(
                Reason.BAD_INPUT,
                "There is no conversation " + id + "; it may have been deleted. Nothing was changed.");
    }

    static Conversation conversation(ResultSet row) throws SQLException {
        return new Conversation(
                row.getLong("id"),
                row.getString("title"),
                Sql.time(row, "started_at"),
                Sql.time(row, "changed_at"),
                row.getInt("messages"));
    }

    @Override
    public List<Found> search(String query, int limit) {
        List<String> words = Words.distinct(query, SEARCH_WORDS);
        if (words.isEmpty() || limit < 1) return List.of();
        String match = Words.everyPrefix(words);
        return database.read(sql -> {
            Map<Long, Found> found = new LinkedHashMap<>();
            // One or two letters match half of everything; the newest are as good as any and need no ranking.
            boolean vague = words.stream().allMatch(word -> word.length() < 3);
            titles(sql, match, limit, found);
            messages(sql, match, vague ? "message_words.rowid DESC" : "message_words.rank", words, limit, found);
            return found.values().stream().limit(limit).toList();
        });
    }

    private static void titles(Sql sql, String match, int limit, Map<Long, Found> found) throws SQLException {
        sql.visit(
                "SELECT " + COLUMNS + " FROM title_words JOIN conversation c ON c.id = title_words.rowid"
                        + " WHERE title_words MATCH ? AND " + LISTED + " ORDER BY title_words.rank, c.id DESC LIMIT ?",
                row -> {
                    Conversation conversation = conversation(row);
                    found.put(conversation.id(), new Found(conversation, conversation.title(), Optional.empty()));
                    return true;
                },
                match,
                limit);
    }

    private static void messages(
            Sql sql, String match, String order, List<String> words, int limit, Map<Long, Found> found)
            throws SQLException {
        sql.visit(
                "SELECT " + COLUMNS + ", m.id AS message, m.text FROM message_words"
                        + " JOIN message m ON m.id = message_words.rowid JOIN conversation c ON c.id = m.conversation_id"
                        + " WHERE message_words MATCH ? AND " + LISTED + " ORDER BY " + order,
                row -> {
                    Conversation conversation = conversation(row);
                    Found before = found.get(conversation.id());
                    if (before == null || before.message().isEmpty()) {
                        found.put(
                                conversation.id(),
                                new Found(
                                        conversation,
                                        Words.excerpt(row.getString("text"), words, EXCERPT),
                                        Optional.of(MemoryId.message(row.getLong("message")))));
                    }
                    return found.size() < limit;
                },
                match);
    }

    @Override
    public void rename(long id, String title) {
        String line =
                Words.wellFormed(title).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        if (line.isEmpty()) {
            throw new MemoryException(
                    Reason.BAD_INPUT,
                    "A title needs at least one character. The old title was kept; type another one.");
        }
        database.write(sql -> {
            require(sql, id);
            String kept = Screen.of(sql).text(line);
            return sql.update("UPDATE conversation SET title = ? WHERE id = ?", kept, id);
        });
    }

    @Override
    public void delete(long id) {
        database.write(sql -> {
            if (sql.number("SELECT count(*) FROM conversation WHERE id = ?", id) == 0) throw noConversation(id);
            sql.update("UPDATE conversation SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL", now(), id);
            return Tellings.removeConversation(sql, id);
        });
    }

    @Override
    public void restore(long id) {
        database.write(sql -> {
            if (sql.number("SELECT count(*) FROM conversation WHERE id = ?", id) == 0) throw noConversation(id);
            sql.update("UPDATE conversation SET deleted_at = NULL WHERE id = ?", id);
            return Tellings.addConversation(sql, id);
        });
    }

    @Override
    public List<Message> messages(long id) {
        return database.read(sql -> {
            if (find(sql, id).isEmpty()) return List.of();
            return sql.list(MessageRow.NEWEST_BRANCH, MessageRow::read, id);
        });
    }

    @Override
    public void everyMessage(Consumer<Message> each) {
        long after = 0;
        while (true) {
            long from = after;
            List<Message> some = database.read(sql -> sql.list(MessageRow.AFTER, MessageRow::read, from, AT_ONCE));
            if (some.isEmpty()) return;
            some.forEach(each);
            after = some.getLast().id().number();
        }
    }

    @Override
    public Optional<Message> message(MemoryId id) {
        if (id.kind() != MemoryId.Kind.MESSAGE) return Optional.empty();
        return database.read(sql -> sql.first(MessageRow.BY_ID, MessageRow::read, id.number()));
    }

    @Override
    public Message say(long conversationId, String text) {
        String said = Words.wellFormed(text);
        return database.write(sql -> {
            String words = Screen.of(sql).text(said);
            Optional<String> told = Tellings.of(words);
            Conversation conversation = require(sql, conversationId);
            Instant now = later(conversation.changedAt());
            long id = sql.insert(
                    "INSERT INTO message (conversation_id, parent_id, role, text, said_at, state, told, told_key)"
                            + " VALUES (?, ?, 'user', ?, ?, 'complete', ?, ?)",
                    conversationId,
                    newest(sql, conversationId),
                    words,
                    now,
                    told.orElse(null),
                    told.map(Words::key).orElse(null));
            if (told.isPresent()) Tellings.add(sql, id);
            changed(sql, conversationId, now);
            if (conversation.title().isEmpty()) {
                sql.update("UPDATE conversation SET title = ? WHERE id = ?", Titles.of(words), conversationId);
            }
            return read(sql, id);
        });
    }

    @Override
    public AnswerDraft answer(long conversationId, List<MemoryId> given, String madeBy) {
        return database.write(sql -> {
            Conversation conversation = require(sql, conversationId);
            Long parent = newest(sql, conversationId);
            if (parent == null) {
                throw new MemoryException(
                        Reason.BAD_INPUT, "There is nothing to answer yet: the conversation has no message.");
            }
            Instant now = later(conversation.changedAt());
            long id = sql.insert(
                    "INSERT INTO message (conversation_id, parent_id, role, text, said_at, state, made_by, writer)"
                            + " VALUES (?, ?, 'assistant', '', ?, 'writing', ?, ?)",
                    conversationId,
                    parent,
                    now,
                    Words.wellFormed(madeBy),
                    writer);
            int position = 0;
            for (MemoryId memory : given) {
                sql.update(
                        "INSERT INTO memory_given (message_id, position, memory) VALUES (?, ?, ?)",
                        id,
                        position++,
                        memory.toString());
            }
            changed(sql, conversationId, now);
            return new SqliteAnswerDraft(database, id);
        });
    }

    private static void changed(Sql sql, long conversationId, Instant now) throws SQLException {
        sql.update("UPDATE conversation SET changed_at = ? WHERE id = ?", now, conversationId);
    }

    private static @Nullable Long newest(Sql sql, long conversationId) throws SQLException {
        long newest = sql.number("SELECT max(id) FROM message WHERE conversation_id = ?", conversationId);
        return newest == 0 ? null : newest;
    }

    static Message read(Sql sql, long id) throws SQLException {
        return sql.first(MessageRow.BY_ID, MessageRow::read, id)
                .orElseThrow(() -> new MemoryException(
                        Reason.BAD_INPUT, "There is no message m" + id + " any more. Nothing was changed."));
    }

    /// Time stands still rather than run backwards when the computer's clock was set back.
    private Instant later(Instant before) {
        Instant now = now();
        return now.isBefore(before) ? before : now;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.instant().toEpochMilli());
    }
}
