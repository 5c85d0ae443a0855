package keepsake.memory.index;

import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import keepsake.memory.erase.Traces;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;

/// The text index of one memory: kept in the database, derived from its messages. Threads: any.
public final class TextIndex implements Traces {
    /// Messages of one transaction: others wait for no longer than a moment, and a kill loses little.
    private static final int AT_ONCE = 2_000;

    private final Database database;
    private final ZoneId zone = ZoneId.systemDefault();
    private final ReentrantLock lock = new ReentrantLock();
    private final Places places = new Places();
    private final Coverage coverage = new Coverage(places);

    public TextIndex(Database database) {
        this.database = database;
    }

    /// Indexes what is new or changed; most often a few messages. After an import or an upgrade it may be all of them.
    ///
    /// @return how many messages were looked at
    public int catchUp() {
        if (database.read(sql -> sql.number("SELECT form FROM place_state")) != Terms.FORM) database.write(this::anew);
        int looked = 0;
        while (true) {
            List<Long> some = database.read(this::due);
            if (some.isEmpty()) return looked;
            database.write(sql -> {
                // Another process may have done it meanwhile.
                List<Long> due = due(sql);
                new IndexWriter(sql, zone).look(due);
                return due.size();
            });
            looked += some.size();
        }
    }

    private List<Long> due(Sql sql) throws SQLException {
        return sql.list("SELECT message FROM place_due ORDER BY message LIMIT " + AT_ONCE, row -> row.getLong(1));
    }

    private int anew(Sql sql) throws SQLException {
        for (String table : List.of("word", "word_place", "place", "place_words", "speaker", "place_due")) {
            sql.update("DELETE FROM " + table);
        }
        sql.update("INSERT INTO place_due (message) SELECT id FROM message WHERE state <> 'writing'");
        return sql.update("UPDATE place_state SET form = ?, places = 0, length = 0, changes = changes + 1", Terms.FORM);
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
        new IndexWriter(sql, zone).forget(messages);
    }

    /// Forgets what it holds in memory: where messages stood, which is no text.
    @Override
    public void afterwards() {}
}
