package keepsake.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import keepsake.app.assistant.ModelSession.State;
import keepsake.runtime.gguf.TinyModels;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// At the smallest size every control is inside the window and no label is cut off.
@Tag("e2e")
@Timeout(240)
class LayoutTest {
    private static final double WIDTH = 720;
    private static final double HEIGHT = 480;
    /// What people wrote may be longer than its place.
    private static final List<String> MAY_BE_CUT =
            List.of("toolbar-title", "conversation-title", "conversation-excerpt", "status");

    @TempDir
    Path folder;

    @Test
    void everythingFitsIntoTheSmallestWindow() throws IOException {
        Path tiny = TinyModels.olmoe(folder.resolve("tiny.gguf"), 7);
        try (WindowDriver window = WindowDriver.open(folder.resolve("home"), WIDTH, HEIGHT)) {
            window.untilText("Get the starter model");
            fits(window, "first run");
            window.openModel(tiny);
            window.until("the model is ready", () -> window.keepsake().model().state() instanceof State.Ready);
            window.untilText("What is on your mind?");
            fits(window, "empty chat");
            window.say("Say something");
            window.until("an answer is under way", () -> window.shows("#stop"));
            window.click("#stop");
            window.untilText("Stopped");
            fits(window, "chat");
            window.press(KeyCode.CONTROL, KeyCode.M);
            fits(window, "memory");
            window.press(KeyCode.ESCAPE);
            window.click("#status");
            window.untilText("Memory budget");
            fits(window, "model");
            window.press(KeyCode.CONTROL, KeyCode.I);
            fits(window, "identity");
            window.press(KeyCode.CONTROL, KeyCode.COMMA);
            window.untilText("Appearance");
            fits(window, "settings");
        }
    }

    @Test
    void everyControlHasANameForAScreenReader() throws IOException {
        try (WindowDriver window = WindowDriver.open(folder.resolve("home"), WIDTH, HEIGHT)) {
            window.untilText("Get the starter model");
            List<String> nameless = WindowDriver.onFx(() -> window.stage().getScene().getRoot().lookupAll("*").stream()
                    .filter(node -> node instanceof Control && node.isFocusTraversable())
                    .filter(node -> !(node instanceof ScrollPane))
                    .filter(node -> node.getAccessibleText() == null
                            && !(node instanceof Labeled label
                                    && label.getText() != null
                                    && !label.getText().isBlank()))
                    .filter(LayoutTest::ours)
                    .map(Node::toString)
                    .toList());
            assertThat(nameless).isEmpty();
        }
    }

    /// Parts that a control is made of are named by the control.
    private static boolean ours(Node node) {
        for (Node at = node.getParent(); at != null; at = at.getParent()) {
            if (at instanceof Control && !(at instanceof ScrollPane)) return false;
        }
        return true;
    }

    private static void fits(WindowDriver window, String where) {
        List<String> wrong = WindowDriver.onFx(() -> {
            List<String> found = new ArrayList<>();
            window.stage().getScene().getRoot().applyCss();
            window.stage().getScene().getRoot().layout();
            for (Node node : window.stage().getScene().getRoot().lookupAll("*")) {
                if (!(node instanceof Control control) || !WindowDriver.visible(node) || inList(node)) continue;
                if (!scrolled(node) && outside(node)) found.add("outside: " + name(control));
                if (node instanceof Labeled label && cut(label)) found.add("cut off: " + name(control));
            }
            return found;
        });
        assertThat(wrong).as(where).isEmpty();
    }

    private static boolean outside(Node node) {
        Bounds at = node.localToScene(node.getLayoutBounds());
        return at.getMinX() < -0.5 || at.getMinY() < -0.5 || at.getMaxX() > WIDTH + 0.5 || at.getMaxY() > HEIGHT + 0.5;
    }

    private static boolean cut(Labeled label) {
        if (label.getText() == null || label.getText().isEmpty()) return false;
        if (MAY_BE_CUT.stream().anyMatch(label.getStyleClass()::contains)) return false;
        return label.lookup(".text") instanceof Text text
                && text.isVisible()
                && !text.getText().replace("\n", "").equals(label.getText().replace("\n", ""));
    }

    private static boolean scrolled(Node node) {
        for (Node at = node.getParent(); at != null; at = at.getParent()) if (at instanceof ScrollPane) return true;
        return false;
    }

    private static boolean inList(Node node) {
        for (Node at = node; at != null; at = at.getParent()) if (at instanceof ListCell<?>) return true;
        return false;
    }

    private static String name(Control control) {
        return control instanceof Labeled label
                ? label.getClass().getSimpleName() + " “" + label.getText() + "”"
                : control.toString();
    }
}
