package keepsake.memory;

import java.util.Map;
import java.util.Optional;

/// Conversations from elsewhere, and copies of everything to take along. Threads: any.
public interface Archive {

    /// Keeps a conversation. One that is there already only gets the messages it lacks; one that the user deleted here
    /// stays deleted. On disk when this returns.
    Added add(ArchivedConversation conversation);

    /// Keeps many conversations with few commits. Used by one thread at a time.
    Batch batch();

    /// What is kept of a conversation that was added before, or was held here; empty when there is none or it was
    /// deleted.
    Optional<Known> find(String origin, String key);

    /// Conversations on their way into the memory. A kill loses at most what was added since the last commit, which
    /// happens by itself every few thousand messages; adding it again doubles nothing.
    interface Batch extends AutoCloseable {
        void add(ArchivedConversation conversation);

        /// Commits what was added so far.
        ///
        /// @return all that was added since the batch began
        Added commit();

        /// Commits, too.
        @Override
        void close();
    }

    /// @param conversations new ones
    /// @param messages      new ones
    /// @param alreadyThere  conversations that brought nothing new
    record Added(int conversations, int messages, int alreadyThere) {
        public static final Added NOTHING = new Added(0, 0, 0);

        public Added plus(Added other) {
            return new Added(
                    conversations + other.conversations, messages + other.messages, alreadyThere + other.alreadyThere);
        }
    }

    /// @param conversationId the conversation here
    /// @param messages       its messages here, by their keys
    record Known(long conversationId, Map<String, MemoryId> messages) {
        public Known {
            messages = Map.copyOf(messages);
        }

        /// @throws java.util.NoSuchElementException when it has no message of that key
        public MemoryId message(String key) {
            return Optional.ofNullable(messages.get(key)).orElseThrow();
        }
    }
}
