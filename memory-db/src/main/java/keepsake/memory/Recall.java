package keepsake.memory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Finds what is worth knowing for a question.
public interface Recall {

    /// The best memories for the question, best first.
    List<Recollection> recall(Question question);

    /// @param text         what is being asked; any text is valid
    /// @param limit        how many at most, at least 1
    /// @param conversation leave out the messages of this conversation: the model sees them anyway
    /// @param purpose      who will read the result
    /// @param stages       what may be used to answer; [Stage#usual] but when a stage is measured
    record Question(String text, int limit, Optional<Long> conversation, Purpose purpose, java.util.Set<Stage> stages) {

        public Question(String text, int limit, Optional<Long> conversation, Purpose purpose) {
            this(text, limit, conversation, purpose, Stage.usual());
        }
    }

    /// What recall uses; each can be left out, to see what it is worth.
    enum Stage {
        /// The question's words in and around a message.
        WORDS,
        /// Vectors.
        MEANING,
        /// Whom the question names.
        SPEAKERS,
        /// What a message looks like: a question, a reply, with a time or a number.
        TRAITS,
        /// The time a question speaks of.
        TIMES,
        /// Facts, beside messages.
        FACTS,
        /// What the question names, by its other names.
        ENTITIES,
        /// Messages that tell of the time the question speaks of.
        EVENTS,
        /// That a question has several answers.
        SEVERAL;

        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /// What recall uses of itself.
        public static java.util.Set<Stage> usual() {
            return java.util.EnumSet.allOf(Stage.class);
        }
    }

    /// Brings the index up to date: at once after a conversation, up to minutes after an import or an upgrade. Recall
    /// does so by itself; this is for doing it beforehand, on a thread that may wait.
    default void prepare() {}

    enum Purpose {
        /// A person or script that searches: everything that matches.
        SEARCH,
        /// Evidence for an answer: facts, and things the user told about their life. Never the assistant's own
        /// words, never earlier questions and requests (they hold no answer, and asking twice must not change
        /// the
        /// prompt).
        EVIDENCE
    }

    /// A memory that was found.
    ///
    /// @param id     of the fact or message
    /// @param text   the statement, or the message
    /// @param score  higher is better; comparable within one answer only
    /// @param reason why, for a person: `you told me on 3 May`, `matches "passport"`
    /// @param source where it comes from; for a message, itself
    record Recollection(MemoryId id, String text, double score, String reason, Origin source) {}

    /// @param message        the message that says it
    /// @param conversationId where
    /// @param conversationTitle for showing
    /// @param role           who said it
    /// @param saidAt         when
    /// @param quote          the words that matter
    record Origin(
            MemoryId message,
            long conversationId,
            String conversationTitle,
            Message.Role role,
            Instant saidAt,
            String quote) {}
}
