package keepsake.memory.index;

import java.sql.SQLException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keepsake.memory.MemoryException;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;

/// Indexes what is due. A few messages in one go; many in batches, one of which is read and taken apart while the one
/// before it is written. A batch is one transaction: a kill loses it at most, and it is due again. Threads: any; one
/// works at a time.
final class CatchUp implements AutoCloseable {
    /// Indexed before a question is answered: some 50 ms.
    private static final int SOON = 256;

    /// Messages of one batch. Words come in the table's order, so more at a time is less to write; others wait for the
    /// writing, about a second.
    private static final int MESSAGES = 16_384;

    /// Characters of a batch, two of which are in memory at once.
    private static final long CHARACTERS = 16_000_000;

    /// Taken apart by one thread at a time.
    private static final int PART = 256;

    /// SQLite's own two megabytes would write pages out and read them again several times a batch.
    private static final int CACHE_KIB = 48_000;

    private final Database database;
    private final ZoneId zone;
    private final ReentrantLock working = new ReentrantLock();
    private final ReentrantLock starting = new ReentrantLock();
    private CompletableFuture<Void> background = CompletableFuture.completedFuture(null);
    private volatile boolean closed;

    CatchUp(Database database, ZoneId zone) {
        this.database = database;
        this.zone = zone;
    }

    /// Indexes everything.
    ///
    /// @return how many messages were looked at
    int all() {
        working.lock();
        try {
            beginAnew();
            int looked = few();
            while (!closed) {
                int more = batches();
                if (more == 0) return looked;
                looked += more;
            }
            return looked;
        } finally {
            working.unlock();
        }
    }

    /// Indexes a few messages, or starts to index many.
    ///
    /// @return whether everything is indexed
    boolean soon() {
        boolean anew = database.read(CatchUp::isOfOtherForm);
        long due = database.read(sql -> anew ? messages(sql) : due(sql));
        if (due == 0) return true;
        if (due <= SOON && working.tryLock()) {
            try {
                beginAnew();
                few();
                return true;
            } finally {
                working.unlock();
            }
        }
        start();
        return false;
    }

    private void start() {
        starting.lock();
        try {
            if (closed || !background.isDone()) return;
            CompletableFuture<Void> done = new CompletableFuture<>();
            background = done;
            Thread.ofPlatform().name("keepsake-index").daemon().start(() -> {
                try {
                    all();
                } catch (MemoryException closedOrFull) {
                    // What is missing is due, and the next question begins again.
                } finally {
                    done.complete(null);
                }
            });
        } finally {
            starting.unlock();
        }
    }

    private static long due(Sql sql) throws SQLException {
        return sql.number("SELECT count(*) FROM (SELECT 1 FROM place_due LIMIT " + (SOON + 1) + ")");
    }

    private static long messages(Sql sql) throws SQLException {
        return sql.number("SELECT count(*) FROM (SELECT 1 FROM message LIMIT " + (SOON + 1) + ")");
    }

    private static boolean isOfOtherForm(Sql sql) throws SQLException {
        return sql.number("SELECT form FROM place_state") != Terms.FORM;
    }

    private void beginAnew() {
        if (database.read(CatchUp::isOfOtherForm)) database.write(CatchUp::anew);
    }

    private static int anew(Sql sql) throws SQLException {
        for (String table : List.of("word", "word_place", "place", "place_words", "speaker", "place_due")) {
            sql.update("DELETE FROM " + table);
        }
        sql.update("INSERT INTO place_due (message) SELECT id FROM message WHERE state <> 'writing'");
        return sql.update("UPDATE place_state SET form = ?, places = 0, length = 0, changes = changes + 1", Terms.FORM);
    }

    /// Indexes what is due, when that is little.
    private int few() {
        long due = database.read(CatchUp::due);
        if (due == 0 || due > SOON) return 0;
        return database.write(sql -> {
            List<DueMessage> some = DueMessage.some(sql, 0, SOON, CHARACTERS);
            try (IndexWriter writer = new IndexWriter(sql)) {
                writer.look(some, new Terms(), zone);
            }
            return some.size();
        });
    }

    private record Batch(List<Reading> readings) {
        long last() {
            return readings.getLast().message().id();
        }
    }

    private int batches() {
        Terms terms = new Terms();
        int looked = 0;
        Batch batch = batch(0, terms);
        while (!batch.readings().isEmpty() && !closed) {
            Batch now = batch;
            CompletableFuture<Batch> next = CompletableFuture.supplyAsync(() -> batch(now.last(), terms));
            try {
                looked += database.write(sql -> write(sql, now));
            } finally {
                batch = joined(next);
            }
        }
        return looked;
    }

    private static Batch joined(CompletableFuture<Batch> next) {
        try {
            return next.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) throw cause;
            throw failed;
        }
    }

    private Batch batch(long after, Terms terms) {
        List<DueMessage> due = database.read(sql -> DueMessage.some(sql, after, MESSAGES, CHARACTERS));
        int parts = (due.size() + PART - 1) / PART;
        return new Batch(IntStream.range(0, parts)
                .parallel()
                .mapToObj(part -> due.subList(part * PART, Math.min(due.size(), (part + 1) * PART)))
                .flatMap(part -> read(part, terms))
                .toList());
    }

    private Stream<Reading> read(List<DueMessage> part, Terms terms) {
        return part.stream().map(message -> Reading.of(message, terms, zone));
    }

    private int write(Sql sql, Batch batch) throws SQLException {
        long usualCache = sql.number("PRAGMA cache_size");
        sql.script("PRAGMA cache_size = -" + CACHE_KIB);
        // Another process may have done it meanwhile, and a text may have changed: then it is read again.
        Map<Long, Reading> readings = HashMap.newHashMap(batch.readings().size());
        for (Reading reading : batch.readings()) readings.put(reading.message().id(), reading);
        long first = batch.readings().getFirst().message().id();
        int[] looked = {0};
        try (IndexWriter writer = new IndexWriter(sql)) {
            List<DueMessage> now = DueMessage.between(sql, first, batch.last());
            for (DueMessage message : now) {
                Reading reading = readings.get(message.id());
                if (reading == null || !reading.message().equals(message)) continue;
                writer.put(reading);
                looked[0]++;
            }
            writer.finish();
        } finally {
            sql.script("PRAGMA cache_size = " + usualCache);
        }
        return looked[0];
    }

    @Override
    public void close() {
        CompletableFuture<Void> last;
        starting.lock();
        try {
            closed = true;
            last = background;
        } finally {
            starting.unlock();
        }
        last.join();
    }
}
