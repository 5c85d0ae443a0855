package keepsake.app.assistant;

import java.util.List;
import keepsake.memory.Fact;
import keepsake.memory.Message;
import keepsake.memory.Recall.Recollection;
import keepsake.runtime.engine.GenerationStats;
import keepsake.runtime.engine.Sampling;
import keepsake.runtime.engine.StopSignal;

/// Answers the user. Blocks; call it from a background thread. One reply at a time, more wait.
public interface Assistant {

    /// One turn: keeps the user's words, recalls, asks the model, keeps the answer.
    ///
    /// The user's message is committed before anything else happens. Every failure after that (no model, a dead
    /// host, a prompt that is too long) ends in a kept answer of state FAILED with a plain sentence, and is
    /// returned, not thrown.
    ///
    /// @throws keepsake.memory.MemoryException when the user's words could not be kept; then nothing was done
    Reply reply(long conversationId, String text, ReplyOptions options, ReplyListener listener, StopSignal stop);

    /// @param sampling  how the model chooses its words
    /// @param maxTokens longest answer
    record ReplyOptions(Sampling sampling, int maxTokens) {
        /// Long enough for an explanation, short enough not to run away.
        public static final int DEFAULT_MAX_TOKENS = 512;

        /// What a chat uses, at a given temperature; 0 is plain greedy decoding, without a repetition penalty.
        ///
        /// @param seed of the random choice
        public static ReplyOptions of(double temperature, long seed, int maxTokens) {
            Sampling usual = Sampling.chat(seed);
            Sampling sampling = temperature == 0
                    ? Sampling.greedy()
                    : new Sampling(
                            temperature, usual.topK(), usual.topP(), usual.minP(), usual.repetitionPenalty(), seed);
            return new ReplyOptions(sampling, maxTokens);
        }
    }

    /// Hears a reply as it is made, on the replying thread.
    interface ReplyListener {
        ReplyListener NONE = new ReplyListener() {};

        /// The user's message is on disk.
        default void onKept(Message userMessage) {}

        /// A fact was stored because the user asked to remember it.
        default void onRemembered(Fact fact) {}

        /// These memories go to the model.
        default void onRecalled(List<Recollection> given) {}

        /// The model reads the prompt.
        default void onPrompt(int done, int total) {}

        /// More of the answer.
        default void onText(String text) {}

        /// The model could not answer; the reply will be of state FAILED. For callers that tell kinds of failure apart.
        default void onFailed(keepsake.runtime.engine.EngineException problem) {}
    }

    /// @param user   the user's message as kept
    /// @param answer the answer as kept, with its state and the memories given
    /// @param given  the memories given to the model
    /// @param result tokens and costs; empty when the model did not answer
    record Reply(Message user, Message answer, List<Recollection> given, java.util.Optional<Made> result) {}

    /// @param tokens ids in the model's vocabulary
    record Made(List<Integer> tokens, GenerationStats stats) {}
}
