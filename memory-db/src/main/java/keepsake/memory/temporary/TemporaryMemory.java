package keepsake.memory.temporary;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.MemoryId;
import keepsake.memory.NeverStore;
import keepsake.memory.Recall;
import keepsake.memory.RecallLog;
import keepsake.memory.Reflection;
import keepsake.memory.Retention;

/// A memory whose conversations are in RAM only, beside one that may be read but is not written through it. Threads:
/// any.
public final class TemporaryMemory implements Memory {
    private final Memory beside;
    private final Reading reading;
    private final TemporaryConversations conversations = new TemporaryConversations();
    private final Facts facts;
    private final Identity identity = new ReadOnlyIdentity();

    private TemporaryMemory(Memory beside, Reading reading) {
        this.beside = beside;
        this.reading = reading;
        this.facts = new TemporaryFacts(
                reading == Reading.MEMORY ? Optional.of(beside.facts()) : Optional.empty(), conversations);
    }

    /// See [Memory#temporary].
    public static Memory beside(Memory memory, Reading reading) {
        return new TemporaryMemory(memory, reading);
    }

    @Override
    public Conversations conversations() {
        return conversations;
    }

    @Override
    public Facts facts() {
        return facts;
    }

    /// The question goes no further than the search: nothing notes that it was asked.
    @Override
    public Recall recall() {
        return question -> reading == Reading.NOTHING
                ? List.of()
                : beside.recall()
                        .recall(new Recall.Question(
                                question.text(), question.limit(), Optional.empty(), question.purpose()));
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public Memory temporary(Reading other) {
        return beside.temporary(other);
    }

    @Override
    public Erasure erasure() {
        throw nothingKept();
    }

    @Override
    public NeverStore neverStore() {
        return beside.neverStore();
    }

    @Override
    public Retention retention() {
        throw nothingKept();
    }

    @Override
    public Reflection reflection() {
        throw nothingKept();
    }

    @Override
    public Embedding embedding() {
        return beside.embedding();
    }

    @Override
    public Archive archive() {
        throw nothingKept();
    }

    /// May be read when the memory may be; not changed from here.
    @Override
    public Entities entities() {
        return new TemporaryLinks.ReadOnlyEntities(beside, reading);
    }

    @Override
    public Links links() {
        return new TemporaryLinks.NoLinks();
    }

    /// What is asked here is no use of a memory.
    @Override
    public RecallLog recallLog() {
        return new TemporaryLinks.NoLog();
    }

    @Override
    public Counts counts() {
        return beside.counts();
    }

    @Override
    public Health check() {
        return beside.check();
    }

    /// Forgets what was said.
    @Override
    public void close() {
        conversations.clear();
    }

    static MemoryException nothingKept() {
        return new MemoryException(
                Reason.BAD_INPUT,
                "A temporary conversation keeps nothing and changes nothing. Do this in another one.");
    }

    private final class ReadOnlyIdentity implements Identity {
        @Override
        public List<Field> fields() {
            return reading == Reading.MEMORY ? beside.identity().fields() : List.of();
        }

        @Override
        public List<FieldName> names() {
            return beside.identity().names();
        }

        @Override
        public Field set(String name, String value) {
            throw nothingKept();
        }

        @Override
        public Field confirm(String name) {
            throw nothingKept();
        }

        @Override
        public void dismiss(String name) {
            throw nothingKept();
        }

        @Override
        public void remove(String name) {
            throw nothingKept();
        }

        @Override
        public Preview preview(Format format) {
            throw nothingKept();
        }

        @Override
        public void export(Preview preview, Path file) {
            throw nothingKept();
        }
    }

    /// The facts there are, and those the user asked to remember here, which end with the conversation.
    private static final class TemporaryFacts implements Facts {
        private final Optional<Facts> known;
        private final TemporaryConversations conversations;
        private final List<Fact> here = new CopyOnWriteArrayList<>();

        private TemporaryFacts(Optional<Facts> known, TemporaryConversations conversations) {
            this.known = known;
            this.conversations = conversations;
        }

        @Override
        public List<Fact> active() {
            return known.map(Facts::active).orElse(List.of());
        }

        @Override
        public List<Fact> search(String query) {
            return known.map(facts -> facts.search(query)).orElse(List.of());
        }

        @Override
        public Optional<Fact> find(MemoryId id) {
            return here.stream()
                    .filter(fact -> fact.id().equals(id))
                    .findFirst()
                    .or(() -> known.flatMap(facts -> facts.find(id)));
        }

        @Override
        public boolean isKept(MemoryId id) {
            return !TemporaryConversations.isTemporary(id.number());
        }

        /// Not kept: the conversation itself is what remembers it, as long as it lasts.
        @Override
        public Fact remember(String statement, MemoryId source, String quote) {
            Fact fact = conversations.stated(statement, source, quote);
            here.add(fact);
            return fact;
        }

        @Override
        public int learn(int most) {
            return 0;
        }

        @Override
        public List<Fact> candidates() {
            return List.of();
        }

        @Override
        public Fact confirm(MemoryId id) {
            throw nothingKept();
        }

        @Override
        public void dismiss(MemoryId id) {
            throw nothingKept();
        }

        @Override
        public Fact reconsider(Fact dismissed) {
            throw nothingKept();
        }

        @Override
        public Fact correct(MemoryId id, String statement) {
            throw nothingKept();
        }

        @Override
        public void pin(MemoryId id) {
            throw nothingKept();
        }

        @Override
        public void unpin(MemoryId id) {
            throw nothingKept();
        }

        @Override
        public void delete(MemoryId id) {
            throw nothingKept();
        }

        @Override
        public void restore(MemoryId id) {
            throw nothingKept();
        }
    }
}
