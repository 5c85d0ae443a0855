package keepsake.memory.vector;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import keepsake.memory.Embedder;
import keepsake.memory.Embedding;
import keepsake.memory.MemoryException;
import keepsake.memory.sql.Database;

/// Everything about vectors in one memory: the index, the questions' vectors, the work that fills the gaps.
/// Threads: any.
public final class Vectors implements Embedding, AutoCloseable {
    /// A question is often asked twice: by the answer and by the panel that explains it.
    private static final int QUESTIONS = 16;

    /// Without the background thread, a question first embeds the newest messages, for so long and so many at most.
    private static final int NEWEST = 32;

    private static final Duration NEWEST_TIME = Duration.ofMillis(250);
    private static final int NEWEST_BATCH = 8;

    /// How long vectors are made before they are written, where somebody waits for all of them.
    private static final Duration AT_ONCE = Duration.ofMillis(300);

    private final Database database;
    private final VectorIndex index;
    private final Optional<Embedder> embedder;
    private final Optional<Backfill> backfill;
    private final Optional<BackfillThread> thread;
    private final Map<String, float[]> questions = new LinkedHashMap<>(QUESTIONS, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
            return size() > QUESTIONS;
        }
    };

    public Vectors(Database database, Optional<Embedder> embedder) {
        this.database = database;
        this.embedder = embedder;
        this.index = new VectorIndex(database);
        this.backfill = embedder.map(chosen -> new Backfill(database, chosen));
        this.thread = backfill.map(work -> new BackfillThread(work, index));
    }

    public VectorIndex index() {
        return index;
    }

    /// What [#query] needs in the database, to be done before the reading of one state of it begins. Where no
    /// background
    /// thread runs (a command), this embeds a few of the newest messages.
    public void prepareQuery(String text) {
        if (backfill.isEmpty() || text.isBlank() || known(text).isPresent()) return;
        Backfill work = backfill.get();
        try {
            if (!work.isAdopted()) work.adopt();
            if (thread.filter(BackfillThread::isStarted).isEmpty()) newest(work);
        } catch (MemoryException cannotWrite) {
            // A full or read-only disk: what has vectors is found all the same, if they are this model's.
        }
    }

    private Optional<float[]> known(String text) {
        synchronized (questions) {
            return Optional.ofNullable(questions.get(text));
        }
    }

    /// The vector of a question, to be given to [VectorIndex], after [#prepareQuery]; empty without a usable model. The
    /// first call loads the model.
    public Optional<float[]> query(String text) {
        if (backfill.isEmpty() || text.isBlank()) return Optional.empty();
        Optional<float[]> known = known(text);
        if (known.isPresent()) return known;
        if (!backfill.get().isAdopted()) return Optional.empty();
        Optional<float[]> vector = backfill.get().query(text);
        vector.ifPresent(made -> {
            synchronized (questions) {
                questions.put(text, made);
            }
        });
        return vector;
    }

    private static void newest(Backfill work) {
        long end = System.nanoTime() + NEWEST_TIME.toNanos();
        int left = NEWEST;
        while (left > 0 && System.nanoTime() < end) {
            int made = work.batch(Math.min(left, NEWEST_BATCH));
            if (made == 0) return;
            left -= made;
        }
    }

    @Override
    public Optional<String> model() {
        return embedder.map(Embedder::model);
    }

    @Override
    public Progress progress() {
        return database.read(sql -> {
            long done = EmbeddingTable.current(sql)
                    .map(EmbeddingTable.Current::embedded)
                    .orElse(0L);
            return new Progress(done, done + EmbeddingTable.waiting(sql));
        });
    }

    @Override
    public Optional<String> notice() {
        return backfill.flatMap(Backfill::notice);
    }

    @Override
    public void start() {
        thread.ifPresent(BackfillThread::start);
    }

    @Override
    public void pause() {
        thread.ifPresent(BackfillThread::pause);
    }

    @Override
    public void resume() {
        thread.ifPresent(BackfillThread::resume);
    }

    @Override
    public void holdOff(Duration time) {
        thread.ifPresent(running -> running.holdOff(time));
    }

    @Override
    public Progress complete(Consumer<Progress> progress, BooleanSupplier stop) {
        if (backfill.isEmpty()) return progress();
        backfill.get().adopt();
        Progress now = progress();
        progress.accept(now);
        while (!stop.getAsBoolean() && backfill.get().batches(AT_ONCE) > 0) {
            now = progress();
            progress.accept(now);
        }
        if (!stop.getAsBoolean()) index.follow();
        index.save();
        return progress();
    }

    /// Stops the background thread after its batch, and writes the index where that saves time later;
    /// closes the embedder.
    @Override
    public void close() {
        thread.ifPresent(BackfillThread::close);
        index.save();
        index.close();
        embedder.ifPresent(Embedder::close);
    }
}
