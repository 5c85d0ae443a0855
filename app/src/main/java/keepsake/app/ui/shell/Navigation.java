package keepsake.app.ui.shell;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import keepsake.app.ui.conversations.ConversationsView;
import keepsake.app.ui.shell.ShellModel.Page;
import keepsake.app.ui.shell.ShellModel.Panel;
import keepsake.memory.Memory;
import keepsake.memory.MemoryId;

/// The ways through the window, and the keys for them. Threads: the FX thread.
final class Navigation {
    private final ShellModel shell;
    private final Chats chats;
    private final ConversationsView list;

    Navigation(ShellModel shell, Chats chats, ConversationsView list) {
        this.shell = shell;
        this.chats = chats;
        this.list = list;
    }

    void open(long conversation, Optional<MemoryId> message) {
        shell.page(Page.CHAT);
        message.ifPresentOrElse(found -> chats.show(conversation, found), () -> chats.show(conversation));
    }

    void newConversation() {
        shell.page(Page.CHAT);
        chats.showNew();
        chats.view().focusInput();
    }

    void temporary() {
        shell.page(Page.CHAT);
        chats.temporary(Memory.Reading.MEMORY);
    }

    void search() {
        shell.sidebar(ShellModel.Sidebar.OPEN);
        list.focusSearch();
    }

    /// Shows the page, or the chat when it is shown already.
    void toggle(Page page) {
        shell.page(shell.view().get().page() == page ? Page.CHAT : page);
    }

    /// Stops the answer that is shown, or closes what Esc closes.
    ///
    /// @return whether there was something to do
    boolean escape() {
        if (chats.model().view().get().busy() && shell.view().get().page() == Page.CHAT) {
            chats.model().stop();
            return true;
        }
        return shell.closeTop();
    }

    private void input() {
        shell.page(Page.CHAT);
        chats.view().focusInput();
    }

    /// @param reachable false while a question lies over the window
    void keyboard(Scene scene, BooleanSupplier reachable) {
        new Shortcuts()
                .on(KeyCode.N, this::newConversation)
                .on(KeyCode.N, this::temporary, KeyCombination.SHIFT_DOWN)
                .on(KeyCode.F, this::search)
                .on(KeyCode.K, this::search)
                .on(KeyCode.M, () -> shell.toggle(Panel.MEMORY))
                .on(KeyCode.I, () -> toggle(Page.IDENTITY))
                .on(KeyCode.J, () -> toggle(Page.REFLECTION))
                .on(KeyCode.COMMA, () -> toggle(Page.SETTINGS))
                .on(KeyCode.L, this::input)
                .on(KeyCode.B, shell::toggleSidebar)
                .on(KeyCode.C, () -> chats.view().copyLastAnswer(), KeyCombination.SHIFT_DOWN)
                .install(scene, reachable);
        scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (!reachable.getAsBoolean()) return;
            if (event.getCode() == KeyCode.F2) list.renameSelected();
            if (event.getCode() == KeyCode.ESCAPE && escape()) event.consume();
        });
    }
}
