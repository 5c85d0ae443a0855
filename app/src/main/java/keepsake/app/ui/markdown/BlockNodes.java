package keepsake.app.ui.markdown;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;

/// One block of Markdown as one node: paragraphs, headings, lists, code, quotes, tables and rules.
final class BlockNodes {
    private static final int SMALLEST_HEADING = 4;

    Node of(org.commonmark.node.Node block) {
        return switch (block) {
            case Heading heading ->
                InlineNodes.flow(heading, "md-heading", "md-h" + Math.min(heading.getLevel(), SMALLEST_HEADING));
            case Paragraph paragraph -> InlineNodes.flow(paragraph, "md-paragraph");
            case FencedCodeBlock code -> new CodeBlock(language(code.getInfo()), code.getLiteral());
            case IndentedCodeBlock code -> new CodeBlock("", code.getLiteral());
            case HtmlBlock html -> new CodeBlock("html", html.getLiteral());
            case BlockQuote quote -> inside(quote, "md-quote");
            case ListBlock list -> list(list);
            case TableBlock table -> TableNode.of(table);
            case ThematicBreak ignored -> new Separator();
            default -> inside(block, "md-blocks");
        };
    }

    private VBox inside(org.commonmark.node.Node parent, String styleClass) {
        VBox box = new VBox();
        box.getStyleClass().add(styleClass);
        box.setMinWidth(0);
        for (org.commonmark.node.Node block = parent.getFirstChild(); block != null; block = block.getNext()) {
            box.getChildren().add(of(block));
        }
        return box;
    }

    private Node list(ListBlock list) {
        VBox box = new VBox();
        box.getStyleClass().addAll("md-list", list.isTight() ? "md-tight" : "md-loose");
        box.setMinWidth(0);
        int number = list instanceof OrderedList ordered && ordered.getMarkerStartNumber() != null
                ? ordered.getMarkerStartNumber()
                : 1;
        for (org.commonmark.node.Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            Label mark = new Label(list instanceof BulletList ? "•" : number++ + ".");
            mark.getStyleClass().add("md-mark");
            mark.setMinWidth(Region.USE_PREF_SIZE);
            VBox content = inside(item, "md-item");
            HBox.setHgrow(content, Priority.ALWAYS);
            HBox row = new HBox(mark, content);
            row.getStyleClass().add("md-row");
            row.setMinWidth(0);
            box.getChildren().add(row);
        }
        return box;
    }

    /// The first word of a fence's info string; the rest is for tools.
    private static String language(String info) {
        String trimmed = info == null ? "" : info.strip();
        int space = trimmed.indexOf(' ');
        return space < 0 ? trimmed : trimmed.substring(0, space);
    }
}
