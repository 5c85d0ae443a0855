package keepsake.app.ui.chat;

import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/// Keeps the end in view while an answer grows, unless the reader scrolled away from it.
final class StickyScroll {
    private static final double NEAR_THE_END = 24;

    private final ScrollPane scroll;
    private final Button toEnd;
    private boolean sticks = true;
    private boolean growing;

    StickyScroll(ScrollPane scroll, Region content, Button toEnd) {
        this.scroll = scroll;
        this.toEnd = toEnd;
        toEnd.setVisible(false);
        toEnd.setOnAction(_ -> toEnd());
        content.heightProperty().addListener(_ -> grew());
        scroll.viewportBoundsProperty().addListener(_ -> grew());
        scroll.vvalueProperty().addListener((_, _, _) -> {
            // While the content grows, the pane moves by itself; only the reader's own scrolling counts.
            if (!growing) sticks = below() < NEAR_THE_END;
            toEnd.setVisible(!sticks && scroll.isVisible());
        });
    }

    void toEnd() {
        sticks = true;
        grew();
    }

    /// Brings a node of the content to the upper part of the view.
    void show(Node node) {
        sticks = false;
        double hidden = hidden();
        double top =
                node.getBoundsInParent().getMinY() - scroll.getViewportBounds().getHeight() / 4;
        scroll.setVvalue(hidden <= 0 ? 1 : Math.clamp(top / hidden, 0, 1));
    }

    private void grew() {
        growing = true;
        Platform.runLater(() -> {
            if (sticks) scroll.setVvalue(1);
            growing = false;
            toEnd.setVisible(!sticks && scroll.isVisible() && below() >= NEAR_THE_END);
        });
    }

    private double below() {
        return hidden() * (1 - scroll.getVvalue());
    }

    private double hidden() {
        return scroll.getContent().getBoundsInLocal().getHeight()
                - scroll.getViewportBounds().getHeight();
    }
}
