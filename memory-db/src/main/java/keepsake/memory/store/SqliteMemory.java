package keepsake.memory.store;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import keepsake.memory.Archive;
import keepsake.memory.Conversations;
import keepsake.memory.Embedder;
import keepsake.memory.Embedding;
import keepsake.memory.Facts;
import keepsake.memory.Identity;
import keepsake.memory.Memory;
import keepsake.memory.MemoryException;
import keepsake.memory.Recall;
import keepsake.memory.archive.SqliteArchive;
import keepsake.memory.conversation.SqliteConversations;
import keepsake.memory.fact.SqliteFacts;
import keepsake.memory.identity.SqliteIdentity;
import keepsake.memory.recall.SqliteRecall;
import keepsake.memory.sql.Checkup;
import keepsake.memory.sql.Database;
import keepsake.memory.vector.Vectors;

/// The memory in one SQLite file. Threads: any.
public final class SqliteMemory implements Memory {
    private final Database database;
    private final SqliteConversations conversations;
    private final SqliteFacts facts;
    private final SqliteRecall recall;
    private final SqliteIdentity identity;
    private final Vectors vectors;
    private final SqliteArchive archive;

    private final AtomicBoolean closed = new AtomicBoolean();

    private SqliteMemory(
            Database database, SqliteConversations conversations, InstantSource clock, Optional<Embedder> embedder) {
        this.database = database;
        this.conversations = conversations;
        this.facts = new SqliteFacts(database, clock);
        this.recall = new SqliteRecall(database, clock);
        this.identity = new SqliteIdentity(database, clock);
        this.vectors = new Vectors(database, embedder);
        this.archive = new SqliteArchive(database);
    }

    /// See [Memory#open].
    public static Memory open(Path directory, InstantSource clock, Optional<Embedder> embedder) {
        Database database = Database.open(directory);
        try {
            return new SqliteMemory(database, SqliteConversations.open(database, clock), clock, embedder);
        } catch (MemoryException e) {
            database.close();
            throw e;
        }
    }

    @Override
    public Conversations conversations() {
        return conversations;
    }

    @Override
    public Facts facts() {
        return facts;
    }

    @Override
    public Recall recall() {
        return recall;
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public Embedding embedding() {
        return vectors;
    }

    @Override
    public Archive archive() {
        return archive;
    }

    @Override
    public Health check() {
        return Checkup.of(database);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) return;
        try (database;
                conversations) {
            vectors.close();
        }
    }
}
