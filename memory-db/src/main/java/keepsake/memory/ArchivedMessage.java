package keepsake.memory;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A message that was said elsewhere or comes back from an export.
///
/// @param key       names it in its conversation, the same in every copy; not blank
/// @param parentKey the message it follows; empty for the first. One that is nowhere makes this a first message
/// @param role      whose side it is on
/// @param speaker   the person's name, when it is neither the user nor the assistant
/// @param text      verbatim
/// @param saidAt    when
/// @param trust     whether the user said it to Keepsake
/// @param state     of an answer, how far it came
/// @param madeBy    of an answer, what wrote it
/// @param problem   of a failed answer, the sentence shown
public record ArchivedMessage(
        String key,
        Optional<String> parentKey,
        Message.Role role,
        Optional<String> speaker,
        String text,
        Instant saidAt,
        Trust trust,
        Message.State state,
        Optional<String> madeBy,
        Optional<String> problem) {

    /// What may be made of a text.
    public enum Trust {
        /// Said to Keepsake: the user's own word.
        SAID,
        /// Brought along: found by search and quoted, but never made a fact or an identity value unless the user asks.
        IMPORTED;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ArchivedMessage {
        if (key.isBlank()) throw new IllegalArgumentException("a message needs a key");
        if (state == Message.State.WRITING) throw new IllegalArgumentException("nobody is writing an archived message");
    }

    /// A whole message from elsewhere.
    public ArchivedMessage(
            String key,
            Optional<String> parentKey,
            Message.Role role,
            Optional<String> speaker,
            String text,
            Instant saidAt) {
        this(
                key,
                parentKey,
                role,
                speaker,
                text,
                saidAt,
                Trust.IMPORTED,
                Message.State.COMPLETE,
                Optional.empty(),
                Optional.empty());
    }
}
