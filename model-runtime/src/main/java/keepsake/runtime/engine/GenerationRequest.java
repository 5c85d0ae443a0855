package keepsake.runtime.engine;

import java.util.List;
import java.util.Optional;

/// A prompt and how to answer it.
///
/// @param turns     the messages, oldest first; the last one is the user's
/// @param sampling  how tokens are chosen
/// @param maxTokens the longest answer, at least 1
/// @param grammar   GBNF that the answer must follow, root rule `root`
public record GenerationRequest(List<ChatTurn> turns, Sampling sampling, int maxTokens, Optional<String> grammar) {
    public GenerationRequest {
        turns = List.copyOf(turns);
        if (turns.isEmpty()) throw new IllegalArgumentException("a prompt needs at least one message");
        if (maxTokens < 1) throw new IllegalArgumentException("max tokens must be at least 1");
    }
}
