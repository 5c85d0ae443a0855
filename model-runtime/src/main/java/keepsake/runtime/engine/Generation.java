package keepsake.runtime.engine;

import java.util.List;

/// A finished answer.
///
/// @param text   what was streamed, in one piece
/// @param tokens ids in the model's vocabulary, the end token not included
/// @param ending why it ended
/// @param stats  what it cost
public record Generation(String text, List<Integer> tokens, Ending ending, GenerationStats stats) {
    public Generation {
        tokens = List.copyOf(tokens);
    }

    /// Why a generation ended.
    public enum Ending {
        /// The model said so.
        COMPLETE,
        /// The longest answer allowed was reached.
        LENGTH,
        /// The context is full.
        CONTEXT,
        /// The stop signal was raised.
        STOPPED
    }
}
