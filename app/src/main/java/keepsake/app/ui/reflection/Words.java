package keepsake.app.ui.reflection;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import keepsake.app.ui.memory.OpenSource;
import keepsake.app.ui.reflection.Change.SourceLine;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.MemoryId;
import org.kordamp.ikonli.javafx.FontIcon;

/// The small parts that the pages on reflection are made of. Threads: the FX thread.
final class Words {
    /// More messages than these say the same again.
    private static final int SOURCES = 3;

    private final Wording wording;
    private final OpenSource opener;

    Words(Wording wording, OpenSource opener) {
        this.wording = wording;
        this.opener = opener;
    }

    /// Words that break into lines and are never cut.
    static Label text(String text, String... styles) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().addAll(styles);
        return label;
    }

    /// @param name what a screen reader calls it
    static Button button(String text, String name, Runnable action, String... styles) {
        Button button = new Button(text);
        button.setMnemonicParsing(false);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleText(name);
        button.getStyleClass().add("small");
        button.getStyleClass().addAll(styles);
        button.setOnAction(_ -> action.run());
        return button;
    }

    static Hyperlink link(String text, String name, Runnable action) {
        Hyperlink link = new Hyperlink(text);
        link.setMnemonicParsing(false);
        link.setAccessibleText(name);
        link.setOnAction(_ -> {
            link.setVisited(false);
            action.run();
        });
        return link;
    }

    /// Each message with its words; pressing it shows the message in its conversation.
    Node sources(List<SourceLine> sources) {
        VBox box = new VBox();
        box.getStyleClass().add("sources");
        for (SourceLine source : sources.subList(0, Math.min(SOURCES, sources.size()))) {
            Hyperlink open = link(
                    wording.say("source.open"),
                    wording.say("source.open.accessible", source.words()),
                    () -> opener.open(source.conversationId(), source.message()));
            VBox one = new VBox(
                    text(wording.say("quote", Sources.brief(source.words())), "quote"),
                    text(source.told(), "muted"),
                    open);
            one.getStyleClass().add("source");
            box.getChildren().add(one);
        }
        if (sources.size() > SOURCES) {
            box.getChildren().add(text(wording.count("sources.more", sources.size() - SOURCES), "muted"));
        }
        return box;
    }

    void open(long conversation, MemoryId message) {
        opener.open(conversation, message);
    }

    /// What is shown instead of nothing.
    static Node empty(String icon, String title, String text) {
        FontIcon picture = new FontIcon(icon);
        picture.getStyleClass().add("empty-icon");
        VBox empty = new VBox(picture, text(title, "empty-title"), text(text, "muted", "centred"));
        empty.getStyleClass().add("empty");
        return empty;
    }
}
