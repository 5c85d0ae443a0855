package keepsake.memory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who and what the user speaks of. Found by rules in what users said ([Links#refresh]); what the user puts right here
/// stays as they put it. An entity is there for as long as a message names it: erasing the last one takes it along.
public interface Entities {

    /// Those that a message in sight names, most named first.
    List<Entity> list();

    Optional<Details> show(Entity.Id id);

    /// The entities that `text` names, by whatever alias.
    List<Entity> namedIn(String text);

    /// Gives it another name. What it is called in messages stays as it is.
    ///
    /// @throws MemoryException when the name is blank or there is no such entity; nothing is changed
    Entity rename(Entity.Id id, String name);

    /// Makes one entity of two: the first gets the aliases of the other, which is gone. [#split] undoes it.
    ///
    /// @throws MemoryException when one is missing or both are the same; nothing is changed
    Entity merge(Entity.Id id, Entity.Id other);

    /// Makes an alias an entity of its own: not every Anna is the same. The rules will not join the two again.
    ///
    /// @param alias one of [Entity#aliases]
    /// @return the new entity
    /// @throws MemoryException when it is not called that, or is called nothing else; nothing is changed
    Entity split(Entity.Id id, String alias);

    /// @param facts    active ones that name it, newest first
    /// @param mentions newest first, at most [#MENTIONS]
    record Details(Entity entity, List<Fact> facts, List<Mention> mentions) {
        public static final int MENTIONS = 100;
    }

    /// @param alias   as this message says it
    /// @param excerpt the words around it, on one line
    record Mention(MemoryId message, long conversationId, Instant saidAt, String alias, String excerpt) {}
}
