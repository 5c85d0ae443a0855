package keepsake.memory;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The episodic tier: everything that was said, verbatim, in conversations.
public interface Conversations {

    /// Begins an empty conversation. One that never gets a message is not listed.
    Conversation start();

    /// Those with messages that are not deleted, last changed first.
    List<Conversation> list();

    Optional<Conversation> find(long id);

    /// Full-text search over titles and messages; every word must occur (prefixes count), best first.
    /// Any text is a valid query; one without words finds nothing.
    List<Found> search(String query, int limit);

    /// A conversation that matches, with the text around the best match.
    ///
    /// @param excerpt plain text, at most about 120 characters
    /// @param message the message that matched best; empty when only the title did
    record Found(Conversation conversation, String excerpt, Optional<MemoryId> message) {}

    /// @throws MemoryException when the title is blank or the conversation is gone
    void rename(long id, String title);

    /// Takes the conversation out of lists, search and recall. [#restore] undoes it.
    void delete(long id);

    void restore(long id);

    /// The messages of the conversation, oldest first (the newest branch).
    List<Message> messages(long id);

    /// Every message that is not hidden, of conversations that are not deleted, oldest first, branches included. Read
    /// some at a time: what is said meanwhile may be among them.
    void everyMessage(Consumer<Message> each);

    /// A message, also a hidden one.
    Optional<Message> message(MemoryId id);

    /// Commits what the user said. When this returns, it survives a power cut.
    /// The first message also gives an untitled conversation its title. What [NeverStore] covers is left out of
    /// what is
    /// kept and of the message returned.
    Message say(long conversationId, String text);

    /// Begins the answer to the newest message of the conversation; it is on disk, empty, in state WRITING.
    ///
    /// @param given  memories the model gets, in order
    /// @param madeBy model and engine
    AnswerDraft answer(long conversationId, List<MemoryId> given, String madeBy);

    /// An answer being written. Used by one thread at a time.
    interface AnswerDraft {
        MemoryId id();

        /// Appends text. Kept in memory and committed at least once a second, so a kill loses at most a second of
        /// the answer.
        void append(String text);

        /// Commits the whole answer with its final state; `problem` is for FAILED only. Called once.
        Message finish(Message.State state, Optional<String> problem);
    }
}
