package keepsake.app.ui.markdown;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// Code with its language and a button that copies it. Long lines scroll sideways; they are never wrapped.
final class CodeBlock extends VBox {
    CodeBlock(String language, String literal) {
        String code = literal.endsWith("\n") ? literal.substring(0, literal.length() - 1) : literal;
        getStyleClass().add("md-code");
        setMinWidth(0);

        Label name = new Label(language);
        name.getStyleClass().add("md-language");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(name, gap, copyButton(code));
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("md-code-head");

        Label body = new Label(code);
        body.getStyleClass().addAll("md-mono", "md-code-body");
        body.setMinSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        ScrollPane scroll = new ScrollPane(body);
        scroll.setFitToHeight(true);
        scroll.setVbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("md-code-scroll");
        scroll.setMinWidth(0);
        getChildren().addAll(head, scroll);
    }

    private static Button copyButton(String code) {
        Button copy = new Button(MarkdownText.of("copy"));
        copy.getStyleClass().addAll("flat", "small", "md-copy");
        copy.setAccessibleText(MarkdownText.of("copy.accessible"));
        PauseTransition back = new PauseTransition(Duration.seconds(1.5));
        back.setOnFinished(done -> copy.setText(MarkdownText.of("copy")));
        copy.setOnAction(clicked -> {
            InlineNodes.copy(code);
            copy.setText(MarkdownText.of("copied"));
            back.playFromStart();
        });
        return copy;
    }
}
