package keepsake.app.ui.identity;

import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import keepsake.app.ui.identity.Page.Entry;
import keepsake.app.ui.identity.Page.Mark;
import keepsake.app.ui.memory.OpenSource;
import keepsake.app.ui.text.Fxml;
import keepsake.app.ui.wording.Wording;

/// One field: its label, its box, and below it where the value comes from or why it was refused. Enter or leaving the
/// box keeps what it says, Esc takes it back. A street address may have lines (Shift+Enter).
final class FieldBox extends VBox {
    private static final PseudoClass REFUSED = PseudoClass.getPseudoClass("danger");
    private static final PseudoClass SAVED = PseudoClass.getPseudoClass("saved");

    private final IdentityModel model;
    private final OpenSource opener;
    private final Wording wording;
    private final TextInputControl input;
    private Entry entry;

    @FXML
    private Label label;

    @FXML
    private StackPane box;

    @FXML
    private Node check;

    @FXML
    private Label note;

    @FXML
    private Hyperlink open;

    FieldBox(Entry entry, IdentityModel model, OpenSource opener, Wording wording) {
        this.entry = entry;
        this.model = model;
        this.opener = opener;
        this.wording = wording;
        this.input = entry.name().equals("street-address") ? lines() : new TextField();
        Fxml.load(this, "FieldBox.fxml", wording.texts());
        box.getChildren().setAll(input);
        label.setText(entry.label());
        label.setLabelFor(input);
        input.setId("field-" + entry.name());
        input.setPromptText(entry.hint());
        input.setText(entry.text());
        input.textProperty().subscribe((before, now) -> model.type(entry.name(), now));
        input.focusedProperty().subscribe((before, now) -> {
            if (!now) model.commit(entry.name());
        });
        input.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        fill();
    }

    private static TextArea lines() {
        TextArea lines = new TextArea();
        lines.setPrefRowCount(2);
        lines.setWrapText(true);
        return lines;
    }

    void update(Entry newer) {
        if (newer.equals(entry)) return;
        entry = newer;
        fill();
    }

    private void fill() {
        if (!input.getText().equals(entry.text())) input.setText(entry.text());
        input.pseudoClassStateChanged(REFUSED, entry.mark() == Mark.REFUSED);
        pseudoClassStateChanged(REFUSED, entry.mark() == Mark.REFUSED);
        pseudoClassStateChanged(SAVED, entry.mark() == Mark.SAVED);
        check.setVisible(entry.mark() == Mark.SAVED);
        note.setText(entry.note());
        input.setAccessibleText(wording.say("field.accessible", entry.label(), entry.note()));
        open.setVisible(entry.origin().isPresent());
        entry.origin()
                .ifPresent(origin -> open.setAccessibleText(wording.say("source.open.accessible", origin.quote())));
    }

    private void onKey(KeyEvent event) {
        switch (event.getCode()) {
            case ENTER -> onEnter(event);
            case ESCAPE -> model.revert(entry.name());
            case TAB ->
                input.requestFocusTraversal(
                        event.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void onEnter(KeyEvent event) {
        if (event.isShiftDown() && input instanceof TextArea) input.replaceSelection("\n");
        else model.commit(entry.name());
    }

    @FXML
    void onOpen() {
        open.setVisited(false);
        entry.origin().ifPresent(origin -> opener.open(origin.conversationId(), origin.message()));
    }
}
