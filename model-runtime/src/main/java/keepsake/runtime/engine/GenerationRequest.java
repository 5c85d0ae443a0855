package keepsake.runtime.engine;

import java.util.List;
import java.util.Optional;

/// A prompt and how to answer it.
///
/// @param turns     the messages, oldest first; the last one is the user's
/// @param sampling  how tokens are chosen
/// @param maxTokens the longest answer, at least 1
/// @param grammar   GBNF that the answer must follow, root rule `root`
/// @param stableTurns how many of the first turns are the same in many prompts, so that their evaluated state is worth
///                    keeping between runs; 0 keeps nothing
public record GenerationRequest(
        List<ChatTurn> turns, Sampling sampling, int maxTokens, Optional<String> grammar, int stableTurns) {
    public GenerationRequest {
        turns = List.copyOf(turns);
        if (turns.isEmpty()) throw new IllegalArgumentException("a prompt needs at least one message");
        if (maxTokens < 1) throw new IllegalArgumentException("max tokens must be at least 1");
        if (stableTurns < 0 || stableTurns > turns.size()) {
            throw new IllegalArgumentException("stable turns are some of the turns");
        }
    }

    /// A prompt of which nothing is worth keeping.
    public GenerationRequest(List<ChatTurn> turns, Sampling sampling, int maxTokens, Optional<String> grammar) {
        this(turns, sampling, maxTokens, grammar, 0);
    }

    /// The same with a number of stable turns.
    public GenerationRequest withStableTurns(int number) {
        return new GenerationRequest(turns, sampling, maxTokens, grammar, number);
    }
}
