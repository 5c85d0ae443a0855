package keepsake.memory;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Forgetting: hiding, which can be undone, and erasing for good, after which no byte is left in any file of ours.
///
/// What is erased leaves the database in one transaction; then the files are cleaned: the text indexes, the database
/// (rewritten), its journal, the copies made before migrations, what a model host saved. A kill in between loses
/// nothing of the decision: the next opening goes on. Threads: any; erasing takes seconds on a large memory.
public interface Erasure {

    /// What to erase.
    sealed interface What {
        /// Messages and facts. A message takes its facts that have no other source with it, a fact its history.
        record Memories(Set<MemoryId> ids) implements What {
            public Memories {
                ids = Set.copyOf(ids);
            }
        }

        /// A conversation with its title and every message, hidden ones and branches included.
        record WholeConversation(long id) implements What {}

        /// Everything Keepsake remembers, rules and marks against learning again included. Settings and models stay.
        record Everything() implements What {}
    }

    /// What [#erase] would do now.
    ///
    /// @throws MemoryException BAD_INPUT when something asked for is not there
    Preview preview(What what);

    /// Erases for good. Returns when the files are clean, or when they cannot be cleaned now: [Erased#pending] says
    /// why.
    ///
    /// @throws MemoryException BAD_INPUT when something asked for is not there; then nothing was changed
    Erased erase(What what);

    default Preview preview(Collection<MemoryId> ids) {
        return preview(new What.Memories(Set.copyOf(ids)));
    }

    default Erased erase(Collection<MemoryId> ids) {
        return erase(new What.Memories(Set.copyOf(ids)));
    }

    /// Erasures whose last traces are still in the files; empty when all is clean.
    Optional<Pending> pending();

    /// Tries again to clean the files.
    ///
    /// @return why it could not be done, as a sentence; empty when all is clean
    Optional<String> finish();

    /// Takes messages out of lists, search and recall, and retracts facts. [#show] undoes it.
    ///
    /// @throws MemoryException BAD_INPUT when one of them is not there, or cannot be hidden; then nothing was
    /// changed
    void hide(Collection<MemoryId> ids);

    /// Brings back what [#hide], [Facts#delete] took away.
    ///
    /// @throws MemoryException BAD_INPUT when one of them is not there; then nothing was changed
    void show(Collection<MemoryId> ids);

    /// Whether this text, as a statement or a message, was erased and must not be learned again by itself. Case,
    /// accents,
    /// punctuation and spacing do not matter. What the user asks to remember again is allowed and lifts the mark.
    boolean wasErased(String text);

    /// Some things of one kind, for a dialogue.
    ///
    /// @param count how many there are
    /// @param first the first of them, at most [#SHOWN]
    record Part(long count, List<Line> first) {
        public static final int SHOWN = 50;
        public static final Part NONE = new Part(0, List.of());

        public Part {
            first = List.copyOf(first);
        }
    }

    /// @param id   `m12`, `f3`, the number of a conversation, or the name of an identity field
    /// @param text on one line, at most about 120 characters
    record Line(String id, String text) {}

    /// What would go, and what would stay.
    ///
    /// @param messages      go
    /// @param facts         go: those whose last source goes, those asked for, and their earlier versions
    /// @param factsKept     stay: they lose one source of several; what only the erased source said leaves the
    /// statement
    /// @param identity      confirmed values that go, because they came from what is erased
    /// @param conversations become empty, or go whole
    /// @param elsewhere     messages that stay and repeat or used what is erased: answers, and sources of erased
    /// facts
    /// @param copies        older copies of the memory beside it, which go whole: snapshots before migrations,
    /// damaged ones
    /// @param bytesNeeded   disk space that cleaning the files takes for a moment
    record Preview(
            Part messages,
            Part facts,
            Part factsKept,
            Part identity,
            Part conversations,
            Part elsewhere,
            List<String> copies,
            long bytesNeeded) {
        public Preview {
            copies = List.copyOf(copies);
        }

        /// Whether nothing would go.
        public boolean isEmpty() {
            return messages.count() == 0 && facts.count() == 0 && conversations.count() == 0 && identity.count() == 0;
        }
    }

    /// What was erased.
    ///
    /// @param pending why bytes of it are still in the files, as a sentence; empty when they are clean
    record Erased(long messages, long facts, long identityFields, Optional<String> pending) {}

    /// @param erasures how many wait
    /// @param since    when the first of them was asked for
    record Pending(long erasures, Instant since) {}
}
