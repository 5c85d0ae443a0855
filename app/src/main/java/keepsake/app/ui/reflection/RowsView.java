package keepsake.app.ui.reflection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import keepsake.app.ui.wording.Wording;

/// A list that was read, with what is shown while it is read, when it is empty, and when it could not be read.
///
/// Threads: the FX thread.
final class RowsView<T> extends VBox {
    private final Function<T, Node> row;
    private final Node empty;
    private final Wording wording;

    RowsView(Reading<T> reading, Function<T, Node> row, Node empty, Wording wording) {
        this.row = row;
        this.empty = empty;
        this.wording = wording;
        getStyleClass().add("rows");
        reading.view().watch(this::show);
    }

    private void show(Reading.State<T> state) {
        switch (state) {
            case Reading.State.Waiting<T> _ ->
                getChildren().setAll(List.of(Words.text(wording.say("looking"), "muted")));
            case Reading.State.Failed<T> failed ->
                getChildren().setAll(List.of(Words.text(failed.why(), "problem-bar")));
            case Reading.State.There<T> there -> {
                List<Node> nodes = new ArrayList<>();
                for (T one : there.rows()) nodes.add(row.apply(one));
                getChildren().setAll(nodes.isEmpty() ? List.of(empty) : nodes);
            }
        }
    }
}
