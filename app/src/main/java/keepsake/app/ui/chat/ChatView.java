package keepsake.app.ui.chat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import keepsake.app.assistant.ModelSession.State;
import keepsake.app.ui.model.ModelDesk;
import keepsake.app.ui.model.ModelWords;
import keepsake.app.ui.text.Fxml;
import keepsake.app.ui.text.Texts;
import keepsake.memory.MemoryId;

/// The middle of the window: what was said, and the input.
public final class ChatView extends VBox {
    private static final PseudoClass HIGHLIGHTED = PseudoClass.getPseudoClass("highlighted");

    private final ChatModel model;
    private final Actions actions;
    private final Map<String, EntryView> views = new HashMap<>();
    private final StickyScroll sticky;

    @FXML
    private ScrollPane scroll;

    @FXML
    private ScrollPane emptyScroll;

    @FXML
    private VBox entries;

    @FXML
    private VBox examples;

    @FXML
    private Label emptyTitle;

    @FXML
    private Label emptyText;

    @FXML
    private Button toEnd;

    @FXML
    private Label problem;

    @FXML
    private HBox composer;

    @FXML
    private TextArea input;

    @FXML
    private Button send;

    @FXML
    private Button stop;

    @FXML
    private ProgressBar loading;

    @FXML
    private Button status;

    @FXML
    private Button speed;

    @FXML
    private Button restart;

    private ChatModel.View shown = ChatModel.View.EMPTY;
    private List<Entry> entriesShown = List.of();
    private final List<Runnable> endings;

    /// What the chat asks of the window.
    public interface Actions {
        void openSource(long conversation, MemoryId message);

        void showModel();

        void showSpeed();
    }

    public ChatView(ChatModel model, ModelDesk desk, Actions actions) {
        this.model = model;
        this.actions = actions;
        Fxml.load(this, "chat");
        sticky = new StickyScroll(scroll, entries, toEnd);
        GrowingInput.install(input);
        input.setId("input");
        input.addEventFilter(KeyEvent.KEY_PRESSED, this::typed);
        input.textProperty().addListener((_, _, _) -> {
            model.typing();
            buttons();
        });
        input.focusedProperty()
                .addListener((_, _, focused) ->
                        composer.pseudoClassStateChanged(PseudoClass.getPseudoClass("focused-within"), focused));
        send.setOnAction(_ -> send());
        stop.setOnAction(_ -> model.stop());
        status.setOnAction(_ -> actions.showModel());
        speed.setOnAction(_ -> actions.showSpeed());
        restart.setOnAction(_ -> desk.restart());
        for (String example : List.of("chat.example.1", "chat.example.2", "chat.example.3")) example(example);
        endings = List.of(desk.view().watch(this::status), model.view().watch(this::show));
    }

    /// Puts something above the chat, for good, that says what sort of chat it is.
    void mark(Node mark) {
        getStyleClass().add("temporary");
        getChildren().addFirst(mark);
        there(examples, false);
        emptyTitle.setText(Texts.of("chat.temporary.title"));
        emptyText.setText(Texts.of("chat.temporary.text"));
        input.setPromptText(Texts.of("chat.temporary.input"));
    }

    /// Lets go of what was shown and typed.
    void close() {
        endings.forEach(Runnable::run);
        input.clear();
        entries.getChildren().clear();
        views.clear();
    }

    private void example(String key) {
        Button button = new Button(Texts.of(key));
        button.getStyleClass().add("example");
        button.setWrapText(true);
        button.setMnemonicParsing(false);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setOnAction(_ -> {
            input.setText(button.getText());
            input.end();
            input.requestFocus();
        });
        examples.getChildren().add(button);
    }

    private void typed(KeyEvent event) {
        if (event.getCode() != KeyCode.ENTER || event.isControlDown() || event.isAltDown()) return;
        if (event.isShiftDown()) input.replaceSelection("\n");
        else send();
        event.consume();
    }

