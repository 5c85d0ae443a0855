package keepsake.app.ui.reflection;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import keepsake.app.ui.reflection.Change.SourceLine;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Conversation;
import keepsake.memory.Fact;
import keepsake.memory.Memory;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;

/// Finds the messages that something comes from. Asks the memory: not on the FX thread.
final class Sources {
    private static final int LONGEST = 160;

    private final Memory memory;
    private final Wording wording;

    Sources(Memory memory, Wording wording) {
        this.memory = memory;
        this.wording = wording;
    }

    /// Those that are still there; of a fact, the messages that say it.
    List<SourceLine> of(Collection<MemoryId> ids) {
        return ids.stream().distinct().flatMap(this::of).distinct().toList();
    }

    /// Those that say a fact, with the words that do.
    List<SourceLine> of(Fact fact, Collection<MemoryId> messages) {
        return fact.sources().stream()
                .filter(source -> messages.contains(source.message()))
                .map(this::line)
                .toList();
    }

    private Stream<SourceLine> of(MemoryId id) {
        return switch (id.kind()) {
            case MESSAGE -> memory.conversations().message(id).map(this::line).stream();
            case FACT ->
                memory.facts().find(id).stream()
                        .flatMap(fact -> fact.sources().stream())
                        .map(this::line);
        };
    }

    SourceLine line(Fact.Source source) {
        return new SourceLine(
                source.conversationId(),
                source.message(),
                source.quote(),
                told(wording.day(source.saidAt()), source.conversationTitle()));
    }

    private SourceLine line(Message message) {
        String title = memory.conversations()
                .find(message.conversationId())
                .map(Conversation::title)
                .orElse("");
        return new SourceLine(
                message.conversationId(),
                message.id(),
                brief(message.text()),
                told(wording.day(message.saidAt()), title));
    }

    private String told(String day, String title) {
        return title.isBlank() ? wording.say("told", day) : wording.say("told.in", day, title);
    }

    /// On one line, cut between characters.
    static String brief(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= LONGEST) return line;
        int end = line.offsetByCodePoints(0, Math.min(LONGEST, line.codePointCount(0, line.length())) - 1);
        return line.substring(0, Math.min(end, LONGEST)).stripTrailing() + "…";
    }

    Optional<Fact> fact(MemoryId id) {
        return memory.facts().find(id);
    }
}
