package keepsake.memory;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// How memories hang together.
public interface Links {

    /// Looks at up to `limit` messages and facts that are new or changed: entities and their aliases, which facts
    /// name them, links between facts. One transaction, some milliseconds for a hundred; done again it changes
    /// nothing; a kill in between loses nothing. For idle times.
    ///
    /// @param run the run of reflection that asks; links it makes carry its number
    /// @return how many are left
    long refresh(int limit, OptionalLong run);

    /// Notes that two memories hang together. The same link again changes nothing.
    ///
    /// @param why a plain sentence; says nothing that the two do not say, for it goes when one of them goes
    /// @throws MemoryException when one of them is not there
    void add(Kind kind, MemoryId from, MemoryId to, String why, OptionalLong run);

    /// The links of a memory, newest first.
    List<Link> of(MemoryId id);

    /// Takes back what a run linked.
    ///
    /// @return how many links are gone
    int undo(long run);

    enum Kind {
        /// Both name the same entity.
        SAME_ENTITY,
        /// `from` came to be true after `to` and replaced it.
        FOLLOWS,
        /// Not both can be true.
        CONTRADICTS,
        RELATED;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record Link(Kind kind, MemoryId from, MemoryId to, String why, OptionalLong run, Instant madeAt) {}
}
