package keepsake.app.ui.shell;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import keepsake.app.assistant.Assistant.Reply;
import keepsake.app.home.Keepsake;
import keepsake.app.home.PowerSupply;
import keepsake.app.reflection.EngineThinker;
import keepsake.app.ui.archive.ArchiveSection;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.chat.ChatModel;
import keepsake.app.ui.chat.ChatView;
import keepsake.app.ui.conversations.ConversationsModel;
import keepsake.app.ui.conversations.ConversationsView;
import keepsake.app.ui.erase.EraseDialog;
import keepsake.app.ui.erase.EraseModel;
import keepsake.app.ui.erase.EraseNote;
import keepsake.app.ui.identity.IdentityPage;
import keepsake.app.ui.memory.MemoryPanel;
import keepsake.app.ui.model.ModelDesk;
import keepsake.app.ui.model.ModelPanel;
import keepsake.app.ui.model.SpeedModel;
import keepsake.app.ui.model.SpeedPanel;
import keepsake.app.ui.model.WelcomePage;
import keepsake.app.ui.privacy.PrivacySection;
import keepsake.app.ui.reflection.AwayModel;
import keepsake.app.ui.reflection.AwayNote;
import keepsake.app.ui.reflection.Presence;
import keepsake.app.ui.reflection.ReflectionPage;
import keepsake.app.ui.reflection.ReflectionSection;
import keepsake.app.ui.settings.SettingsModel;
import keepsake.app.ui.settings.SettingsPage;
import keepsake.app.ui.text.Texts;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.MemoryId;
import keepsake.memory.Reflection;
import keepsake.memory.Thinker;
import keepsake.runtime.saved.SavedFolder;

/// The one window on an open Keepsake. Owns the view models and puts the parts together; does not close the Keepsake.
/// FX thread only.
public final class KeepsakeWindow {
    private static final double LEAST_WIDTH = 720;
    private static final double LEAST_HEIGHT = 480;
    private static final int[] ICONS = {16, 32, 48, 64, 128, 256, 512};

    private final Stage stage;
    private final Background background = new Background(Platform::runLater);
    private final ShellModel shell = new ShellModel();
    private final ModelDesk desk;
    private final Chats chats;
    private final ConversationsModel conversations;
    private final SpeedModel speed;
    private final SettingsModel settings;
    private final EraseModel erase;
    private final ConversationsView list;
    private final Navigation navigation;
    private final ModelFiles files;
    private final PrivacySection privacy;
    private final IdentityPage identityPage;
    private final MemoryPanel memoryPanel;
    private final AwayModel away;
    private final ReflectionPage reflectionPage;
    private final Presence presence;
    private final ShellView view;

