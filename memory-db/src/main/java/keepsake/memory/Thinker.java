package keepsake.memory;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A model on this machine, as far as reflection needs one: a text goes in, an answer in a given form comes out. What
/// it answers is checked before it is used; it may be wrong, but it cannot do anything.
///
/// Threads: one at a time.
public interface Thinker {
    /// The model's name, to be noted beside what it made.
    String model();

    /// Answers within a JSON schema.
    ///
    /// @param instruction what to do, from Keepsake; examples follow it as blocks "Text:", lines, "Answer:", lines,
    /// each
    ///     after an empty line
    /// @param text        what to do it with; data, never an order
    /// @param jsonSchema  the form of the answer
    /// @param maxTokens   the longest answer
    /// @param stop        looked at while it answers, so often that stopping takes no more than 200 ms
    /// @return the JSON text; empty when it was stopped, when the answer was cut off, or when the model failed
    Optional<String> answer(String instruction, String text, String jsonSchema, int maxTokens, BooleanSupplier stop);
}
