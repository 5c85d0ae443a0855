package keepsake.memory;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// How far memory is with its vectors, and the work that makes them. What is said is found by its words at once and
/// by its meaning as soon as it has a vector. Threads: any.
public interface Embedding {
    /// The embedding model in use; empty when there is none.
    Optional<String> model();

    Progress progress();

    /// Why there are no new vectors although there is a model: a plain sentence.
    Optional<String> notice();

    /// Begins to embed what has no vector yet, newest first, on one background thread of low priority that ends with
    /// the memory. Once; later calls do nothing. Does nothing without a model.
    void start();

    /// The background thread does nothing until [#resume]; what it is computing ends first (a fraction of a second).
    /// Pauses add up: each needs its resume.
    void pause();

    void resume();

    /// The background thread does nothing for this long: somebody is typing.
    void holdOff(Duration time);

    /// Embeds, on this thread, what has no vector yet, newest first, to the end.
    ///
    /// @param progress told now and then
    /// @param stop     looked at between small batches; what is done stays done
    /// @return what has been reached
    Progress complete(Consumer<Progress> progress, BooleanSupplier stop);

    /// @param done  messages and facts with a vector of the current model
    /// @param total all that can have one
    record Progress(long done, long total) {
        public boolean complete() {
            return done >= total;
        }
    }
}
