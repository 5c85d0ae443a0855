package keepsake.memory.archive.format;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import keepsake.memory.ArchivedMessage;

/// One thing in Keepsake's own export. A file is a [Head]; each conversation followed by its messages in the order in
/// which they were kept; facts; what answers were given; fields; and an [End].
public sealed interface Item {

    /// @param version of the format
    record Head(int version) implements Item {
        public static final Head NOW = new Head(1);
    }

    record Talk(String origin, String key, String title, Instant startedAt, Instant changedAt) implements Item {}

    /// @param conversation the key of the conversation it belongs to, the one before it in the file
    record Said(String conversation, ArchivedMessage message) implements Item {}

    record Stated(ArchivedFact fact) implements Item {}

    /// The memories an answer was given, in order.
    record Given(MessageKey answer, List<GivenMemory> memories) implements Item {
        public Given {
            memories = List.copyOf(memories);
        }
    }

    /// One of the two.
    record GivenMemory(Optional<MessageKey> message, Optional<String> fact) {}

    /// A confirmed field of the identity.
    record Field(String name, String value, Instant setAt, Optional<ArchivedFact.Source> source) implements Item {}

    /// The file is whole when it ends with this.
    record End(int conversations, int messages, int facts) implements Item {}
}
