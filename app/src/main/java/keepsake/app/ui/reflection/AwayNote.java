package keepsake.app.ui.reflection;

import java.util.Objects;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import keepsake.app.ui.wording.Wording;
import org.kordamp.ikonli.javafx.FontIcon;

/// A quiet line: what was learned while the user was away. Threads: the FX thread.
public final class AwayNote extends HBox {
    /// @param open shows what changed
    public AwayNote(AwayModel model, Wording wording, Runnable open) {
        getStylesheets()
                .add(Objects.requireNonNull(AwayNote.class.getResource("reflection.css"))
                        .toExternalForm());
        getStyleClass().add("away-note");
        setId("away-note");
        setAlignment(Pos.CENTER_LEFT);
        Label text = Words.text("");
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        Button close = new Button();
        close.setGraphic(new FontIcon("fth-x"));
        close.setAccessibleText(wording.say("close.notice"));
        close.getStyleClass().addAll("icon-button", "small");
        close.setOnAction(_ -> model.dismissNote());
        getChildren()
                .addAll(
                        text,
                        Words.link(wording.say("away.open"), wording.say("away.open"), () -> {
                            model.dismissNote();
                            open.run();
                        }),
                        close);
        model.view().watch(now -> {
            AwayBar.there(this, now.note().isPresent());
            text.setText(now.note().orElse(""));
        });
    }
}
