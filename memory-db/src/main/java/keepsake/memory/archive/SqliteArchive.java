package keepsake.memory.archive;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import keepsake.memory.Archive;
import keepsake.memory.ArchivedConversation;
import keepsake.memory.MemoryId;
import keepsake.memory.sql.Database;

/// The archive in SQLite. Threads: any.
public final class SqliteArchive implements Archive {
    private final Database database;

    public SqliteArchive(Database database) {
        this.database = database;
    }

    @Override
    public Added add(ArchivedConversation conversation) {
        ConversationBatch batch = new ConversationBatch(database);
        batch.add(conversation);
        return batch.commit();
    }

    @Override
    public Batch batch() {
        return new ConversationBatch(database);
    }

    @Override
    public Optional<Known> find(String origin, String key) {
        return database.read(sql -> {
            long id = sql.number(
                    "SELECT id FROM conversation WHERE origin = ? AND external_key = ? AND deleted_at IS NULL",
                    origin,
                    key);
            if (id == 0) return Optional.empty();
            Map<String, MemoryId> messages = new HashMap<>();
            sql.visit(
                    "SELECT id, external_key FROM message WHERE conversation_id = ?",
                    row -> {
                        messages.put(row.getString("external_key"), MemoryId.message(row.getLong("id")));
                        return true;
                    },
                    id);
            return Optional.of(new Known(id, messages));
        });
    }
}
