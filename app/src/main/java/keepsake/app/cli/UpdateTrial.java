package keepsake.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import keepsake.memory.Conversations;
import keepsake.memory.Conversations.AnswerDraft;
import keepsake.memory.Embedder;
import keepsake.memory.Fact;
import keepsake.memory.Memory;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.Recall;
import keepsake.memory.Recall.Purpose;
import keepsake.memory.Recall.Question;
import keepsake.memory.Recall.Recollection;

/// Says a dialogue to a memory of its own, with one speaker as the user, confirms every candidate, and asks.
final class UpdateTrial {
    private static final int LOOKED_AT = 50;
    private static final int ALL = 1_000_000;

    private UpdateTrial() {}

    /// How many of the questions find the newer turn above the older one. A turn that is not found is below all others.
    static int currentAboveOld(
            List<DialogueTurn> turns, String user, List<UpdatePairs.Pair> pairs, Optional<Embedder> embedder)
            throws IOException {
        Path home = Files.createTempDirectory("keepsake-eval");
        try {
            Instant[] now = {Instant.EPOCH};
            try (Memory memory = Memory.open(home, () -> now[0], embedder.map(SharedEmbedder::new))) {
                List<Optional<MemoryId>> said = say(memory, turns, user, now);
                confirmAll(memory);
                if (embedder.isPresent()) memory.embedding().complete(progress -> {}, () -> false);
                return (int) pairs.stream()
                        .filter(pair -> isAbove(memory.recall(), pair, said))
                        .count();
            }
        } finally {
            delete(home);
        }
    }

    private static List<Optional<MemoryId>> say(Memory memory, List<DialogueTurn> turns, String user, Instant[] now) {
        Conversations conversations = memory.conversations();
        List<Optional<MemoryId>> ids = new ArrayList<>();
        int session = 0;
        long conversation = 0;
        boolean begun = false;
        for (DialogueTurn turn : turns) {
            now[0] = turn.saidAt();
            if (turn.session() != session) {
                session = turn.session();
                conversation = conversations.start().id();
                begun = false;
            }
            if (turn.speaker().equals(user)) {
                ids.add(Optional.of(conversations.say(conversation, turn.text()).id()));
                begun = true;
            } else {
                ids.add(begun ? Optional.of(answer(conversations, conversation, turn.text())) : Optional.empty());
            }
        }
        return ids;
    }

    private static MemoryId answer(Conversations conversations, long conversation, String text) {
        AnswerDraft draft = conversations.answer(conversation, List.of(), "dialogue");
        draft.append(text);
        return draft.finish(Message.State.COMPLETE, Optional.empty()).id();
    }

    private static void confirmAll(Memory memory) {
        memory.facts().learn(ALL);
        for (Fact candidate : memory.facts().candidates().reversed())
            memory.facts().confirm(candidate.id());
    }

    private static boolean isAbove(Recall recall, UpdatePairs.Pair pair, List<Optional<MemoryId>> said) {
        List<Recollection> found =
                recall.recall(new Question(pair.question(), LOOKED_AT, Optional.empty(), Purpose.EVIDENCE));
        return rank(found, said.get(pair.newer())) < rank(found, said.get(pair.older()));
    }

    private static int rank(List<Recollection> found, Optional<MemoryId> message) {
        for (int i = 0; i < found.size(); i++) {
            Recollection one = found.get(i);
            if (message.equals(Optional.of(one.id()))
                    || message.equals(Optional.of(one.source().message()))) return i;
        }
        return Integer.MAX_VALUE;
    }

    static void delete(Path home) throws IOException {
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
