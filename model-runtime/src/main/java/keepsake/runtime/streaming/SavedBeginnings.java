package keepsake.runtime.streaming;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import keepsake.runtime.residency.SystemMemory;
import keepsake.runtime.saved.PromptStates;
import keepsake.runtime.streaming.BetweenRuns.Place;

/// Keeps the evaluated beginning of prompts from one run to the next. Restoring is part of an answer; keeping happens
/// after it, on another thread. Threads: one answer at a time, under the engine's lock.
final class SavedBeginnings {
    /// A shorter beginning is evaluated as fast as it is read.
    private static final int LEAST_TOKENS = 32;

    /// A state of this size fits the headroom that every budget leaves to the host.
    private static final long SMALL = 4L << 20;

    private final BetweenRuns kept;
    private final Evaluator evaluator;
    private final ReentrantLock turn;
    private final BooleanSupplier closed;
    private final long mostResident;
    private Optional<Place> place = Optional.empty();
    private Optional<Place> lastPlace = Optional.empty();
    private int[] lastKept = {};

    /// @param turn         held by whoever uses the evaluator
    /// @param closed       asked under that lock: whether the evaluator is gone
    /// @param mostResident the budget in bytes: a state too large for what is left of it is neither kept nor read
    SavedBeginnings(
            BetweenRuns kept, Evaluator evaluator, ReentrantLock turn, BooleanSupplier closed, long mostResident) {
        this.kept = kept;
        this.evaluator = evaluator;
        this.turn = turn;
        this.closed = closed;
        this.mostResident = mostResident;
    }

    /// Before a prompt is evaluated: makes the evaluator hold what was kept of its beginning, if that is more than it
    /// holds already.
    ///
    /// @return tokens of the prompt that came from the disk and can be used for it
    int restore(int[] prompt) {
        place = kept.place();
        try {
            int most = Batches.reusable(prompt.length, prompt.length, prompt.length);
            if (place.isEmpty() || most <= evaluator.known(prompt)) return 0;
            PromptStates states = states(place.get());
            Optional<PromptStates.Found> found = states.find(prompt);
            int usable = found.map(state -> Batches.reusable(prompt.length, state.common(), state.common()))
                    .orElse(0);
            if (usable <= evaluator.known(prompt)) return 0;
            return fits(found.orElseThrow().size()) && read(states, found.orElseThrow()) ? usable : 0;
        } catch (IOException unreadable) {
            return 0;
        }
    }

    private boolean read(PromptStates states, PromptStates.Found found) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Optional<MemorySegment> state = states.read(found, arena);
            if (state.isEmpty()) return false;
            if (evaluator.restore(found.tokens(), state.get())) return true;
            states.drop(found);
            return false;
        }
    }

    /// After an answer: keeps the beginning of its prompt, soon.
    void keepLater(int[] beginning) {
        if (place.isEmpty() || beginning.length < LEAST_TOKENS) return;
        Place here = place.get();
        if (lastPlace.equals(place) && Arrays.equals(lastKept, beginning)) return;
        lastPlace = place;
        lastKept = beginning;
        kept.run(() -> keep(here, beginning));
    }

    private void keep(Place here, int[] beginning) {
        try (Arena arena = Arena.ofConfined()) {
            PromptStates states = states(here);
            if (states.has(beginning)) return;
            Optional<MemorySegment> state = take(beginning, arena);
            if (state.isPresent()) states.save(beginning, state.get());
        } catch (IOException full) {
            // a full disk, or forgotten meanwhile: the next start evaluates it again
        }
    }

    private Optional<MemorySegment> take(int[] beginning, Arena arena) {
        turn.lock();
        try {
            if (closed.getAsBoolean()) return Optional.empty();
            long room = Math.max(SMALL, mostResident - SystemMemory.resident());
            return evaluator.take(beginning, room, arena);
        } finally {
            turn.unlock();
        }
    }

    private boolean fits(long bytes) {
        return bytes <= SMALL || SystemMemory.resident() + bytes <= mostResident;
    }

    private static PromptStates states(Place place) {
        return new PromptStates(place.generation(), place.model());
    }
}
