package keepsake.app.ui;

import atlantafx.base.theme.PrimerLight;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import keepsake.app.ui.background.Background;
import org.jspecify.annotations.Nullable;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/// One part of the window, shown on JavaFX's headless screen and driven by mouse and keyboard.
public final class ShownWindow implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final FxRobot robot;
    private final Background background;
    private final Stage stage;
    private final Parent root;

    private ShownWindow(FxRobot robot, Background background, Stage stage, Parent root) {
        this.robot = robot;
        this.background = background;
        this.stage = stage;
        this.root = root;
    }

    /// Shows what `part` makes, `width` times `height` px.
    public static ShownWindow of(double width, double height, Function<Background, Parent> part) {
        HeadlessToolkit.start();
        Background background = new Background(Platform::runLater);
        return WaitForAsyncUtils.waitForAsyncFx(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS), () -> {
            Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
            Parent root = part.apply(background);
            Stage stage = new Stage();
            stage.setScene(new Scene(root, width, height));
            stage.setX(0);
            stage.setY(0);
            stage.show();
            return new ShownWindow(new FxRobot(), background, stage, root);
        });
    }

    /// The control that a screen reader names like this, or that says so.
    public Node named(String name) {
        return first(node -> name.equals(node.getAccessibleText())
                || (node instanceof Labeled labeled && name.equals(labeled.getText())));
    }

    public Node first(Predicate<Node> which) {
        await(() -> find(root, which) != null);
        return onScreen(() -> Objects.requireNonNull(find(root, which)));
    }

    public void click(String name) {
        robot.clickOn(named(name), MouseButton.PRIMARY);
    }

    public void click(Node node) {
        robot.clickOn(node, MouseButton.PRIMARY);
    }

    /// Replaces what the focused box says.
    public void type(String text) {
        robot.push(KeyCode.CONTROL, KeyCode.A);
        robot.write(text, 0);
    }

    public void push(KeyCode... keys) {
        robot.push(keys);
    }

    /// Runs `look` on the FX thread.
    public <T> T onScreen(Callable<T> look) {
        if (Platform.isFxApplicationThread()) return now(look);
        return WaitForAsyncUtils.waitForAsyncFx(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS), look);
    }

    private static <T> T now(Callable<T> look) {
        try {
            return look.call();
        } catch (Exception e) { // a test's own lambda: let it fail the test
            throw new AssertionError(e);
        }
    }

    /// Waits until the screen is so.
    public void await(Callable<Boolean> so) {
        if (Platform.isFxApplicationThread()) return;
        try {
            WaitForAsyncUtils.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, () -> onScreen(so));
        } catch (TimeoutException never) {
            throw new AssertionError("The window never came to show it.", never);
        }
    }

    /// Waits until some label or button says `text`.
    public void awaitText(String text) {
        await(() -> find(root, node -> node instanceof Labeled labeled && text.equals(labeled.getText())) != null);
    }

    public boolean says(String text) {
        return onScreen(
                () -> find(root, node -> node instanceof Labeled labeled && text.equals(labeled.getText())) != null);
    }

    private static @Nullable Node find(Node node, Predicate<Node> which) {
        if (!node.isVisible()) return null;
        if (which.test(node)) return node;
        if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                @Nullable Node found = find(child, which);
                if (found != null) return found;
            }
        }
        return null;
    }

    @Override
    public void close() {
        background.close();
        onScreen(() -> {
            stage.close();
            return true;
        });
    }
}
