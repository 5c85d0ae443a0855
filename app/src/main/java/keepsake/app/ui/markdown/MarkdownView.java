package keepsake.app.ui.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.layout.VBox;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/// Shows Markdown that may still be growing: a new text keeps the nodes of the blocks that did not change, so that a
/// streamed answer costs one block per update, however long it is. FX thread only.
public final class MarkdownView extends VBox {
    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create(), StrikethroughExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .build();

    private final BlockNodes blocks = new BlockNodes();
    private final List<String> sources = new ArrayList<>();
    private String markdown = "";

    public MarkdownView() {
        getStyleClass().add("markdown");
        getStylesheets()
                .add(Objects.requireNonNull(MarkdownView.class.getResource("markdown.css"))
                        .toExternalForm());
        setMinWidth(0);
    }

    /// What is shown, as it was set.
    public String getMarkdown() {
        return markdown;
    }

    /// Shows `text`. Any text is valid Markdown.
    public void setMarkdown(String text) {
        markdown = text;
        int index = 0;
        for (Node block = PARSER.parse(text).getFirstChild(); block != null; block = block.getNext()) {
            String source = block.getClass().getSimpleName() + sourceOf(block, text);
            if (index < sources.size() && sources.get(index).equals(source)) {
                index++;
                continue;
            }
            removeFrom(index);
            sources.add(source);
            getChildren().add(blocks.of(block));
            index++;
        }
        removeFrom(index);
    }

    private void removeFrom(int index) {
        if (index >= sources.size()) return;
        sources.subList(index, sources.size()).clear();
        getChildren().remove(index, getChildren().size());
    }

    private static String sourceOf(Node block, String text) {
        List<SourceSpan> spans = block.getSourceSpans();
        if (spans.isEmpty()) return "";
        SourceSpan last = spans.getLast();
        return text.substring(spans.getFirst().getInputIndex(), last.getInputIndex() + last.getLength());
    }
}
