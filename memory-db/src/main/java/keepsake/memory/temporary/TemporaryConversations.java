package keepsake.memory.temporary;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import keepsake.memory.Conversation;
import keepsake.memory.Conversations;
import keepsake.memory.Fact;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.conversation.Titles;
import keepsake.memory.text.Words;

/// Conversations in RAM. Their numbers are beyond those of any database, so that neither is taken for the other.
/// Threads: any.
final class TemporaryConversations implements Conversations {
    private static final AtomicLong NUMBERS = new AtomicLong(1L << 52);

    private final InstantSource clock = InstantSource.system();
    private final Map<Long, Conversation> conversations = new LinkedHashMap<>();
    private final Map<MemoryId, Message> messages = new LinkedHashMap<>();

    @Override
    public synchronized Conversation start() {
        Instant now = clock.instant();
        Conversation begun = new Conversation(NUMBERS.incrementAndGet(), "", now, now, 0);
        conversations.put(begun.id(), begun);
        return begun;
    }

    @Override
    public synchronized List<Conversation> list() {
        return conversations.values().stream()
                .filter(conversation -> conversation.messages() > 0)
                .sorted(Comparator.comparing(Conversation::changedAt).reversed())
                .toList();
    }

    @Override
    public synchronized Optional<Conversation> find(long id) {
        return Optional.ofNullable(conversations.get(id));
    }

    private Conversation require(long id) {
        return find(id).orElseThrow(() ->
                new MemoryException(Reason.BAD_INPUT, "This temporary conversation is over. Nothing of it was kept."));
    }

    @Override
    public synchronized List<Found> search(String query, int limit) {
        List<String> words = Words.distinct(query, 16);
        if (words.isEmpty()) return List.of();
        List<Found> found = new ArrayList<>();
        for (Message message : messages.values()) {
            List<String> said = Words.of(message.text());
            boolean all = words.stream().allMatch(word -> said.stream().anyMatch(other -> other.startsWith(word)));
            if (all && found.size() < limit) {
                found.add(new Found(
                        require(message.conversationId()),
                        Words.excerpt(message.text(), words, 110),
                        Optional.of(message.id())));
            }
        }
        return found;
    }

    @Override
    public synchronized void rename(long id, String title) {
        Conversation old = require(id);
        conversations.put(id, new Conversation(id, title.strip(), old.startedAt(), old.changedAt(), old.messages()));
    }

    @Override
    public synchronized void delete(long id) {
        require(id);
        conversations.remove(id);
        messages.values().removeIf(message -> message.conversationId() == id);
    }

    @Override
    public void restore(long id) {
        throw TemporaryMemory.nothingKept();
    }

    @Override
    public synchronized List<Message> messages(long id) {
        return messages.values().stream()
                .filter(message -> message.conversationId() == id)
                .toList();
    }

    @Override
    public synchronized void everyMessage(Consumer<Message> each) {
        List.copyOf(messages.values()).forEach(each);
    }

    @Override
    public synchronized Optional<Message> message(MemoryId id) {
        return Optional.ofNullable(messages.get(id));
    }

    @Override
    public synchronized Message say(long conversationId, String text) {
        Conversation in = require(conversationId);
        String title = in.title().isEmpty() ? Titles.of(text) : in.title();
        return add(
                new Conversation(in.id(), title, in.startedAt(), clock.instant(), in.messages() + 1),
                Message.Role.USER,
                Words.wellFormed(text),
                Message.State.COMPLETE,
                List.of(),
                Optional.empty());
    }

    @Override
    public synchronized AnswerDraft answer(long conversationId, List<MemoryId> given, String madeBy) {
        Conversation in = require(conversationId);
        Message begun = add(
                new Conversation(in.id(), in.title(), in.startedAt(), clock.instant(), in.messages() + 1),
                Message.Role.ASSISTANT,
                "",
                Message.State.WRITING,
                given,
                Optional.of(madeBy));
        return new Draft(begun);
    }

    private Message add(
            Conversation now,
            Message.Role role,
            String text,
            Message.State state,
            List<MemoryId> given,
            Optional<String> madeBy) {
        Optional<MemoryId> parent = messages(now.id()).stream().map(Message::id).reduce((_, last) -> last);
        Message message = new Message(
                MemoryId.message(NUMBERS.incrementAndGet()),
                now.id(),
                parent,
                role,
                text,
                now.changedAt(),
                state,
                given,
                madeBy,
                Optional.empty());
        conversations.put(now.id(), now);
        messages.put(message.id(), message);
        return message;
    }

    /// A fact that lasts as long as the conversation.
    synchronized Fact stated(String statement, MemoryId source, String quote) {
        Message said = message(source).orElseThrow(TemporaryMemory::nothingKept);
        String title = require(said.conversationId()).title();
        return new Fact(
                MemoryId.fact(NUMBERS.incrementAndGet()),
                Fact.USER,
                statement,
                Fact.Kind.WORLD,
                Fact.Status.ACTIVE,
                1,
                false,
                Optional.empty(),
                Optional.empty(),
                said.saidAt(),
                Optional.empty(),
                List.of(new Fact.Source(source, said.conversationId(), title, quote, said.saidAt())));
    }

    /// Whether this is the number of a temporary conversation, message or fact.
    static boolean isTemporary(long number) {
        return number > 1L << 52;
    }

    synchronized void clear() {
        conversations.clear();
        messages.clear();
    }

    private final class Draft implements AnswerDraft {
        private final Message begun;
        private final StringBuilder text = new StringBuilder();

        private Draft(Message begun) {
            this.begun = begun;
        }

        @Override
        public MemoryId id() {
            return begun.id();
        }

        @Override
        public void append(String more) {
            synchronized (TemporaryConversations.this) {
                text.append(more);
                become(Message.State.WRITING, Optional.empty());
            }
        }

        @Override
        public Message finish(Message.State state, Optional<String> problem) {
            if (state == Message.State.WRITING) {
                throw new IllegalArgumentException(
                        "an answer cannot end as " + state.name().toLowerCase(Locale.ROOT));
            }
            synchronized (TemporaryConversations.this) {
                return become(state, problem);
            }
        }

        /// A conversation that was ended meanwhile does not come back.
        private Message become(Message.State state, Optional<String> problem) {
            Message now = new Message(
                    begun.id(),
                    begun.conversationId(),
                    begun.parent(),
                    begun.role(),
                    Words.wellFormed(text.toString()),
                    begun.saidAt(),
                    state,
                    begun.memoriesGiven(),
                    begun.madeBy(),
                    problem);
            messages.computeIfPresent(begun.id(), (_, _) -> now);
            return now;
        }
    }
}
