package keepsake.app.ui.markdown;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;

/// Words, emphasis, code and links within one block, as a wrapping text flow.
final class InlineNodes {
    /// A longer piece of code has to wrap, which only plain text does.
    private static final int LONGEST_CODE_CHIP = 40;

    private InlineNodes() {}

    /// The children of `parent` as one flow.
    static TextFlow flow(org.commonmark.node.Node parent, String... styleClasses) {
        TextFlow flow = new TextFlow();
        flow.getStyleClass().addAll(styleClasses);
        flow.setMinWidth(0);
        append(parent, List.of(), flow.getChildren());
        return flow;
    }

    private static void append(org.commonmark.node.Node parent, List<String> styles, List<Node> into) {
        for (org.commonmark.node.Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            switch (node) {
                case org.commonmark.node.Text words -> into.add(text(words.getLiteral(), styles));
                case Emphasis inner -> append(inner, with(styles, "md-italic"), into);
                case StrongEmphasis inner -> append(inner, with(styles, "md-bold"), into);
                case Strikethrough inner -> append(inner, with(styles, "md-struck"), into);
                case Code code -> into.add(code(code.getLiteral(), styles));
                case Link link -> into.add(link(link));
                case Image image -> append(image, with(styles, "md-italic"), into);
                case SoftLineBreak ignored -> into.add(text(" ", styles));
                case HardLineBreak ignored -> into.add(text("\n", styles));
                case HtmlInline html -> into.add(text(html.getLiteral(), styles));
                default -> append(node, styles, into);
            }
        }
    }

    private static Text text(String words, List<String> styles) {
        Text text = new Text(words);
        text.getStyleClass().add("md-text");
        text.getStyleClass().addAll(styles);
        return text;
    }

    private static Node code(String code, List<String> styles) {
        if (code.length() > LONGEST_CODE_CHIP) return text(code, with(styles, "md-mono"));
        Label chip = new Label(code);
        chip.getStyleClass().addAll("md-code-chip", "md-mono");
        return chip;
    }

    /// A link never opens anything: it shows its address and copies it, since the app opens no connection of its own.
    private static Node link(Link link) {
        StringBuilder words = new StringBuilder();
        collect(link, words);
        Hyperlink shown = new Hyperlink(words.isEmpty() ? link.getDestination() : words.toString());
        shown.getStyleClass().add("md-link");
        shown.setTooltip(new Tooltip(MarkdownText.of("link.hint", link.getDestination())));
        shown.setAccessibleText(MarkdownText.of("link.accessible", words, link.getDestination()));
        shown.setOnAction(clicked -> copy(link.getDestination()));
        return shown;
    }

    private static void collect(org.commonmark.node.Node parent, StringBuilder words) {
        for (org.commonmark.node.Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            switch (node) {
                case org.commonmark.node.Text text -> words.append(text.getLiteral());
                case Code code -> words.append(code.getLiteral());
                case SoftLineBreak ignored -> words.append(' ');
                default -> collect(node, words);
            }
        }
    }

    static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private static List<String> with(List<String> styles, String style) {
        List<String> more = new ArrayList<>(styles);
        more.add(style);
        return more;
    }
}
