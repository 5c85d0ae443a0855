package keepsake.app.ui.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepsake.memory.Conversation;
import keepsake.memory.Fact;
import keepsake.memory.Memory;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.Recall.Recollection;

/// Looks up the memories that an answer was given. Blocks on the disk.
final class GivenMemories {
    private final Memory memory;

    GivenMemories(Memory memory) {
        this.memory = memory;
    }

    /// @param ids   in the order given
    /// @param known those whose reason is known
    List<Given> find(List<MemoryId> ids, List<Recollection> known) {
        List<Given> found = new ArrayList<>();
        for (MemoryId id : ids) {
            known.stream()
                    .filter(memory -> memory.id().equals(id))
                    .findFirst()
                    .map(GivenMemories::known)
                    .or(() -> stored(id))
                    .ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    private static Given known(Recollection memory) {
        return new Given(
                memory.id(),
                memory.text(),
                Optional.of(memory.reason()),
                memory.source().message(),
                memory.source().conversationId(),
                memory.source().conversationTitle());
    }

    private Optional<Given> stored(MemoryId id) {
        return switch (id.kind()) {
            case FACT -> memory.facts().find(id).map(GivenMemories::fact);
            case MESSAGE -> memory.conversations().message(id).map(this::message);
        };
    }

    private static Given fact(Fact fact) {
        Fact.Source source = fact.sources().getFirst();
        return new Given(
                fact.id(),
                fact.statement(),
                Optional.empty(),
                source.message(),
                source.conversationId(),
                source.conversationTitle());
    }

    private Given message(Message message) {
        String title = memory.conversations()
                .find(message.conversationId())
                .map(Conversation::title)
                .orElse("");
        return new Given(message.id(), message.text(), Optional.empty(), message.id(), message.conversationId(), title);
    }
}
