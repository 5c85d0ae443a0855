package keepsake.app.ui.erase;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import keepsake.app.ui.erase.EraseModel.Step;
import keepsake.app.ui.text.Fxml;
import keepsake.app.ui.wording.Wording;

/// The question over the window. Enter and Esc leave everything as it is; erasing takes its own button.
///
/// Threads: the FX thread.
public final class EraseDialog extends StackPane {
    private final EraseModel model;
    private final Wording wording;

    @FXML
    private VBox card;

    @FXML
    private Label subject;

    @FXML
    private ScrollPane scroll;

    @FXML
    private VBox groups;

    @FXML
    private VBox working;

    @FXML
    private Label workingText;

    @FXML
    private Label refused;

    @FXML
    private Label forEver;

    @FXML
    private Button cancel;

    @FXML
    private Button erase;

    public EraseDialog(EraseModel model, Wording wording) {
        this.model = model;
        this.wording = wording;
        getStylesheets()
                .add(Objects.requireNonNull(EraseDialog.class.getResource("erase.css"))
                        .toExternalForm());
        Fxml.load(this, "EraseDialog.fxml", wording.texts());
        setId("erase-dialog");
        card.setMaxHeight(USE_PREF_SIZE);
        scroll.prefViewportHeightProperty().bind(groups.heightProperty());
        addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        model.view().watch(now -> show(now.step()));
        visibleProperty().subscribe(visible -> {
            if (visible) cancel.requestFocus();
        });
    }

    private void onKey(KeyEvent event) {
        switch (event.getCode()) {
            case ESCAPE -> model.cancel();
            case ENTER -> {
                if (event.getTarget() instanceof Button pressed) pressed.fire();
                else model.cancel();
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void show(Step step) {
        there(scroll, step instanceof Step.Asking);
        there(forEver, step instanceof Step.Asking);
        there(erase, step instanceof Step.Asking);
        there(working, step instanceof Step.Looking || step instanceof Step.Erasing);
        there(refused, step instanceof Step.Refused);
        cancel.setDisable(step instanceof Step.Erasing);
        cancel.setText(wording.say(step instanceof Step.Refused ? "close" : "cancel"));
        switch (step) {
            case Step.Closed() -> groups.getChildren().clear();
            case Step.Looking(String what) -> {
                subject.setText(what);
                workingText.setText(wording.say("looking"));
            }
            case Step.Asking(String what, Going going) -> {
                subject.setText(what);
                fill(going);
                erase.setText(going.button());
            }
            case Step.Erasing(String what) -> {
                subject.setText(what);
                workingText.setText(wording.say("erasing"));
            }
            case Step.Refused(String what, String why) -> {
                subject.setText(what);
                refused.setText(why);
            }
        }
        if (!(step instanceof Step.Closed)) cancel.requestFocus();
    }

    private void fill(Going going) {
        List<Node> nodes = new ArrayList<>();
        for (Going.Group group : going.groups()) nodes.add(node(group));
        going.copies().ifPresent(copies -> nodes.add(text(copies, "muted")));
        nodes.add(text(going.space(), "muted"));
        groups.getChildren().setAll(nodes);
        scroll.setVvalue(0);
    }

    private Node node(Going.Group group) {
        VBox node = new VBox(text(group.title(), "group-title"));
        node.getStyleClass().addAll("group", group.fate() == Going.Fate.GOES ? "goes" : "stays");
        for (String line : group.lines()) node.getChildren().add(text(line, "group-line"));
        if (group.more() > 0) node.getChildren().add(text(wording.say("more", group.more()), "muted"));
        if (group.fate() == Going.Fate.REPEATS && model.canAddRepeating()) {
            Button too = new Button(wording.say("too"));
            too.getStyleClass().add("small");
            too.setOnAction(_ -> model.withRepeating());
            node.getChildren().add(too);
        }
        return node;
    }

    private static Label text(String words, String style) {
        Label label = new Label(words);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().add(style);
        return label;
    }

    private static void there(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }

    @FXML
    void onCancel() {
        model.cancel();
    }

    @FXML
    void onErase() {
        model.erase();
    }
}
