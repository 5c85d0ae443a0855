package keepsake.memory;

import java.util.List;
import java.util.Optional;

/// The semantic tier: what Keepsake knows.
public interface Facts {

    /// Active facts, pinned first, then newest first.
    List<Fact> active();

    /// Active facts that hold every word of `query` (prefixes count); all active ones for a blank query.
    List<Fact> search(String query);

    Optional<Fact> find(MemoryId id);

    /// Whether the fact outlives this conversation; those of a temporary one do not.
    default boolean isKept(MemoryId id) {
        return find(id).isPresent();
    }

    /// Stores a fact the user stated. The same statement again adds its source to the fact that is there. What was
    // erased
    /// for good may be stored again in this way, and in this way only.
    ///
    /// @param source the user's message that says it
    /// @param quote  the words in it that say so
    /// @throws MemoryException when the quote does not occur in the message
    Fact remember(String statement, MemoryId source, String quote);

    /// Replaces the statement: the old fact is superseded by the returned one, which keeps the sources.
    Fact correct(MemoryId id, String statement);

    void pin(MemoryId id);

    void unpin(MemoryId id);

    /// Retracts the fact: it leaves lists and recall. [#restore] undoes it.
    void delete(MemoryId id);

    void restore(MemoryId id);
}
