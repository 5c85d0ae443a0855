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
    /// erased
    /// for good may be stored again in this way, and in this way only.
    ///
    /// @param source the user's message that says it
    /// @param quote  the words in it that say so
    /// @throws MemoryException when the quote does not occur in the message
    Fact remember(String statement, MemoryId source, String quote);

    /// Replaces the statement: the old fact is superseded by the returned one, which keeps the sources.
    Fact correct(MemoryId id, String statement);

    /// Reads up to `most` of the user's messages that were not read yet for candidates: what they plainly say about
    /// their life, found by rule. For the time after an answer, and for idle times; a kill in between loses
    /// nothing.
    ///
    /// @return how many messages were read; fewer than `most` when all have been
    int learn(int most);

    /// What the user seems to have said, newest first; it counts as known only once confirmed. Reads some messages that
    /// were not read yet first.
    List<Fact> candidates();

    /// Makes a candidate a fact. Of what has one value at a time (where the user lives), the value said later replaces
    /// the one said earlier, which is kept as superseded with the time until which it was true.
    ///
    /// @return the fact: it may be one that said the same before, or already be superseded by a value said later
    /// @throws MemoryException when it is no candidate
    Fact confirm(MemoryId id);

    /// Takes a candidate away for good: the same statement never becomes a candidate again by itself. What is left is a
    /// keyed
    /// hash; see [#reconsider].
    ///
    /// @throws MemoryException when it is no candidate
    void dismiss(MemoryId id);

    /// Takes a dismissal back: the statement is a candidate again, under another id, with those of its sources that are
    /// still there.
    ///
    /// @param dismissed the candidate as it was
    /// @return what says it now; a fact, when the user has told it meanwhile
    /// @throws MemoryException when all its sources are gone, or it was erased
    Fact reconsider(Fact dismissed);

    void pin(MemoryId id);

    void unpin(MemoryId id);

    /// Retracts the fact: it leaves lists and recall. [#restore] undoes it.
    void delete(MemoryId id);

    void restore(MemoryId id);
}