    private void send() {
        if (!model.send(input.getText())) return;
        input.clear();
        sticky.toEnd();
    }

    /// Puts the caret into the input.
    public void focusInput() {
        input.requestFocus();
    }

    /// Copies the newest answer.
    public void copyLastAnswer() {
        model.lastAnswer().ifPresent(ChatView::copy);
    }

    private static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private void status(ModelDesk.View desk) {
        State session = desk.session();
        there(speed, session instanceof State.Ready && desk.last().isPresent());
        desk.last().ifPresent(stats -> speed.setText(Texts.of("stats.tps", stats.decodeTps())));
        status.setText(ModelWords.status(session));
        boolean busy = session instanceof State.Loading;
        there(loading, busy);
        loading.setProgress(session instanceof State.Loading at && at.share() > 0 ? at.share() : busy ? -1 : 0);
        there(restart, session instanceof State.Failed);
    }

    private void show(ChatModel.View view) {
        boolean another = !view.conversation().equals(shown.conversation());
        Optional<ChatModel.Highlight> before = shown.highlight();
        shown = view;
        if (!view.entries().equals(entriesShown)) {
            List<Node> nodes = view.entries().stream().map(this::node).toList();
            if (!entries.getChildren().equals(nodes)) entries.getChildren().setAll(nodes);
            views.keySet().retainAll(view.entries().stream().map(Entry::key).toList());
            entriesShown = view.entries();
        }
        there(emptyScroll, view.entries().isEmpty());
        there(scroll, !view.entries().isEmpty());
        problem.setText(view.problem().orElse(""));
        there(problem, view.problem().isPresent());
        if (input.getText().isEmpty()) view.unkept().ifPresent(input::setText);
        buttons();
        if (another) sticky.toEnd();
        if (!view.highlight().equals(before)) view.highlight().ifPresent(wanted -> highlight(wanted.message()));
    }

    private Node node(Entry entry) {
        EntryView view = views.computeIfAbsent(entry.key(), _ -> make(entry));
        view.show(entry);
        return view.node();
    }

    private EntryView make(Entry entry) {
        return switch (entry) {
            case Entry.Said _ -> new SaidView(ChatView::copy);
            case Entry.Remembered _ -> new RememberedView(model::toggle);
            case Entry.Answer _ -> new AnswerView(new Doing());
        };
    }

    private final class Doing implements AnswerView.Actions {
        @Override
        public void copy(String text) {
            ChatView.copy(text);
        }

        @Override
        public void remedy(Entry.Remedy remedy) {
            if (remedy == Entry.Remedy.CHOOSE_MODEL) actions.showModel();
            else model.apply(remedy);
        }

        @Override
        public void given(Entry.Answer answer, Consumer<List<Given>> found) {
            model.given(answer, found);
        }

        @Override
        public void source(Given memory) {
            actions.openSource(memory.conversation(), memory.message());
        }
    }

    private void highlight(MemoryId message) {
        Optional<Node> found = shown.entries().stream()
                .filter(entry -> switch (entry) {
                    case Entry.Said said -> said.id().equals(Optional.of(message));
                    case Entry.Answer answer -> answer.id().equals(Optional.of(message));
                    case Entry.Remembered _ -> false;
                })
                .findFirst()
                .flatMap(entry -> Optional.ofNullable(views.get(entry.key())))
                .map(EntryView::node);
        entries.getChildren().forEach(node -> node.pseudoClassStateChanged(HIGHLIGHTED, false));
        found.ifPresent(node -> {
            node.pseudoClassStateChanged(HIGHLIGHTED, true);
            // After the new conversation was laid out.
            Platform.runLater(() -> Platform.runLater(() -> sticky.show(node)));
        });
    }

    private void buttons() {
        boolean busy = shown.busy();
        there(stop, busy);
        there(send, !busy);
        send.setDisable(input.getText().isBlank());
    }

    private static void there(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
