package keepsake.memory.reflect;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.Thinker;
import keepsake.memory.extract.CandidateFact;

/// What a model adds to the jobs, in terms of the memory: how it is asked and how its answers are read is behind this.
/// Works outside of transactions. Whatever it returns is checked again before it is kept: a quote that does not occur
/// in the message is dropped.
public interface Thoughts {

    /// Makes thoughts out of a model.
    interface With {
        Thoughts of(Thinker thinker);
    }

    /// The model's name.
    String model();

    /// Facts that a message of the user says.
    ///
    /// @param before what was said just before in the same conversation, oldest first, for what "it" means; not to
    /// be
    ///     read for facts
    /// @return empty when it was stopped or failed: the message will be asked about again
    Optional<List<CandidateFact>> facts(Said message, List<Said> before, BooleanSupplier stop);

    /// Title and summary of an episode.
    ///
    /// @param messages at least one, oldest first
    /// @return empty when it was stopped, failed or gave nothing usable: the rules do it
    Optional<Told> episode(List<Said> messages, BooleanSupplier stop);

    /// A message.
    record Said(MemoryId id, Message.Role role, Optional<String> speaker, String text, Instant saidAt) {}

    /// @param title     at most 60 characters are kept
    /// @param sentences of the summary, each with the messages it is from
    record Told(String title, List<Point> sentences) {
        public Told {
            sentences = List.copyOf(sentences);
        }
    }

    /// @param text   one sentence of the summary
    /// @param source the message it is from
    /// @param quote  words of that message that say so; must occur in it
    record Point(String text, MemoryId source, String quote) {}
}