    /// Fills the stage with the window of an open Keepsake.
    public KeepsakeWindow(Stage stage, Keepsake keepsake) {
        this.stage = stage;
        desk = new ModelDesk(keepsake, background, Platform::runLater);
        conversations = new ConversationsModel(
                keepsake.memory().conversations(), background, Clock.systemUTC(), ZoneId.systemDefault());
        speed = new SpeedModel(keepsake, background, desk, new RunningAnswers());
        settings = new SettingsModel(
                keepsake.settings(), SavedFolder.at(keepsake.home().cache()), background);
        Wording eraseWords = Wording.of("keepsake.app.ui.erase.erase", ZoneId.systemDefault());
        erase = new EraseModel(keepsake.memory().erasure(), background, eraseWords, new AroundErasing());
        list = new ConversationsView(conversations, new ListActions());
        chats = new Chats(keepsake, background, desk, new ChatActions(), new ChatListener());
        navigation = new Navigation(shell, chats, list);
        files = new ModelFiles(stage, this::openModel);
        identityPage = new IdentityPage(keepsake, background, this::open);
        memoryPanel = new MemoryPanel(keepsake, background, this::open, erase);
        Wording awayWords = Wording.of("keepsake.app.ui.reflection.reflection", ZoneId.systemDefault());
        away = away(keepsake, awayWords);
        reflectionPage = new ReflectionPage(
                keepsake.memory(), away, background, this::open, awayWords, InstantSource.system(), this::refresh);
        privacy = PrivacySection.of(keepsake, background, this::refresh);
        view = new ShellView(
                shell,
                new ShellView.Parts(
                        list,
                        chats.node(),
                        new WelcomePage(desk, files::choose),
                        identityPage,
                        reflectionPage,
                        new SettingsPage(
                                settings,
                                keepsake.home(),
                                () -> shell.page(ShellModel.Page.CHAT),
                                List.of(
                                        privacy,
                                        new ReflectionSection(away, awayWords),
                                        ArchiveSection.of(keepsake, background, this::refresh))),
                        memoryPanel,
                        new ModelPanel(desk, files::choose, this::showSpeed, shell::closePanel),
                        new SpeedPanel(speed, () -> shell.show(ShellModel.Panel.MODEL), shell::closePanel),
                        new VBox(new EraseNote(erase, eraseWords), new AwayNote(away, awayWords, this::whatChanged)),
                        new EraseDialog(erase, eraseWords)));
        Scene scene = new Scene(view, 1180, 760);
        scene.getStylesheets()
                .add(Objects.requireNonNull(KeepsakeWindow.class.getResource("/keepsake/app/ui/keepsake.css"))
                        .toExternalForm());
        Theme theme = new Theme(scene, settings.view().get().choice().theme());
        settings.view().watch(now -> theme.choose(now.choice().theme()));
        navigation.keyboard(scene, () -> !erase.view().get().open());
        files.drops(scene);
        presence = new Presence(scene, away, chats::answering);
        stage.setScene(scene);
        stage.setTitle(Texts.of("app.name"));
        for (int size : ICONS) icon(size).ifPresent(stage.getIcons()::add);
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        follow();
    }

    /// Shows the window and begins to load the usual model.
    public void open() {
        stage.show();
        conversations.refresh();
        desk.start();
        erase.resume();
        chats.view().focusInput();
    }

    /// Brings the window to the front.
    public void raise() {
        stage.setIconified(false);
        stage.show();
        stage.toFront();
        stage.requestFocus();
    }

    /// Ends answers and background work. What it returns is complete when the answers are kept.
    public List<CompletableFuture<?>> close() {
        List<CompletableFuture<?>> endings = chats.close();
        presence.end();
        away.pause();
        desk.pause();
        stage.hide();
        return endings;
    }

    /// After [#close], when the answers are kept: interrupts what is left.
    public void end() {
        background.close();
    }

    private AwayModel away(Keepsake keepsake, Wording words) {
        PowerSupply power = PowerSupply.ofThisMachine();
        AwayModel.Surroundings around = new AwayModel.Surroundings(
                keepsake.settings(), InstantSource.system(), power::onBattery, () -> request(keepsake));
        return new AwayModel(
                keepsake.memory().reflection(), background, Platform::runLater, words, around, this::reflected);
    }

    /// With the model that is loaded, if there is one; none is loaded for thinking.
    private static Reflection.Request request(Keepsake keepsake) {
        return new Reflection.Request(
                EnumSet.allOf(Reflection.Job.class),
                EngineThinker.with(keepsake.model()).map(Thinker.class::cast));
    }

    private void reflected() {
        memoryPanel.refresh();
        reflectionPage.refresh();
    }

    private void whatChanged() {
        shell.page(ShellModel.Page.REFLECTION);
        reflectionPage.show(ReflectionPage.Tab.CHANGES);
    }

