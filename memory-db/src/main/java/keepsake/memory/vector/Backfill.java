package keepsake.memory.vector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepsake.memory.Embedder;
import keepsake.memory.sql.Database;
import keepsake.memory.vector.EmbeddingTable.Current;

/// Makes the vectors that are missing, a small batch at a time. A batch is one transaction: a kill loses the batch at
/// most, and it is made again. Threads: one at a time computes; others wait for it.
final class Backfill {
    /// One batch: so small that whoever wants the processor waits a fraction of a second.
    private static final int ROWS = 32;

    private static final int CHARACTERS = 8_000;

    /// Of one transaction, when the embedder is that fast.
    private static final int ROWS_AT_ONCE = 2_048;

    private final Database database;
    private final Embedder embedder;
    private final String model;
    private volatile Optional<String> notice = Optional.empty();
    private volatile boolean adopted;

    Backfill(Database database, Embedder embedder) {
        this.database = database;
        this.embedder = embedder;
        this.model = embedder.model() + "+" + EmbeddedText.FORM;
    }

    /// Why it does nothing any more, for a person. Text search goes on; the next start tries again.
    Optional<String> notice() {
        return notice;
    }

    /// Makes the embedder's model the one whose vectors count, unless it is.
    Current adopt() {
        Optional<Current> current = database.read(EmbeddingTable::current);
        if (current.isEmpty() || !current.get().name().equals(model)) {
            database.write(sql -> {
                EmbeddingTable.adopt(sql, model, embedder.dimensions());
                return true;
            });
            current = database.read(EmbeddingTable::current);
        }
        adopted = true;
        return current.orElseThrow();
    }

    boolean isAdopted() {
        return adopted;
    }

    /// Embeds the newest that have no vector, `limit` at most.
    ///
    /// @return how many were looked at; 0 when it is empty or the embedder is broken
    synchronized int batch(int limit) {
        return batches(Math.min(limit, ROWS), Duration.ZERO);
    }

    /// As [#batch], but batch after batch for some time, in one transaction: for who waits for all of them.
    synchronized int batches(Duration time) {
        return batches(ROWS_AT_ONCE, time);
    }

    private int batches(int limit, Duration time) {
        if (notice.isPresent()) return 0;
        Current current = adopt();
        List<DueRow> due = database.read(sql -> DueRow.newest(sql, limit));
        if (due.isEmpty()) return 0;
        long end = System.nanoTime() + time.toNanos();
        List<Optional<float[]>> vectors = new ArrayList<>();
        try {
            do {
                vectors.addAll(vectors(some(due.subList(vectors.size(), due.size()))));
            } while (vectors.size() < due.size() && System.nanoTime() < end);
        } catch (Embedder.Unavailable broken) {
            notice = Optional.of(String.valueOf(broken.getMessage()));
        }
        if (vectors.isEmpty()) return 0;
        return database.write(sql -> {
            for (int i = 0; i < vectors.size(); i++) {
                DueRow row = due.get(i);
                Optional<DueRow> now = DueRow.again(sql, row.id());
                // Changed while it was computed: it is queued again, or gone.
                if (now.isPresent() && !now.get().equals(row)) continue;
                if (!DueRow.done(sql, row.id())) continue;
                Optional<float[]> vector = vectors.get(i);
                if (now.isPresent() && vector.isPresent()) {
                    EmbeddingTable.replace(sql, row.id(), current.id(), ByteVector.of(vector.get()));
                }
            }
            return vectors.size();
        });
    }

    private static List<DueRow> some(List<DueRow> due) {
        int characters = 0;
        int rows = 0;
        while (rows < Math.min(due.size(), ROWS) && (rows == 0 || characters < CHARACTERS)) {
            characters += due.get(rows++).text().map(String::length).orElse(0);
        }
        return due.subList(0, rows);
    }

    private List<Optional<float[]>> vectors(List<DueRow> due) {
        List<String> texts = due.stream().flatMap(row -> row.text().stream()).toList();
        List<Optional<float[]>> made = made(texts);
        List<Optional<float[]>> vectors = new ArrayList<>();
        int next = 0;
        for (DueRow row : due) vectors.add(row.text().isPresent() ? made.get(next++) : Optional.empty());
        return vectors;
    }

    /// One text that the model cannot take must not keep all older ones from their vectors.
    private List<Optional<float[]>> made(List<String> texts) {
        if (texts.isEmpty()) return List.of();
        try {
            return embedder.passages(texts).stream().map(Optional::of).toList();
        } catch (Embedder.Unavailable first) {
            List<Optional<float[]>> made = new ArrayList<>();
            int failed = 0;
            for (String text : texts) {
                try {
                    made.add(Optional.of(embedder.passages(List.of(text)).getFirst()));
                } catch (Embedder.Unavailable again) {
                    made.add(Optional.empty());
                    failed++;
                }
            }
            if (failed == texts.size()) embedder.passages(List.of("a")); // throws when it is the model, not the text
            return made;
        }
    }

    /// The vector of a question; empty when the embedder is broken.
    Optional<float[]> query(String text) {
        if (notice.isPresent()) return Optional.empty();
        try {
            return Optional.of(embedder.query(text));
        } catch (Embedder.Unavailable broken) {
            notice = Optional.of(String.valueOf(broken.getMessage()));
            return Optional.empty();
        }
    }
}
