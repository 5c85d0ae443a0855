package keepsake.app.ui.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepsake.app.assistant.Assistant;
import keepsake.memory.Fact;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.Recall.Recollection;
import keepsake.runtime.engine.StopSignal;

/// A question on its way to an answer. Heard on the replying thread, read on the view model's; what is heard in between
/// comes out in one piece.
final class Turn implements Assistant.ReplyListener {
    private final String key;
    private final String text;
    private final StopSignal stop = new StopSignal();
    private final Runnable changed;

    // Guarded by this.
    private Optional<Message> kept = Optional.empty();
    private Optional<Fact> remembered = Optional.empty();
    private List<Recollection> given = List.of();
    private Entry.Phase phase = new Entry.Phase.Waiting();
    private final StringBuilder answer = new StringBuilder();

    // The view model's thread only.
    private Optional<Long> conversation;

    /// @param changed is called on the replying thread, often; it must return at once
    Turn(String key, Optional<Long> conversation, String text, Runnable changed) {
        this.key = key;
        this.conversation = conversation;
        this.text = text;
        this.changed = changed;
    }

    StopSignal stop() {
        return stop;
    }

    String text() {
        return text;
    }

    Optional<Long> conversation() {
        return conversation;
    }

    void began(long id) {
        conversation = Optional.of(id);
    }

    String saidKey() {
        return key + ".said";
    }

    String answerKey() {
        return key + ".answer";
    }

    synchronized Optional<Message> kept() {
        return kept;
    }

    synchronized Optional<Fact> remembered() {
        return remembered;
    }

    synchronized List<Recollection> given() {
        return given;
    }

    synchronized Entry.Said said() {
        return new Entry.Said(saidKey(), kept.map(Message::id), text);
    }

    synchronized Entry.Answer answer() {
        List<MemoryId> ids = new ArrayList<>();
        for (Recollection memory : given) ids.add(memory.id());
        return new Entry.Answer(
                answerKey(), Optional.empty(), answer.toString(), phase, ids, Optional.empty(), List.of());
    }

    @Override
    public void onKept(Message userMessage) {
        synchronized (this) {
            kept = Optional.of(userMessage);
        }
        changed.run();
    }

    @Override
    public void onRemembered(Fact fact) {
        synchronized (this) {
            remembered = Optional.of(fact);
        }
        changed.run();
    }

    @Override
    public void onRecalled(List<Recollection> memories) {
        synchronized (this) {
            given = List.copyOf(memories);
        }
        changed.run();
    }

    @Override
    public void onPrompt(int done, int total) {
        synchronized (this) {
            phase = new Entry.Phase.Reading(done, total);
        }
        changed.run();
    }

    @Override
    public void onText(String more) {
        synchronized (this) {
            phase = new Entry.Phase.Writing();
            answer.append(more);
        }
        changed.run();
    }
}
