package keepsake.app.home;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import keepsake.memory.Archive;
import keepsake.memory.Conversations;
import keepsake.memory.Embedding;
import keepsake.memory.Entities;
import keepsake.memory.Erasure;
import keepsake.memory.Fact;
import keepsake.memory.Facts;
import keepsake.memory.Identity;
import keepsake.memory.Links;
import keepsake.memory.Memory;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryId;
import keepsake.memory.NeverStore;
import keepsake.memory.Recall;
import keepsake.memory.RecallLog;
import keepsake.memory.Reflection;
import keepsake.memory.Retention;
import keepsake.runtime.saved.SavedFolder;

/// A memory that takes the model host's saved prompt states with it: they hold the profile in numerical form, so what
/// the user changes or deletes must not stay behind in them. What is only added leaves them alone: the next prompt
/// begins differently and finds nothing. Threads: as the memory's.
final class ForgettingMemory implements Memory {
    private final Memory memory;
    private final SavedFolder saved;
    private final Facts facts = new ForgettingFacts();
    private final Identity identity = new ForgettingIdentity();

    ForgettingMemory(Memory memory, SavedFolder saved) {
        this.memory = memory;
        this.saved = saved;
    }

    private void forget() {
        try {
            saved.forgetPrompts();
        } catch (IOException stuck) {
            throw new MemoryException(
                    MemoryException.Reason.FAILED,
                    "Your change is kept, but what was saved of the earlier prompt could not be deleted ("
                            + stuck.getMessage() + "). Run 'keepsake model forget', or delete Keepsake's cache folder.",
                    stuck);
        }
    }

    @Override
    public Conversations conversations() {
        return memory.conversations();
    }

    @Override
    public Facts facts() {
        return facts;
    }

    @Override
    public Recall recall() {
        return memory.recall();
    }

    @Override
    public Identity identity() {
        return identity;
    }

    /// Erasing cleans the saved prompt states by itself: they are registered with the memory ([SavedPrompts]), so that
    /// a
    /// kill in between is made good. Hiding takes effect at once as well.
    @Override
    public Erasure erasure() {
        return memory.erasure();
    }

    @Override
    public NeverStore neverStore() {
        return memory.neverStore();
    }

    @Override
    public Retention retention() {
        return memory.retention();
    }

    @Override
    public Entities entities() {
        return memory.entities();
    }

    @Override
    public Links links() {
        return memory.links();
    }

    @Override
    public RecallLog recallLog() {
        return memory.recallLog();
    }

    @Override
    public Reflection reflection() {
        return memory.reflection();
    }

    @Override
    public Counts counts() {
        return memory.counts();
    }

    @Override
    public Embedding embedding() {
        return memory.embedding();
    }

    @Override
    public Archive archive() {
        return memory.archive();
    }

    @Override
    public Health check() {
        return memory.check();
    }

    @Override
    public void close() {
        memory.close();
    }

    private final class ForgettingFacts implements Facts {
        @Override
        public List<Fact> active() {
            return memory.facts().active();
        }

        @Override
        public List<Fact> search(String query) {
            return memory.facts().search(query);
        }

        @Override
        public Optional<Fact> find(MemoryId id) {
            return memory.facts().find(id);
        }

        @Override
        public Fact remember(String statement, MemoryId source, String quote) {
            return memory.facts().remember(statement, source, quote);
        }

        @Override
        public Fact correct(MemoryId id, String statement) {
            Fact corrected = memory.facts().correct(id, statement);
            forget();
            return corrected;
        }

        @Override
        public int learn(int most) {
            return memory.facts().learn(most);
        }

        @Override
        public List<Fact> candidates() {
            return memory.facts().candidates();
        }

        @Override
        public Fact confirm(MemoryId id) {
            Fact confirmed = memory.facts().confirm(id);
            forget();
            return confirmed;
        }

        @Override
        public void dismiss(MemoryId id) {
            memory.facts().dismiss(id);
        }

        @Override
        public Fact reconsider(Fact dismissed) {
            return memory.facts().reconsider(dismissed);
        }

        @Override
        public void pin(MemoryId id) {
            memory.facts().pin(id);
        }

        @Override
        public void unpin(MemoryId id) {
            memory.facts().unpin(id);
        }

        @Override
        public void delete(MemoryId id) {
            memory.facts().delete(id);
            forget();
        }

        @Override
        public void restore(MemoryId id) {
            memory.facts().restore(id);
        }
    }

    private final class ForgettingIdentity implements Identity {
        @Override
        public List<Field> fields() {
            return memory.identity().fields();
        }

        @Override
        public List<FieldName> names() {
            return memory.identity().names();
        }

        @Override
        public Field set(String name, String value) {
            Field set = memory.identity().set(name, value);
            forget();
            return set;
        }

        @Override
        public Field confirm(String name) {
            Field confirmed = memory.identity().confirm(name);
            forget();
            return confirmed;
        }

        @Override
        public void dismiss(String name) {
            memory.identity().dismiss(name);
        }

        @Override
        public void remove(String name) {
            memory.identity().remove(name);
            forget();
        }

        @Override
        public Preview preview(Format format) {
            return memory.identity().preview(format);
        }

        @Override
        public void export(Preview preview, Path file) {
            memory.identity().export(preview, file);
        }
    }
}
