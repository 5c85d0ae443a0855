package keepsake.app.ui.memory;

import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import keepsake.app.ui.erase.Eraser;
import keepsake.app.ui.memory.Shown.Card;
import keepsake.app.ui.memory.Shown.Editor;
import keepsake.app.ui.memory.Shown.Pin;
import keepsake.app.ui.memory.Shown.SourceLine;
import keepsake.app.ui.text.Fxml;
import keepsake.app.ui.wording.Wording;

/// One fact: the statement, the words it came from, and what can be done with it.
final class FactCard extends VBox {
    private static final PseudoClass PINNED = PseudoClass.getPseudoClass("pinned");

    private final MemoryPanelModel model;
    private final OpenSource opener;
    private final Eraser eraser;
    private final Wording wording;
    private Card card;
    private boolean allSources;

    @FXML
    private Label statement;

    @FXML
    private VBox editor;

    @FXML
    private TextArea draft;

    @FXML
    private Label refused;

    @FXML
    private VBox sources;

    @FXML
    private Hyperlink open;

    @FXML
    private Hyperlink toggle;

    @FXML
    private Button pin;

    @FXML
    private Button edit;

    @FXML
    private Button forget;

    @FXML
    private MenuButton more;

    FactCard(Card card, MemoryPanelModel model, OpenSource opener, Eraser eraser, Wording wording) {
        this.card = card;
        this.model = model;
        this.opener = opener;
        this.eraser = eraser;
        this.wording = wording;
        Fxml.load(this, "FactCard.fxml", wording.texts());
        draft.addEventFilter(KeyEvent.KEY_PRESSED, this::onEditorKey);
        editor.setVisible(false);
        fill();
    }

    /// Shows a newer state of the same fact.
    void update(Card newer) {
        if (newer.equals(card)) return;
        card = newer;
        fill();
    }

    private void fill() {
        pseudoClassStateChanged(PINNED, card.pin() == Pin.PINNED);
        statement.setText(card.statement());
        name(pin, card.pin() == Pin.PINNED ? "unpin" : "pin");
        name(edit, "edit");
        name(forget, "forget");
        name(more, "actions");
        fillSources();
        boolean opening = card.editor().isPresent() && !editor.isVisible();
        boolean closing = card.editor().isEmpty() && editor.isVisible();
        editor.setVisible(card.editor().isPresent());
        statement.setVisible(card.editor().isEmpty());
        edit.setDisable(card.editor().isPresent());
        card.editor().ifPresent(open -> fillEditor(open));
        if (opening) openEditor();
        if (closing) edit.requestFocus();
    }

    private void fillEditor(Editor open) {
        refused.setText(open.problem().orElse(""));
        refused.setVisible(open.problem().isPresent());
    }

    private void openEditor() {
        draft.setText(card.statement());
        draft.requestFocus();
        draft.end();
    }

    private void fillSources() {
        List<SourceLine> lines = card.sources();
        open.setAccessibleText(
                wording.say("source.open.accessible", lines.getFirst().quote()));
        toggle.setVisible(lines.size() > 1);
        toggle.setText(allSources ? wording.say("sources.fewer") : wording.say("sources.more", lines.size()));
        List<Node> nodes = new ArrayList<>();
        nodes.add(sourceNode(lines.getFirst()));
        if (allSources) lines.stream().skip(1).forEach(line -> nodes.add(new VBox(sourceNode(line), link(line))));
        sources.getChildren().setAll(nodes);
    }

    private Node sourceNode(SourceLine line) {
        Label quote = new Label(wording.say("quote", line.quote()));
        quote.getStyleClass().add("quote");
        Label told = new Label(line.told());
        told.getStyleClass().add("muted");
        for (Label label : List.of(quote, told)) {
            label.setWrapText(true);
            label.setMinHeight(USE_PREF_SIZE);
        }
        VBox source = new VBox(quote, told);
        source.getStyleClass().add("source");
        return source;
    }

    private Node link(SourceLine line) {
        Hyperlink link = new Hyperlink(wording.say("source.open"));
        link.setAccessibleText(wording.say("source.open.accessible", line.quote()));
        link.setOnAction(event -> {
            link.setVisited(false);
            open(line);
        });
        return link;
    }

    private void open(SourceLine line) {
        opener.open(line.conversationId(), line.message());
    }

    private void name(ButtonBase button, String key) {
        button.setAccessibleText(wording.say(key + ".accessible", card.statement()));
        button.setTooltip(new Tooltip(wording.say(key)));
    }

    private void onEditorKey(KeyEvent event) {
        switch (event.getCode()) {
            case ENTER -> onKeep();
            case ESCAPE -> onCancel();
            default -> {
                return;
            }
        }
        event.consume();
    }

    @FXML
    void onKeep() {
        model.keepEdit(draft.getText());
    }

    @FXML
    void onCancel() {
        model.cancelEdit();
    }

    @FXML
    void onOpen() {
        open.setVisited(false);
        open(card.sources().getFirst());
    }

    @FXML
    void onToggleSources() {
        toggle.setVisited(false);
        allSources = !allSources;
        fillSources();
    }

    @FXML
    void onPin() {
        model.togglePin(card);
    }

    @FXML
    void onEdit() {
        model.edit(card);
    }

    @FXML
    void onForget() {
        model.forget(card);
    }

    @FXML
    void onEraseFact() {
        eraser.fact(card.id(), card.statement());
    }

    @FXML
    void onEraseMessage() {
        eraser.message(
                card.sources().getFirst().message(), card.sources().getFirst().quote());
    }

    /// Takes the focus after something happened to this card.
    void focus() {
        edit.requestFocus();
    }
}
