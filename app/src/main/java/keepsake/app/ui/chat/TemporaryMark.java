package keepsake.app.ui.chat;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import keepsake.app.ui.text.Texts;
import keepsake.memory.Memory.Reading;
import org.kordamp.ikonli.javafx.FontIcon;

/// Says above a temporary chat, as long as it lasts, that nothing of it is kept. Before the first message the user may
/// choose that it knows nothing, either.
final class TemporaryMark extends HBox {
    TemporaryMark(ChatModel model, Reading reading, Consumer<Reading> again) {
        Label text = new Label(Texts.of("chat.temporary.mark"), new FontIcon("fth-eye-off"));
        text.setWrapText(true);
        text.setMinHeight(USE_PREF_SIZE);
        text.setMaxWidth(Double.MAX_VALUE);
        text.setId("temporary-mark");
        HBox.setHgrow(text, Priority.ALWAYS);
        CheckBox reads = new CheckBox(Texts.of("chat.temporary.reads"));
        reads.setId("temporary-reads");
        reads.setMinWidth(USE_PREF_SIZE);
        reads.setMnemonicParsing(false);
        reads.setSelected(reading == Reading.MEMORY);
        reads.setOnAction(_ -> again.accept(reads.isSelected() ? Reading.MEMORY : Reading.NOTHING));
        getStyleClass().add("temporary-mark");
        setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(text, reads);
        model.view().watch(now -> reads.setDisable(!now.entries().isEmpty()));
    }
}
