package keepsake.memory;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One message, verbatim.
///
/// @param id             a message id
/// @param conversationId where it was said
/// @param parent         the message it follows (messages form a tree; edits make branches); empty for the first
/// @param role           who said it
/// @param text           verbatim; of an answer that did not finish, what there was
/// @param saidAt         when
/// @param state          whether it is whole
/// @param memoriesGiven  for an answer: the memories the model was given, in the order given
/// @param madeBy         for an answer: model and engine, for example `Keepsake starter · streaming`
/// @param problem        for a failed answer: the sentence shown to the user
public record Message(
        MemoryId id,
        long conversationId,
        Optional<MemoryId> parent,
        Role role,
        String text,
        Instant saidAt,
        State state,
        List<MemoryId> memoriesGiven,
        Optional<String> madeBy,
        Optional<String> problem) {
    public Message {
        memoriesGiven = List.copyOf(memoriesGiven);
    }

    /// The same message with other words, for showing; nothing is kept.
    public Message withText(String other) {
        return new Message(id, conversationId, parent, role, other, saidAt, state, memoriesGiven, madeBy, problem);
    }

    public enum Role {
        USER,
        ASSISTANT;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How far an answer came. A user's message is always [#COMPLETE].
    public enum State {
        /// Being generated now, by this process.
        WRITING,
        COMPLETE,
        /// Stopped by the user.
        STOPPED,
        /// The app or the model host ended while it was being written.
        INTERRUPTED,
        /// It ended with [Message#problem].
        FAILED;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
