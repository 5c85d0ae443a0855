package keepsake.app.ui.chat;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import keepsake.app.ui.text.Texts;
import org.kordamp.ikonli.javafx.FontIcon;

/// "Remembered: …", with the way back.
final class RememberedView implements EntryView {
    private final Label text = new Label();
    private final Hyperlink undo = new Hyperlink();
    private final HBox row;

    RememberedView(Consumer<Entry.Remembered> toggle) {
        text.setWrapText(true);
        undo.setMinWidth(Region.USE_PREF_SIZE);
        HBox note = new HBox(new FontIcon("fth-bookmark"), text, undo);
        HBox.setHgrow(text, Priority.SOMETIMES);
        note.setAlignment(Pos.CENTER_LEFT);
        note.getStyleClass().add("remembered");
        row = new HBox(note);
        row.setAlignment(Pos.CENTER_RIGHT);
        undo.setOnAction(_ -> toggle.accept((Entry.Remembered) row.getUserData()));
    }

    @Override
    public Node node() {
        return row;
    }

    @Override
    public void show(Entry entry) {
        if (!(entry instanceof Entry.Remembered note)) throw new IllegalArgumentException(entry.key());
        row.setUserData(note);
        String statement = note.fact().statement();
        switch (note.kept()) {
            case KEPT -> {
                text.setText(Texts.of("chat.remembered", statement));
                undo.setText(Texts.of("undo"));
                undo.setAccessibleText(Texts.of("chat.remembered.undo"));
            }
            case FORGOTTEN -> {
                text.setText(Texts.of("chat.forgotten", statement));
                undo.setText(Texts.of("chat.forgotten.undo"));
                undo.setAccessibleText(Texts.of("chat.forgotten.undo"));
            }
            case HERE -> text.setText(Texts.of("chat.remembered.here", statement));
        }
        boolean undoable = note.kept() != Entry.Kept.HERE;
        undo.setVisible(undoable);
        undo.setManaged(undoable);
        undo.setVisited(false);
    }
}
