package keepsake.app.ui.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import keepsake.app.ui.identity.Page.Entry;
import keepsake.app.ui.identity.Page.Folding;
import keepsake.app.ui.identity.Page.Group;
import keepsake.app.ui.memory.OpenSource;
import keepsake.app.ui.wording.Wording;

/// The fields of one group, in two columns when there is room.
final class GroupBox extends VBox {
    private static final double TWO_COLUMNS = 560;

    private final IdentityModel model;
    private final OpenSource opener;
    private final Wording wording;
    private final Map<String, FieldBox> boxOf = new HashMap<>();
    private final GridPane grid = new GridPane();
    private final Hyperlink more = new Hyperlink();
    private List<Node> placed = List.of();
    private int columns;

    GroupBox(Group group, IdentityModel model, OpenSource opener, Wording wording) {
        this.model = model;
        this.opener = opener;
        this.wording = wording;
        getStyleClass().add("group");
        grid.getStyleClass().add("fields");
        Label title = new Label(group.title());
        title.getStyleClass().add("title");
        more.setOnAction(event -> {
            more.setVisited(false);
            model.toggleMore(group.name());
        });
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        HBox head = new HBox(title, between, more);
        head.getStyleClass().add("group-head");
        getChildren().setAll(head, grid);
        update(group);
        grid.widthProperty().subscribe(width -> arrange(width.doubleValue() >= TWO_COLUMNS ? 2 : 1));
    }

    void update(Group group) {
        List<Node> boxes = new ArrayList<>();
        for (Entry entry : group.fields()) boxes.add(box(entry));
        more.setVisible(group.folding() != Folding.NOTHING);
        String key = group.folding() == Folding.OPEN ? "fewer" : "more";
        more.setText(wording.say(key));
        more.setAccessibleText(wording.say(key + ".accessible", group.title()));
        if (boxes.equals(placed)) return;
        placed = boxes;
        place();
    }

    private FieldBox box(Entry entry) {
        FieldBox box = boxOf.computeIfAbsent(entry.name(), name -> new FieldBox(entry, model, opener, wording));
        box.update(entry);
        return box;
    }

    private void arrange(int wanted) {
        if (wanted == columns) return;
        columns = wanted;
        grid.getColumnConstraints().clear();
        for (int i = 0; i < columns; i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(100.0 / columns);
            column.setHgrow(Priority.ALWAYS);
            grid.getColumnConstraints().add(column);
        }
        place();
    }

    private void place() {
        int across = Math.max(1, columns);
        grid.getChildren().setAll(placed);
        for (int i = 0; i < placed.size(); i++) GridPane.setConstraints(placed.get(i), i % across, i / across);
    }
}
