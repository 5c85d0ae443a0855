package keepsake.app.ui.conversations;

import java.util.Optional;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import keepsake.app.ui.conversations.ConversationsModel.Row;
import keepsake.app.ui.text.Fxml;
import keepsake.app.ui.text.Texts;
import keepsake.memory.MemoryId;

/// The left side of the window.
public final class ConversationsView extends VBox {
    private final ConversationsModel model;
    private final Actions actions;

    @FXML
    private Button newButton;

    @FXML
    private Button temporaryButton;

    @FXML
    private TextField search;

    @FXML
    private ListView<Row> list;

    @FXML
    private Label empty;

    @FXML
    private Label problem;

    @FXML
    private HBox undoBar;

    @FXML
    private Hyperlink undo;

    @FXML
    private Button undoClose;

    @FXML
    private Button identity;

    @FXML
    private Button reflection;

    @FXML
    private Button settings;

    private boolean showing;
    private Optional<Long> renaming = Optional.empty();

    /// What the list asks of the window.
    public interface Actions {
        void newConversation();

        /// One of which nothing is kept.
        void temporary();

        void open(long conversation, Optional<MemoryId> message);

        void renamed(long conversation, String title);

        /// Asks first.
        void erase(long conversation, String title);

        void identity();

        /// What changed, and what is known.
        void reflection();

        void settings();

        void escape();
    }

    public ConversationsView(ConversationsModel model, Actions actions) {
        this.model = model;
        this.actions = actions;
        Fxml.load(this, "conversations");
        setId("conversations");
        newButton.setOnAction(_ -> actions.newConversation());
        temporaryButton.setOnAction(_ -> actions.temporary());
        identity.setOnAction(_ -> actions.identity());
        reflection.setOnAction(_ -> actions.reflection());
        settings.setOnAction(_ -> actions.settings());
        undo.setOnAction(_ -> model.undoDelete());
        undoClose.setOnAction(_ -> model.forgetDeleted());
        search.textProperty().addListener((_, _, query) -> model.search(query));
        search.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.DOWN) {
                list.requestFocus();
                if (list.getSelectionModel().isEmpty()) list.getSelectionModel().selectFirst();
                event.consume();
            }
            if (event.getCode() == KeyCode.ESCAPE && !search.getText().isEmpty()) {
                search.clear();
                event.consume();
            }
        });
        list.setCellFactory(_ -> new ConversationCell(this));
        list.getSelectionModel().selectedItemProperty().addListener((_, _, row) -> {
            if (!showing && row != null) actions.open(row.id(), row.message());
        });
        list.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            // A list view keeps Esc to itself.
            if (event.getCode() == KeyCode.ESCAPE && renaming.isEmpty()) {
                actions.escape();
                event.consume();
            }
        });
        list.setOnKeyPressed(event -> {
            Row row = list.getSelectionModel().getSelectedItem();
            if (row == null) return;
            if (event.getTarget() != list) return; // typed into the name
            if (event.getCode() == KeyCode.F2) rename(row);
            else if (event.getCode() == KeyCode.DELETE && event.isShiftDown()) erase(row);
            else if (event.getCode() == KeyCode.DELETE) model.delete(row);
            else return;
            event.consume();
        });
        model.view().watch(this::show);
    }

    private void show(ConversationsModel.View view) {
        showing = true;
        list.getItems().setAll(view.rows());
        int selected = -1;
        for (int i = 0; i < view.rows().size(); i++) {
            if (view.selected().equals(Optional.of(view.rows().get(i).id()))) selected = i;
        }
        if (selected >= 0) list.getSelectionModel().select(selected);
        else list.getSelectionModel().clearSelection();
        showing = false;
        empty.setText(Texts.of(view.searching() ? "conversations.nothing" : "conversations.empty"));
        there(empty, view.rows().isEmpty());
        there(list, !view.rows().isEmpty());
        there(undoBar, view.deleted().isPresent());
        problem.setText(view.problem().orElse(""));
        there(problem, view.problem().isPresent());
    }

    private static void there(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }

    /// Puts the caret into the search field.
    public void focusSearch() {
        search.requestFocus();
        search.selectAll();
    }

    /// Renames the selected conversation in place.
    public void renameSelected() {
        Row row = list.getSelectionModel().getSelectedItem();
        if (row != null) rename(row);
    }

    /// Takes the outcome of a row's own click: a click on the selected row opens it too, from another page.
    void clicked(Row row) {
        actions.open(row.id(), row.message());
    }

    boolean isRenaming(Row row) {
        return renaming.equals(Optional.of(row.id()));
    }

    void rename(Row row) {
        renaming = Optional.of(row.id());
        list.refresh();
    }

    void delete(Row row) {
        model.delete(row);
    }

    void erase(Row row) {
        actions.erase(row.id(), row.title());
    }

    void renamed(Row row, String title) {
        if (renaming.isEmpty()) return;
        renaming = Optional.empty();
        model.rename(row.id(), title, () -> actions.renamed(row.id(), title.strip()));
        list.refresh();
        Platform.runLater(list::requestFocus);
    }

    void keepName() {
        renaming = Optional.empty();
        list.refresh();
        Platform.runLater(list::requestFocus);
    }
}
