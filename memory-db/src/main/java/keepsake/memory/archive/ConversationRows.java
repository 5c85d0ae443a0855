package keepsake.memory.archive;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepsake.memory.Archive.Added;
import keepsake.memory.ArchivedConversation;
import keepsake.memory.ArchivedMessage;
import keepsake.memory.Message;
import keepsake.memory.conversation.Tellings;
import keepsake.memory.conversation.Titles;
import keepsake.memory.erase.Tombstones;
import keepsake.memory.never.Screen;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Words;
import org.jspecify.annotations.Nullable;

/// Writes archived conversations within one transaction, through the same triggers as everything else.
final class ConversationRows implements AutoCloseable {
    private static final String STALE = """
            SELECT id, external_key FROM message m WHERE conversation_id = ? AND NOT EXISTS
                (SELECT 1 FROM fact_source WHERE message_id = m.id) AND NOT EXISTS
                (SELECT 1 FROM identity_field WHERE message_id = m.id) ORDER BY id DESC""";

    private final Sql sql;
    private final Sql.Repeated findConversation;
    private final Sql.Repeated isDeleted;
    private final Tombstones tombstones;
    private final Screen screen;
    private final Sql.Repeated findMessage;
    private final Sql.Repeated addConversation;
    private final Sql.Repeated addMessage;
    private final Sql.Repeated addTelling;
    private final Sql.Repeated newestConversation;
    private final Sql.Repeated newestMessage;

    ConversationRows(Sql sql) throws SQLException {
        this.sql = sql;
        tombstones = Tombstones.of(sql);
        screen = Screen.of(sql);
        findConversation = sql.repeated("SELECT id FROM conversation WHERE origin = ? AND external_key = ?");
        isDeleted = sql.repeated("SELECT deleted_at IS NOT NULL FROM conversation WHERE id = ?");
        findMessage = sql.repeated("SELECT id FROM message WHERE conversation_id = ? AND external_key = ?");
        addConversation =
                sql.repeated("INSERT INTO conversation (id, origin, external_key, title, started_at, changed_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)");
        addMessage = sql.repeated(
                "INSERT INTO message (id, conversation_id, parent_id, external_key, role, speaker, text, said_at, trust,"
                        + " state, made_by, problem, told, told_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        addTelling = sql.repeated(Tellings.ADD);
        newestConversation = sql.repeated("SELECT seq FROM sqlite_sequence WHERE name = 'conversation'");
        newestMessage = sql.repeated("SELECT seq FROM sqlite_sequence WHERE name = 'message'");
    }

    /// Adds what is missing.
    ///
    /// @param messages those of the conversation to add now, parents before children
    Added add(ArchivedConversation conversation, List<PreparedMessage> messages) throws SQLException {
        long known = findConversation.number(conversation.origin(), conversation.key());
        if (known == 0) {
            if (messages.isEmpty()) return Added.NOTHING;
            long id = begin(conversation, messages);
            return new Added(1, addMissing(id, Novelty.ALL, messages), 0);
        }
        if (isDeleted.number(known) == 1) return new Added(0, 0, 1);
        int added = addMissing(known, Novelty.SOME, messages);
        int removed =
                conversation.revision() == ArchivedConversation.Revision.REPLACED ? removeStale(known, messages) : 0;
        if (added + removed > 0) {
            sql.update(
                    "UPDATE conversation SET changed_at = max(changed_at, ?) WHERE id = ?",
                    conversation.changedAt(),
                    known);
        }
        return added + removed > 0 ? new Added(0, added, 0) : new Added(0, 0, 1);
    }

    private long begin(ArchivedConversation conversation, List<PreparedMessage> messages) throws SQLException {
        long id = newestConversation.number() + 1;
        addConversation.update(
                id,
                conversation.origin(),
                conversation.key(),
                conversation.title().isBlank() ? title(messages) : Words.wellFormed(conversation.title()),
                conversation.startedAt(),
                conversation.changedAt());
        return id;
    }

    private static String title(List<PreparedMessage> messages) {
        return messages.stream()
                .filter(prepared -> prepared.message().role() == Message.Role.USER)
                .findFirst()
                .map(prepared -> Titles.of(prepared.text()))
                .orElse("");
    }

    /// Whether messages of the conversation can be there already.
    private enum Novelty {
        ALL,
        SOME
    }

    private int addMissing(long conversation, Novelty novelty, List<PreparedMessage> messages) throws SQLException {
        int added = 0;
        Map<String, Long> here = new HashMap<>();
        long id = newestMessage.number();
        for (PreparedMessage message : messages) {
            String key = message.key();
            long known = novelty == Novelty.SOME ? findMessage.number(conversation, key) : 0;
            if (known != 0 || here.containsKey(key)) continue;
            Long parent = parent(conversation, novelty, message.message(), here);
            if (tombstones.covers(message.text())) {
                // Erased for good: it does not come back, and what follows it follows what it followed.
                if (parent != null) here.put(key, parent);
                continue;
            }
            add(++id, conversation, parent, message.screened(screen));
            here.put(key, id);
            added++;
        }
        return added;
    }

    private @Nullable Long parent(long conversation, Novelty novelty, ArchivedMessage message, Map<String, Long> here)
            throws SQLException {
        Optional<String> key = message.parentKey().map(Words::wellFormed);
        if (key.isEmpty()) return null;
        Long added = here.get(key.get());
        if (added != null || novelty == Novelty.ALL) return added;
        long known = findMessage.number(conversation, key.get());
        return known == 0 ? null : known;
    }

    private void add(long id, long conversation, @Nullable Long parent, PreparedMessage prepared) throws SQLException {
        ArchivedMessage message = prepared.message();
        addMessage.update(
                id,
                conversation,
                parent,
                prepared.key(),
                message.role().id(),
                message.speaker().map(Words::wellFormed).orElse(null),
                prepared.text(),
                message.saidAt(),
                message.trust().id(),
                message.state().id(),
                message.madeBy().map(Words::wellFormed).orElse(null),
                message.problem().map(Words::wellFormed).orElse(null),
                prepared.told().orElse(null),
                prepared.toldKey().orElse(null));
        if (prepared.told().isPresent()) addTelling.update(id);
    }

    /// Takes out what is not in the conversation any more, children before parents. What a fact quotes stays, and with
    /// it what it follows.
    private int removeStale(long conversation, List<PreparedMessage> messages) throws SQLException {
        Set<String> current = new HashSet<>();
        for (PreparedMessage message : messages) current.add(message.key());
        List<Long> stale = new ArrayList<>();
        sql.visit(
                STALE,
                row -> {
                    if (!current.contains(row.getString("external_key"))) stale.add(row.getLong("id"));
                    return true;
                },
                conversation);
        int removed = 0;
        for (long id : stale) {
            if (sql.number("SELECT count(*) FROM message WHERE parent_id = ?", id) > 0) continue;
            sql.update("DELETE FROM telling WHERE message_id = ?", id);
            sql.update("DELETE FROM memory_given WHERE message_id = ?", id);
            removed += sql.update("DELETE FROM message WHERE id = ?", id);
        }
        return removed;
    }

    @Override
    public void close() throws SQLException {
        for (Sql.Repeated statement : List.of(
                findConversation,
                isDeleted,
                findMessage,
                addConversation,
                addMessage,
                addTelling,
                newestConversation,
                newestMessage)) statement.close();
    }
}
