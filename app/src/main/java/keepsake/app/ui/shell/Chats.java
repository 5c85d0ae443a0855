package keepsake.app.ui.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import keepsake.app.assistant.Assistant.Reply;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.chat.ChatModel;
import keepsake.app.ui.chat.ChatView;
import keepsake.app.ui.chat.TemporaryChat;
import keepsake.app.ui.model.ModelDesk;
import keepsake.app.ui.text.Texts;
import keepsake.memory.Memory.Reading;
import keepsake.memory.MemoryId;

/// The chat in the middle: one that is kept, or a temporary one in its place, which is gone when anything else is
/// shown.
///
/// Threads: the FX thread.
final class Chats {
    private final Keepsake keepsake;
    private final Background background;
    private final ModelDesk desk;
    private final ChatView.Actions actions;
    private final Listener listener;
    private final ChatModel kept;
    private final ChatView keptView;
    private final StackPane place = new StackPane();
    private Optional<TemporaryChat> temporary = Optional.empty();

    /// What the window hears of the chats.
    interface Listener {
        /// A kept conversation began or something was said in it.
        void said(long conversation);

        void answered(Reply reply);

        /// An answer ended of which nothing is kept.
        void answeredApart(Reply reply);

        /// Another chat is shown, or it has another title.
        void shown();
    }

    Chats(Keepsake keepsake, Background background, ModelDesk desk, ChatView.Actions actions, Listener listener) {
        this.keepsake = keepsake;
        this.background = background;
        this.desk = desk;
        this.actions = actions;
        this.listener = listener;
        Consumer<Long> said = listener::said;
        kept = new ChatModel(keepsake, background, Platform::runLater, said, listener::answered);
        keptView = new ChatView(kept, desk, actions);
        place.getChildren().add(keptView);
    }

    /// Tells the listener from now on.
    void follow() {
        kept.view().watch(_ -> listener.shown());
    }

    Node node() {
        return place;
    }

    /// The chat that is shown.
    ChatModel model() {
        return temporary.map(TemporaryChat::model).orElse(kept);
    }

    /// Its view.
    ChatView view() {
        return temporary.map(TemporaryChat::view).orElse(keptView);
    }

    String title() {
        return temporary
                .map(_ -> Texts.of("chat.temporary"))
                .orElse(kept.view().get().title());
    }

    /// The kept conversation that is shown.
    Optional<Long> conversation() {
        return kept.view().get().conversation();
    }

    void showNew() {
        leave();
        kept.showNew();
    }

    void show(long conversation) {
        leave();
        kept.show(conversation);
    }

    void show(long conversation, MemoryId message) {
        leave();
        kept.show(conversation, message);
    }

    /// Begins a chat of which nothing is kept, instead of the one that is shown.
    void temporary(Reading reading) {
        leave();
        kept.showNew();
        TemporaryChat begun = new TemporaryChat(
                keepsake,
                reading,
                background,
                Platform::runLater,
                desk,
                actions,
                listener::answeredApart,
                this::temporary);
        temporary = Optional.of(begun);
        place.getChildren().setAll(begun.view());
        listener.shown();
        begun.view().focusInput();
    }

    /// Ends a temporary chat; its answers stop by themselves.
    private void leave() {
        if (temporary.isEmpty()) return;
        var _ = temporary.get().end();
        temporary = Optional.empty();
        place.getChildren().setAll(keptView);
        listener.shown();
    }

    void retitle(long conversation, String title) {
        kept.retitle(conversation, title);
    }

    void refreshTitle(long conversation) {
        kept.refreshTitle(conversation);
    }

    /// Something was erased.
    void reload() {
        kept.reload();
    }

    /// Whether an answer is under way, in any chat.
    boolean answering() {
        return kept.answering()
                || temporary.filter(now -> now.model().answering()).isPresent();
    }

    /// Stops every answer; what it returns is complete when they have ended.
    List<CompletableFuture<?>> stopAll() {
        List<CompletableFuture<?>> endings = new ArrayList<>(kept.stopAll());
        temporary.ifPresent(now -> endings.addAll(now.model().stopAll()));
        return endings;
    }

    /// Stops every answer and forgets a temporary chat.
    List<CompletableFuture<?>> close() {
        List<CompletableFuture<?>> endings = new ArrayList<>(kept.stopAll());
        temporary.ifPresent(now -> endings.addAll(now.end()));
        temporary = Optional.empty();
        return endings;
    }
}
