package keepsake.app.ui.chat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import keepsake.app.assistant.Assistant.Reply;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.model.ModelDesk;
import keepsake.memory.Memory.Reading;

/// A chat of which nothing is kept: it has a memory of its own, in RAM, and everything of it is let go of when it ends.
///
/// Threads: the FX thread.
public final class TemporaryChat {
    private final Reading reading;
    private final Keepsake apart;
    private final ChatModel model;
    private final ChatView view;

    /// @param keepsake stays open
    /// @param reading  what the chat may know
    /// @param answered an answer ended
    /// @param again    begins another one instead, which may know something else
    public TemporaryChat(
            Keepsake keepsake,
            Reading reading,
            Background background,
            Executor thread,
            ModelDesk desk,
            ChatView.Actions actions,
            Consumer<Reply> answered,
            Consumer<Reading> again) {
        this.reading = reading;
        this.apart = keepsake.temporary(reading);
        this.model = new ChatModel(apart, background, thread, _ -> {}, answered, Entry.Kept.HERE);
        this.view = new ChatView(model, desk, actions);
        view.mark(new TemporaryMark(model, reading, again));
    }

    public ChatModel model() {
        return model;
    }

    public ChatView view() {
        return view;
    }

    /// Stops its answers and forgets it.
    ///
    /// @return complete when the answers have ended
    public List<CompletableFuture<?>> end() {
        view.close();
        List<CompletableFuture<?>> last = model.close();
        apart.close();
        return last;
    }

    /// What the chat may know.
    public Reading reading() {
        return reading;
    }
}
