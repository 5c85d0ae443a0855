package keepsake.app.ui.chat;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import keepsake.app.ui.text.Texts;

/// What the user said: a bubble on the right.
final class SaidView implements EntryView {
    private final Label bubble = new Label();
    private final HBox row;

    SaidView(Consumer<String> copy) {
        bubble.getStyleClass().add("said");
        bubble.setWrapText(true);
        Button copyButton = Icons.button("fth-copy", Texts.of("chat.copy.said"));
        copyButton.getStyleClass().add("quiet");
        copyButton.setOnAction(_ -> copy.accept(bubble.getText()));
        row = new HBox(copyButton, bubble);
        row.setAlignment(Pos.TOP_RIGHT);
        row.getStyleClass().add("said-row");
        bubble.maxWidthProperty().bind(row.widthProperty().multiply(0.82));
    }

    @Override
    public Node node() {
        return row;
    }

    @Override
    public void show(Entry entry) {
        if (!(entry instanceof Entry.Said said)) throw new IllegalArgumentException(entry.key());
        bubble.setText(said.text());
        row.setAccessibleText(Texts.of("chat.said", said.text()));
    }
}
