package keepsake.app.ui.chat;

import java.util.List;
import java.util.Optional;
import keepsake.memory.Fact;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;

/// One thing in the chat, from top to bottom.
public sealed interface Entry {
    /// The same for the same thing as long as the window is open, so that its view can stay.
    String key();

    /// What the user said.
    ///
    /// @param id empty until it is on disk
    record Said(String key, Optional<MemoryId> id, String text) implements Entry {}

    /// A fact was stored because the user asked for it.
    ///
    /// @param kept whether the user undid it
    record Remembered(String key, Fact fact, Kept kept) implements Entry {}

    enum Kept {
        KEPT,
        FORGOTTEN,
        /// Known as long as a temporary conversation lasts.
        HERE
    }

    /// What the model answered, or is about to.
    ///
    /// @param text     Markdown
    /// @param given    the memories it was given
    /// @param problem  why there is no (whole) answer
    /// @param remedies what the user can do about it; only for the newest
    record Answer(
            String key,
            Optional<MemoryId> id,
            String text,
            Phase phase,
            List<MemoryId> given,
            Optional<String> problem,
            List<Remedy> remedies)
            implements Entry {
        public boolean inProgress() {
            return !(phase instanceof Phase.Ended);
        }
    }

    /// What can be done about a failure.
    enum Remedy {
        RESTART_MODEL,
        CHOOSE_MODEL,
        TRY_AGAIN
    }

    /// How far an answer is.
    sealed interface Phase {
        /// The model is loading, or busy with another conversation.
        record Waiting() implements Phase {}

        /// The model reads the prompt.
        record Reading(int done, int total) implements Phase {}

        record Writing() implements Phase {}

        record Ended(Message.State state) implements Phase {}
    }
}
