package keepsake.memory.store;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import keepsake.memory.Archive;
import keepsake.memory.Conversations;
import keepsake.memory.DerivedFiles;
import keepsake.memory.Embedder;
import keepsake.memory.Embedding;
import keepsake.memory.Entities;
import keepsake.memory.Erasure;
import keepsake.memory.Facts;
import keepsake.memory.Identity;
import keepsake.memory.Links;
import keepsake.memory.Memory;
import keepsake.memory.MemoryException;
import keepsake.memory.NeverStore;
import keepsake.memory.Recall;
import keepsake.memory.RecallLog;
import keepsake.memory.Reflection;
import keepsake.memory.Retention;
import keepsake.memory.archive.SqliteArchive;
import keepsake.memory.conversation.SqliteConversations;
import keepsake.memory.erase.DerivedTraces;
import keepsake.memory.erase.SqliteErasure;
import keepsake.memory.erase.Traces;
import keepsake.memory.fact.SqliteFacts;
import keepsake.memory.identity.SqliteIdentity;
import keepsake.memory.index.TextIndex;
import keepsake.memory.link.LinkStep;
import keepsake.memory.link.LinkTraces;
import keepsake.memory.link.SqliteEntities;
import keepsake.memory.link.SqliteLinks;
import keepsake.memory.link.SqliteRecallLog;
import keepsake.memory.never.SqliteNeverStore;
import keepsake.memory.recall.SqliteRecall;
import keepsake.memory.reflect.ReflectionTraces;
import keepsake.memory.reflect.SqliteReflection;
import keepsake.memory.retention.SqliteRetention;
import keepsake.memory.sql.Checkup;
import keepsake.memory.sql.Database;
import keepsake.memory.thinking.ModelThoughts;
import keepsake.memory.vector.Vectors;

/// The memory in one SQLite file. Threads: any.
public final class SqliteMemory implements Memory {
    private final Database database;
    private final SqliteConversations conversations;
    private final SqliteFacts facts;
    private final SqliteRecall recall;
    private final SqliteIdentity identity;
    private final Vectors vectors;
    private final TextIndex index;
    private final SqliteArchive archive;
    private final SqliteErasure erasure;
    private final SqliteNeverStore neverStore;
    private final SqliteRetention retention;
    private final SqliteEntities entities;
    private final SqliteLinks links;
    private final SqliteRecallLog recallLog;
    private final SqliteReflection reflection;

    private final AtomicBoolean closed = new AtomicBoolean();

    private SqliteMemory(
            Database database,
            SqliteConversations conversations,
            SqliteErasure erasure,
            Vectors vectors,
            TextIndex index,
            InstantSource clock) {
        this.database = database;
        this.conversations = conversations;
        this.erasure = erasure;
        this.neverStore = new SqliteNeverStore(database, clock);
        this.retention = new SqliteRetention(database, clock, erasure);
        this.facts = new SqliteFacts(database, clock);
        this.recall = new SqliteRecall(index, vectors, clock);
        this.identity = new SqliteIdentity(database, clock);
        this.vectors = vectors;
        this.index = index;
        this.archive = new SqliteArchive(database);
        this.entities = new SqliteEntities(database, clock);
        this.links = new SqliteLinks(database, clock);
        this.recallLog = new SqliteRecallLog(database, clock);
        this.reflection = new SqliteReflection(
                database,
                clock,
                Optional.of(model -> new ModelThoughts(model, ZoneId.systemDefault())),
                Optional.of(new LinkStep(clock)));
    }

    /// See [Memory#open].
    public static Memory open(
            Path directory, InstantSource clock, Optional<Embedder> embedder, List<DerivedFiles> derived) {
        Database database = Database.open(directory);
        try {
            Vectors vectors = new Vectors(database, embedder);
            // Parts of the memory that keep something of messages elsewhere register here.
            List<Traces> traces = new ArrayList<>();
            TextIndex index = new TextIndex(database);
            traces.add(index);
            traces.add(new ReflectionTraces());
            traces.add(new VectorTraces(vectors.index()));
            traces.add(new LinkTraces(clock));
            for (DerivedFiles files : derived) traces.add(new DerivedTraces(files));
            SqliteErasure erasure = new SqliteErasure(database, clock, traces);
            erasure.resume();
            return new SqliteMemory(
                    database, SqliteConversations.open(database, clock), erasure, vectors, index, clock);
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
    public Erasure erasure() {
        return erasure;
    }

    @Override
    public NeverStore neverStore() {
        return neverStore;
    }

    @Override
    public Retention retention() {
        return retention;
    }

    @Override
    public Entities entities() {
        return entities;
    }

    @Override
    public Links links() {
        return links;
    }

    @Override
    public RecallLog recallLog() {
        return recallLog;
    }

    @Override
    public Reflection reflection() {
        return reflection;
    }

    @Override
    public Counts counts() {
        return database.read(sql -> new Counts(
                sql.number("SELECT coalesce(sum(messages), 0) FROM conversation WHERE deleted_at IS NULL"),
                vectors.progress().done(),
                sql.number("SELECT count(*) FROM fact WHERE status = 'active'"),
                SqliteReflection.count(sql)));
    }

    @Override
    public Health check() {
        Health health = Checkup.of(database);
        if (!health.ok() || erasure.pending().isEmpty()) return health;
        List<String> findings = new ArrayList<>(health.findings());
        findings.add("Something you erased still has traces in the files; they go at the next start when no other"
                + " Keepsake has the memory open and the disk has room.");
        return new Health(false, List.copyOf(findings));
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) return;
        try (database;
                conversations) {
            index.close();
            vectors.close();
        }
    }
}
