package keepsake.app.ui.erase;

import java.util.Objects;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import keepsake.app.ui.erase.EraseModel.Note;
import keepsake.app.ui.erase.EraseModel.Rest;
import keepsake.app.ui.text.Fxml;
import keepsake.app.ui.wording.Wording;

/// A quiet line that says what became of the last erasure. Threads: the FX thread.
public final class EraseNote extends HBox {
    private final EraseModel model;

    @FXML
    private Label text;

    @FXML
    private Hyperlink again;

    public EraseNote(EraseModel model, Wording wording) {
        this.model = model;
        getStylesheets()
                .add(Objects.requireNonNull(EraseNote.class.getResource("erase.css"))
                        .toExternalForm());
        Fxml.load(this, "EraseNote.fxml", wording.texts());
        setId("erase-note");
        model.view().watch(now -> show(now.note()));
    }

    private void show(Optional<Note> note) {
        setVisible(note.isPresent());
        setManaged(note.isPresent());
        text.setText(note.map(Note::text).orElse(""));
        again.setVisible(note.filter(now -> now.rest() == Rest.TRACES).isPresent());
    }

    @FXML
    void onAgain() {
        again.setVisited(false);
        model.finish();
    }

    @FXML
    void onClose() {
        model.dismissNote();
    }
}
