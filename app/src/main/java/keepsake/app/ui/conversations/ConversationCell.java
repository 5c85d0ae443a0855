package keepsake.app.ui.conversations;

import javafx.application.Platform;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.VBox;
import keepsake.app.ui.conversations.ConversationsModel.Row;
import keepsake.app.ui.text.Texts;
import org.jspecify.annotations.Nullable;

/// A row of the list: title and date, what matched below, or a field while it is renamed.
final class ConversationCell extends ListCell<Row> {
    private final ConversationsView owner;
    private final Label title = new Label();
    private final Label when = new Label();
    private final Label excerpt = new Label();
    private final TextField name = new TextField();
    private final VBox shown = new VBox(title, excerpt, when);

    ConversationCell(ConversationsView owner) {
        this.owner = owner;
        title.getStyleClass().add("conversation-title");
        when.getStyleClass().add("conversation-when");
        when.setMinWidth(USE_PREF_SIZE);
        excerpt.getStyleClass().add("conversation-excerpt");
        title.setMaxWidth(Double.MAX_VALUE);
        shown.getStyleClass().add("conversation");
        name.setAccessibleText(Texts.of("conversations.rename.name"));
        // Cells are as wide as the list, however long a title is.
        setPrefWidth(0);
        name.setOnAction(_ -> commit());
        name.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                owner.keepName();
                event.consume();
            }
        });
        name.focusedProperty().addListener((_, before, focused) -> {
            if (before && !focused) commit();
        });
        setOnMouseClicked(event -> {
            Row row = getItem();
            if (row != null && event.getButton() == MouseButton.PRIMARY && !owner.isRenaming(row)) owner.clicked(row);
        });
    }

    private void commit() {
        Row row = getItem();
        if (row != null && owner.isRenaming(row)) owner.renamed(row, name.getText());
    }

    @Override
    protected void updateItem(@Nullable Row row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setGraphic(null);
            setContextMenu(null);
            setAccessibleText(null);
            return;
        }
        setAccessibleText(Texts.of("conversations.row", row.title(), row.when()));
        if (owner.isRenaming(row)) {
            name.setText(row.title());
            setGraphic(name);
            Platform.runLater(() -> {
                name.requestFocus();
                name.selectAll();
            });
            return;
        }
        title.setText(row.title());
        when.setText(row.when());
        excerpt.setText(row.excerpt().replaceAll("\\s+", " "));
        excerpt.setVisible(!row.excerpt().isBlank());
        excerpt.setManaged(!row.excerpt().isBlank());
        setGraphic(shown);
        setContextMenu(menu(row));
    }

    private ContextMenu menu(Row row) {
        MenuItem rename = new MenuItem(Texts.of("conversations.rename"));
        rename.setOnAction(_ -> owner.rename(row));
        MenuItem delete = new MenuItem(Texts.of("conversations.delete"));
        delete.setOnAction(_ -> owner.delete(row));
        MenuItem erase = new MenuItem(Texts.of("conversations.erase"));
        erase.setOnAction(_ -> owner.erase(row));
        return new ContextMenu(rename, delete, new SeparatorMenuItem(), erase);
    }
}
