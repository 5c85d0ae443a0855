package keepsake.app.ui.markdown;

import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.text.TextAlignment;
import javafx.scene.text.TextFlow;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;

/// A table as a grid whose cells wrap.
final class TableNode {
    private TableNode() {}

    static Node of(TableBlock table) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("md-table");
        grid.setMinWidth(0);
        int[] row = {0};
        for (org.commonmark.node.Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (org.commonmark.node.Node line = part.getFirstChild(); line != null; line = line.getNext()) {
                if (line instanceof TableRow cells) addRow(grid, cells, row[0]++);
            }
        }
        for (int column = 0; column < grid.getColumnCount(); column++) {
            ColumnConstraints width = new ColumnConstraints();
            width.setHgrow(Priority.SOMETIMES);
            width.setFillWidth(true);
            width.setMinWidth(0);
            grid.getColumnConstraints().add(width);
        }
        return grid;
    }

    private static void addRow(GridPane grid, TableRow cells, int row) {
        int column = 0;
        for (org.commonmark.node.Node node = cells.getFirstChild(); node != null; node = node.getNext()) {
            if (!(node instanceof TableCell cell)) continue;
            TextFlow words = InlineNodes.flow(cell, "md-cell-text");
            words.setTextAlignment(alignment(cell));
            StackPane box = new StackPane(words);
            box.getStyleClass().add(cell.isHeader() ? "md-head-cell" : row % 2 == 0 ? "md-cell-even" : "md-cell");
            GridPane.setHalignment(box, HPos.LEFT);
            GridPane.setFillHeight(box, true);
            grid.add(box, column++, row);
        }
    }

    private static TextAlignment alignment(TableCell cell) {
        if (cell.getAlignment() == TableCell.Alignment.RIGHT) return TextAlignment.RIGHT;
        return cell.getAlignment() == TableCell.Alignment.CENTER ? TextAlignment.CENTER : TextAlignment.LEFT;
    }
}
