package keepsake.app.ui.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import keepsake.app.ui.text.Sizes;
import keepsake.app.ui.text.Texts;
import keepsake.runtime.engine.MemoryBudget;

/// Names with values, one below the other, and a budget as one bar with the names of its parts below.
final class Figures {
    private Figures() {}

    /// @param part the part of the budget whose colour stands before the name; empty for none
    record Row(String name, String value, String part) {
        static Row of(String key, String value) {
            return new Row(Texts.of(key), value, "");
        }
    }

    static void fill(GridPane grid, List<Row> rows) {
        grid.getChildren().clear();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Label label = new Label(row.name());
            label.getStyleClass().add("figure-name");
            label.setWrapText(true);
            if (!row.part().isEmpty()) {
                Region dot = new Region();
                dot.getStyleClass().addAll("budget-dot", "budget-" + row.part());
                label.setGraphic(dot);
            }
            Label value = new Label(row.value());
            value.getStyleClass().add("figure");
            value.setMinWidth(Region.USE_PREF_SIZE);
            GridPane.setHalignment(value, HPos.RIGHT);
            GridPane.setHgrow(label, Priority.ALWAYS);
            label.setMaxWidth(Double.MAX_VALUE);
            grid.addRow(i, label, value);
        }
    }

    static void budget(HBox bar, GridPane parts, MemoryBudget budget) {
        bar.getChildren().clear();
        List<Row> rows = new ArrayList<>();
        StringBuilder spoken = new StringBuilder();
        for (Map.Entry<String, Integer> part : ModelWords.parts(budget).entrySet()) {
            if (part.getValue() == 0) continue;
            Row row = new Row(Texts.of("budget." + part.getKey()), Sizes.mib(part.getValue()), part.getKey());
            rows.add(row);
            spoken.append(row.name()).append(' ').append(row.value()).append(", ");
            Region piece = new Region();
            piece.getStyleClass().addAll("budget-part", "budget-" + part.getKey());
            piece.setMinWidth(1);
            piece.prefWidthProperty()
                    .bind(bar.widthProperty().multiply(part.getValue() / (double) Math.max(1, budget.total())));
            bar.getChildren().add(piece);
        }
        rows.add(Row.of("budget.total", Sizes.mib(budget.total())));
        bar.setAccessibleText(spoken + Texts.of("budget.total") + ' ' + Sizes.mib(budget.total()));
        fill(parts, rows);
    }
}
