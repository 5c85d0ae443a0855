package keepsake.app.ui.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.text.Text;
import keepsake.app.ui.HeadlessToolkit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MarkdownViewTest {
    static {
        HeadlessToolkit.start();
    }

    private final MarkdownView view = new MarkdownView();

    @Test
    void aGrowingAnswerKeepsTheNodesOfFinishedBlocks() {
        view.setMarkdown("# Title\n\nFirst paragraph.\n\nSecond");
        List<Node> before = List.copyOf(view.getChildren());

        view.setMarkdown("# Title\n\nFirst paragraph.\n\nSecond paragraph, longer.\n\n- a list");

        assertThat(view.getChildren()).hasSize(4);
        assertThat(view.getChildren().subList(0, 2)).isEqualTo(before.subList(0, 2));
        assertThat(view.getChildren().get(2)).isNotSameAs(before.get(2));
        assertThat(words(view)).contains("Second paragraph, longer.", "a list");
    }

    @Test
    void aShorterTextLeavesNothingBehind() {
        view.setMarkdown("one\n\ntwo\n\nthree");
        view.setMarkdown("one");
        assertThat(words(view)).containsExactly("one");
    }

    @Test
    void everyKindOfBlockKeepsItsWords() {
        view.setMarkdown("""
                ## Heading
                **bold** *italic* ~~gone~~ `code` [link](https://example.org)

                > quoted

                1. first
                   - nested
                2. second

                | a | b |
                |---|--:|
                | c | d |

                ```java
                int x = 1;
                ```
                """);
        assertThat(words(view))
                .contains("Heading", "bold", "italic", "gone", "code", "link", "quoted", "1.", "first", "nested")
                .contains("2.", "second", "a", "b", "c", "d", "java", "int x = 1;");
    }

    @Property(tries = 200)
    void anyTextCanBeShown(@ForAll String text) {
        view.setMarkdown(text);
        assertThat(view.getMarkdown()).isEqualTo(text);
    }

    private static List<String> words(Parent parent) {
        List<String> words = new ArrayList<>();
        for (Node node : parent.getChildrenUnmodifiable()) {
            switch (node) {
                case Text text -> words.add(text.getText());
                case Labeled labeled -> words.add(labeled.getText());
                case ScrollPane scroll -> words.addAll(words((Parent) wrapped(scroll)));
                case Parent inner -> words.addAll(words(inner));
                default -> {}
            }
        }
        return words;
    }

    private static Node wrapped(ScrollPane scroll) {
        return new javafx.scene.Group(scroll.getContent());
    }
}