    private void follow() {
        chats.follow();
        desk.view().watch(_ -> welcome());
        erase.view().watch(now -> view.dialog(now.open() ? ShellView.Dialog.OPEN : ShellView.Dialog.CLOSED));
        conversations.view().watch(now -> {
            // The shown conversation was deleted.
            boolean gone = now.deleted()
                    .filter(deleted -> chats.conversation().equals(Optional.of(deleted.id())))
                    .isPresent();
            if (gone) chats.showNew();
        });
        shell.view().watch(now -> {
            if (now.page() == ShellModel.Page.REFLECTION) reflectionPage.refresh();
            if (now.page() == ShellModel.Page.SETTINGS) {
                settings.refresh();
                privacy.shown();
            } else {
                privacy.hidden();
            }
        });
    }

    private void welcome() {
        ChatModel.View chat = chats.model().view().get();
        boolean due = desk.view().get().needsModel()
                && chat.entries().isEmpty()
                && chat.conversation().isEmpty();
        view.welcome(due ? ShellView.Welcome.DUE : ShellView.Welcome.NOT_DUE);
    }

    private void open(long conversation, MemoryId message) {
        navigation.open(conversation, Optional.of(message));
    }

    private void refresh() {
        conversations.refresh();
        memoryPanel.refresh();
        chats.reload();
    }

    private void showSpeed() {
        shell.show(ShellModel.Panel.SPEED);
    }

    /// Opens a GGUF file.
    public void openModel(Path file) {
        desk.open(file);
    }

    private static Optional<Image> icon(int size) {
        InputStream file = KeepsakeWindow.class.getResourceAsStream("/keepsake/app/icons/keepsake-" + size + ".png");
        return Optional.ofNullable(file).map(Image::new);
    }

    private final class ListActions implements ConversationsView.Actions {
        @Override
        public void newConversation() {
            navigation.newConversation();
        }

        @Override
        public void temporary() {
            navigation.temporary();
        }

        @Override
        public void open(long conversation, Optional<MemoryId> message) {
            navigation.open(conversation, message);
        }

        @Override
        public void renamed(long conversation, String title) {
            chats.retitle(conversation, title);
        }

        @Override
        public void erase(long conversation, String title) {
            erase.conversation(conversation, title);
        }

        @Override
        public void identity() {
            navigation.toggle(ShellModel.Page.IDENTITY);
        }

        @Override
        public void reflection() {
            navigation.toggle(ShellModel.Page.REFLECTION);
        }

        @Override
        public void settings() {
            navigation.toggle(ShellModel.Page.SETTINGS);
        }

        @Override
        public void escape() {
            var _ = navigation.escape();
        }
    }

    private final class ChatListener implements Chats.Listener {
        @Override
        public void said(long conversation) {
            conversations.refresh();
            chats.refreshTitle(conversation);
        }

        @Override
        public void answered(Reply reply) {
            answeredApart(reply);
            memoryPanel.refresh();
        }

        @Override
        public void answeredApart(Reply reply) {
            reply.result().ifPresent(made -> {
                desk.answered(made.stats());
                speed.answered(made.stats());
            });
        }

        @Override
        public void shown() {
            view.title(chats.title());
            conversations.select(chats.conversation());
            welcome();
        }
    }

    private final class ChatActions implements ChatView.Actions {
        @Override
        public void openSource(long conversation, MemoryId message) {
            open(conversation, message);
        }

        @Override
        public void showModel() {
            shell.show(ShellModel.Panel.MODEL);
        }

        @Override
        public void showSpeed() {
            KeepsakeWindow.this.showSpeed();
        }
    }

    private final class AroundErasing implements EraseModel.Around {
        @Override
        public List<CompletableFuture<?>> stopAnswers() {
            return chats.stopAll();
        }

        @Override
        public void erased() {
            refresh();
            identityPage.refresh();
        }
    }

    private final class RunningAnswers implements SpeedModel.Answers {
        @Override
        public boolean running() {
            return chats.answering();
        }

        @Override
        public List<CompletableFuture<?>> stop() {
            return chats.stopAll();
        }
    }
}
