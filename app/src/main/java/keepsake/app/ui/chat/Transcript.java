package keepsake.app.ui.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepsake.app.assistant.Assistant.Reply;
import keepsake.app.assistant.ModelSession;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.Recall.Recollection;

/// Makes what is shown of kept messages and of turns under way. What was made while the window is open keeps its key,
/// its note, and why memories were given to it.
final class Transcript {
    private final Entry.Kept remembering;
    private final Map<MemoryId, String> keys = new HashMap<>();
    private final Map<MemoryId, Entry.Remembered> notes = new HashMap<>();
    private final Map<MemoryId, List<Recollection>> reasons = new HashMap<>();

    /// @param remembering what becomes of a fact that is stated here
    Transcript(Entry.Kept remembering) {
        this.remembering = remembering;
    }

    /// Takes what a turn heard so far.
    ///
    /// @return whether its message was not known before
    boolean heard(Turn turn) {
        Optional<Message> kept = turn.kept();
        boolean fresh = kept.filter(message -> !keys.containsKey(message.id())).isPresent();
        kept.ifPresent(message -> {
            keys.put(message.id(), turn.saidKey());
            turn.remembered()
                    .ifPresent(fact -> notes.putIfAbsent(
                            message.id(), new Entry.Remembered(turn.saidKey() + ".note", fact, remembering)));
        });
        return fresh;
    }

    void ended(Turn turn, Reply reply) {
        heard(turn);
        keys.put(reply.answer().id(), turn.answerKey());
        reasons.put(reply.answer().id(), reply.given());
    }

    void note(MemoryId message, Entry.Remembered note) {
        notes.put(message, note);
    }

    /// Why an answer was given its memories, if it was made while the window is open.
    Optional<List<Recollection>> reasons(MemoryId answer) {
        return Optional.ofNullable(reasons.get(answer));
    }

    /// @param here the turns under way in this conversation
    List<Entry> entries(List<Message> history, List<Turn> here, ModelSession.State model) {
        Set<MemoryId> live = new HashSet<>();
        here.forEach(turn -> turn.kept().ifPresent(kept -> live.add(kept.id())));
        List<Entry> entries = new ArrayList<>();
        for (Message message : history) {
            boolean written = message.state() == Message.State.WRITING && !here.isEmpty();
            if (written || live.contains(message.id())) continue;
            add(entries, message, here.isEmpty() && message.equals(history.getLast()), model);
        }
        for (Turn turn : here) {
            entries.add(turn.said());
            turn.kept()
                    .flatMap(kept -> Optional.ofNullable(notes.get(kept.id())))
                    .ifPresent(entries::add);
            entries.add(turn.answer());
        }
        return List.copyOf(entries);
    }

    private void add(List<Entry> entries, Message message, boolean newest, ModelSession.State model) {
        String key = keys.computeIfAbsent(message.id(), MemoryId::toString);
        switch (message.role()) {
            case USER -> {
                entries.add(new Entry.Said(key, Optional.of(message.id()), message.text()));
                Optional.ofNullable(notes.get(message.id())).ifPresent(entries::add);
            }
            case ASSISTANT ->
                entries.add(new Entry.Answer(
                        key,
                        Optional.of(message.id()),
                        message.text(),
                        new Entry.Phase.Ended(message.state()),
                        message.memoriesGiven(),
                        Failures.problem(message),
                        newest ? Failures.remedies(message, model) : List.of()));
        }
    }
}
