package keepsake.runtime.streaming;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import keepsake.runtime.saved.ExpertUse;
import keepsake.runtime.streaming.BetweenRuns.Place;

/// Counts which experts this user's conversations use, and remembers it for the next start. Threads: one answer at a
/// time, under the engine's lock.
final class SavedUse {
    private static final long BETWEEN_WRITES_NANOS = 60_000_000_000L;

    /// Counts that belong to a place: when that is forgotten, so are they.
    private record Counting(Place place, ExpertUse use) {}

    private final BetweenRuns kept;
    private final GraphHook hook;
    private final ReentrantLock turn;
    private final int layers;
    private final int experts;
    private Optional<Counting> counting = Optional.empty();
    private long lastWrite = System.nanoTime();

    /// @param layers  of the model
    /// @param experts per layer
    SavedUse(BetweenRuns kept, GraphHook hook, ReentrantLock turn, int layers, int experts) {
        this.kept = kept;
        this.hook = hook;
        this.turn = turn;
        this.layers = layers;
        this.experts = experts;
    }

    /// The uses of earlier runs; none when nothing is known. Reads the disk.
    ExpertUse earlier() {
        return kept.place().map(this::read).orElseGet(this::none);
    }

    /// Before an answer: counts its uses.
    void begin() {
        Optional<Place> place = kept.place();
        if (place.isEmpty()) return;
        if (counting.isPresent() && counting.get().place().equals(place.get())) return;
        start(place.get());
    }

    private void start(Place place) {
        ExpertUse use = none();
        counting = Optional.of(new Counting(place, use));
        hook.countUses(use);
    }

    /// After an answer: writes now and then.
    void answered() {
        if (System.nanoTime() - lastWrite < BETWEEN_WRITES_NANOS) return;
        lastWrite = System.nanoTime();
        kept.run(this::write);
    }

    /// Adds what was counted to what is kept.
    void write() {
        Optional<Counting> done = take();
        if (done.isEmpty() || done.get().use().ranked().isEmpty()) return;
        Place place = done.get().place();
        try {
            ExpertUse all = read(place);
            all.add(done.get().use());
            all.write(place.generation(), place.model());
        } catch (IOException full) {
            // forgotten meanwhile, or a full disk: counting goes on
        }
    }

    private Optional<Counting> take() {
        turn.lock();
        try {
            Optional<Counting> done = counting;
            done.ifPresent(counted -> start(counted.place()));
            return done;
        } finally {
            turn.unlock();
        }
    }

    private ExpertUse read(Place place) {
        try {
            return ExpertUse.read(place.generation(), place.model(), layers, experts)
                    .orElseGet(this::none);
        } catch (IOException unreadable) {
            return none();
        }
    }

    private ExpertUse none() {
        return new ExpertUse(layers, experts);
    }
}
