package keepsake.memory.index;

import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import keepsake.memory.erase.Traces;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;

/// The text index of one memory: kept in the database, derived from its messages. Threads: any.
public final class TextIndex implements Traces, AutoCloseable {
    private final Database database;
    private final CatchUp catchUp;
    private final ReentrantLock lock = new ReentrantLock();
    private final Places places = new Places();
    private final Coverage coverage = new Coverage(places);

    public TextIndex(Database database) {
        this.database = database;
        this.catchUp = new CatchUp(database, ZoneId.systemDefault());
    }

    /// Indexes what is new or changed; most often a few messages. After an import or an upgrade it may be all of them.
    ///
    /// @return how many messages were looked at
    public int catchUp() {
        return catchUp.all();
    }

    /// As [#catchUp] when it takes no longer than a person notices. Else it goes on by itself, and for now there are
    /// messages that this index does not find.
    ///
    /// @return whether everything is indexed
    public boolean catchUpSoon() {
        return catchUp.soon();
    }

    /// Work on the index as it is now. One question at a time.
    public interface Work<T> {
        T run(Sql sql, Places places, Coverage coverage) throws SQLException;
    }

    /// Runs `work` on one consistent state of messages and index.
    public <T> T read(Work<T> work) {
        lock.lock();
        try {
            return database.read(sql -> {
                places.follow(sql);
                return work.run(sql, places, coverage);
            });
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void forget(Sql sql, Collection<Long> messages, Collection<Long> facts) throws SQLException {
        try (IndexWriter writer = new IndexWriter(sql)) {
            writer.forget(messages);
        }
    }

    /// Forgets what it holds in memory: where messages stood, which is no text.
    @Override
    public void afterwards() {}

    /// Ends the work in the background after what it is writing; the next question goes on with it.
    @Override
    public void close() {
        catchUp.close();
    }
}
