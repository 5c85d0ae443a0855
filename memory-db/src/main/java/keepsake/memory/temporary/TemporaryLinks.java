package keepsake.memory.temporary;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import keepsake.memory.Entities;
import keepsake.memory.Entity;
import keepsake.memory.Links;
import keepsake.memory.Memory;
import keepsake.memory.MemoryId;
import keepsake.memory.RecallLog;

/// What a temporary conversation has of entities, links and the recall log: at most reading.
final class TemporaryLinks {
    private TemporaryLinks() {}

    record ReadOnlyEntities(Memory beside, Memory.Reading reading) implements Entities {
        private boolean mayRead() {
            return reading == Memory.Reading.MEMORY;
        }

        @Override
        public List<Entity> list() {
            return mayRead() ? beside.entities().list() : List.of();
        }

        @Override
        public Optional<Details> show(Entity.Id id) {
            return mayRead() ? beside.entities().show(id) : Optional.empty();
        }

        @Override
        public List<Entity> namedIn(String text) {
            return mayRead() ? beside.entities().namedIn(text) : List.of();
        }

        @Override
        public Entity rename(Entity.Id id, String name) {
            throw TemporaryMemory.nothingKept();
        }

        @Override
        public Entity merge(Entity.Id id, Entity.Id other) {
            throw TemporaryMemory.nothingKept();
        }

        @Override
        public Entity split(Entity.Id id, String alias) {
            throw TemporaryMemory.nothingKept();
        }
    }

    record NoLinks() implements Links {
        @Override
        public long refresh(int limit, OptionalLong run) {
            return 0;
        }

        @Override
        public void add(Kind kind, MemoryId from, MemoryId to, String why, OptionalLong run) {
            throw TemporaryMemory.nothingKept();
        }

        @Override
        public List<Link> of(MemoryId id) {
            return List.of();
        }

        @Override
        public int undo(long run) {
            return 0;
        }
    }

    record NoLog() implements RecallLog {
        @Override
        public void note(MemoryId answer, List<MemoryId> found, List<MemoryId> given) {
            // Nothing of a temporary conversation is kept.
        }

        @Override
        public List<Use> of(MemoryId answer) {
            return List.of();
        }

        @Override
        public List<Use> uses(MemoryId memory) {
            return List.of();
        }
    }
}
