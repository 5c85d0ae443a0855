package keepsake.memory.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;

/// The open file: one writing connection, used by one thread at a time, and a few reading ones.
///
/// Readers see the last commit and never wait for the writer (WAL). Threads: any. A piece of work must not start
/// another one on the same database: it would wait for itself.
public final class Database implements AutoCloseable {
    /// More than two threads rarely read at once: the window and a recall.
    private static final int READERS = 3;

    private final Path file;
    private final Connection writer;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock pool = new ReentrantLock();
    private final Condition returned = pool.newCondition();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private volatile boolean closed;

    private Database(Path file, Connection writer) {
        this.file = file;
        this.writer = writer;
    }

    /// Opens or creates `directory/keepsake.db` and brings it to the newest schema.
    public static Database open(Path directory) {
        return open(directory, Migrations.SHIPPED);
    }

    /// For tests of migrations.
    public static Database open(Path directory, Migrations migrations) {
        Path file = DatabaseFile.prepare(directory);
        refuseDamagedJournal(file);
        Connection writer = DatabaseFile.connect(file);
        Database database = new Database(file, writer);
        try {
            migrations.apply(writer, file);
            for (int i = 0; i < READERS; i++) database.idle.add(DatabaseFile.connectReader(file));
            return database;
        } catch (SQLException e) {
            database.close();
            throw Failures.sentence(e, file);
        } catch (IOException e) {
            database.close();
            throw Failures.sentence(e, file);
        } catch (MemoryException e) {
            database.close();
            throw e;
        }
    }

    /// SQLite would leave out what is behind the damage without a word.
    private static void refuseDamagedJournal(Path file) {
        try {
            if (!Journal.isDamaged(file)) return;
        } catch (IOException e) {
            throw Failures.sentence(e, file);
        }
        throw new MemoryException(
                Reason.DAMAGED,
                "The journal of '" + file + "' is damaged: the last things you said in it cannot be read as they are."
                        + " Nothing was changed. Run 'keepsake doctor --repair' to save what can be saved.");
    }

    public Path file() {
        return file;
    }

    /// Work on the database. May throw [MemoryException] to refuse; then nothing is changed.
    public interface Work<T> {
        T run(Sql sql) throws SQLException;
    }

    /// Runs `work` in one transaction and returns when it is on disk. Nothing is changed when it throws.
    public <T> T write(Work<T> work) {
        writing.lock();
        try {
            refuseWhenClosed();
            return inTransaction(writer, "BEGIN IMMEDIATE", work);
        } catch (SQLException e) {
            throw Failures.sentence(e, file);
        } finally {
            writing.unlock();
        }
    }

    /// Runs `work` on one consistent state of the file.
    public <T> T read(Work<T> work) {
        Connection reader = borrow();
        try {
            return inTransaction(reader, "BEGIN", work);
        } catch (SQLException e) {
            throw Failures.sentence(e, file);
        } catch (IllegalArgumentException senseless) {
            // SQLite has no checksums: a page of another kind reads as rows that cannot be.
            throw Failures.damaged(file, senseless);
        } finally {
            giveBack(reader);
        }
    }

    /// As [#read], on a connection of its own that remembers nothing. FTS5 judges an index by the structure that a
    /// connection remembers: after another one changed it, an integrity check finds damage that is not there.
    public <T> T readAnew(Work<T> work) {
        refuseWhenClosed();
        try (Connection reader = DatabaseFile.connectReader(file)) {
            return inTransaction(reader, "BEGIN", work);
        } catch (SQLException e) {
            throw Failures.sentence(e, file);
        }
    }

    /// Runs `work` outside a transaction, while nothing else in this process reads or writes: for what SQLite refuses
    /// inside one, such as rewriting the file.
    public <T> T alone(Work<T> work) {
        writing.lock();
        try {
            refuseWhenClosed();
            awaitReaders();
            try {
                return work.run(new Sql(writer));
            } finally {
                pool.unlock();
            }
        } catch (SQLException e) {
            throw Failures.sentence(e, file);
        } finally {
            writing.unlock();
        }
    }

    /// Holds the pool when it returns, so that nobody can borrow.
    private void awaitReaders() {
        pool.lock();
        while (idle.size() < READERS) returned.awaitUninterruptibly();
    }

    private static <T> T inTransaction(Connection connection, String begin, Work<T> work) throws SQLException {
        Sql sql = new Sql(connection);
        sql.script(begin);
        boolean done = false;
        try {
            T result = work.run(sql);
            sql.script("COMMIT");
            done = true;
            return result;
        } finally {
            if (!done) rollBack(sql);
        }
    }

    private static void rollBack(Sql sql) {
        try {
            sql.script("ROLLBACK");
        } catch (SQLException alreadyRolledBack) {
            // SQLite rolls back by itself after a full disk or an I/O error; the first failure is the one to report.
        }
    }

    private Connection borrow() {
        pool.lock();
        try {
            while (true) {
                refuseWhenClosed();
                Connection reader = idle.poll();
                if (reader != null) return reader;
                returned.awaitUninterruptibly();
            }
        } finally {
            pool.unlock();
        }
    }

    private void giveBack(Connection reader) {
        pool.lock();
        try {
            // The one used last remembers the most pages.
            idle.addFirst(reader);
            returned.signalAll();
        } finally {
            pool.unlock();
        }
        if (closed) closeIdle();
    }

    private void refuseWhenClosed() {
        if (closed) {
            throw new MemoryException(
                    Reason.FAILED, "The memory is closed. What was kept before is safe; start Keepsake again.");
        }
    }

    @Override
    public void close() {
        writing.lock();
        try {
            if (closed) return;
            closed = true;
            closeIdle();
            writer.close();
        } catch (SQLException e) {
            throw Failures.sentence(e, file);
        } finally {
            writing.unlock();
        }
    }

    private void closeIdle() {
        pool.lock();
        try {
            for (Connection reader = idle.poll(); reader != null; reader = idle.poll()) reader.close();
            returned.signalAll();
        } catch (SQLException e) {
            throw Failures.sentence(e, file);
        } finally {
            pool.unlock();
        }
    }
}
