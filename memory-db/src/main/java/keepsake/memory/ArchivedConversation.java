package keepsake.memory;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// A conversation that was held elsewhere or comes back from an export.
///
/// @param origin    where it was held: `chatgpt`, `claude`, `markdown`, `keepsake`, …; not blank
/// @param key       names it there, the same in every copy; not blank
/// @param title     one line; blank takes one from the first message
/// @param startedAt when it began
/// @param changedAt when something was last said
/// @param messages  a tree by their keys, in any order; the newest branch is the one that the last message is on
/// @param revision  what becomes of messages that an earlier import kept and that are not in it any more
public record ArchivedConversation(
        String origin,
        String key,
        String title,
        Instant startedAt,
        Instant changedAt,
        List<ArchivedMessage> messages,
        Revision revision) {

    /// What a second import of the same conversation means.
    public enum Revision {
        /// It can only have grown: what is there stays.
        GROWN,
        /// It is what counts now: what is gone from it goes here too, unless a fact quotes it.
        REPLACED
    }

    public ArchivedConversation {
        if (origin.isBlank() || key.isBlank()) throw new IllegalArgumentException("a conversation needs a key");
        messages = List.copyOf(messages);
    }

    /// One that can only grow and that changed when its last message was said.
    public ArchivedConversation(
            String origin, String key, String title, Instant startedAt, List<ArchivedMessage> messages) {
        this(origin, key, title, startedAt, lastSaid(startedAt, messages), messages, Revision.GROWN);
    }

    private static Instant lastSaid(Instant startedAt, List<ArchivedMessage> messages) {
        return messages.stream()
                .map(ArchivedMessage::saidAt)
                .max(Comparator.naturalOrder())
                .orElse(startedAt);
    }
}
