package keepsake.app.ui.shell;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import keepsake.app.home.Home;
import keepsake.app.home.Keepsake;
import keepsake.app.home.KeepsakeHome;
import keepsake.app.ui.HeadlessToolkit;
import keepsake.app.ui.chat.ChatModel;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/// A real window on a real home, driven as a person would: with mouse and keyboard.
final class WindowDriver implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Keepsake keepsake;
    private final Stage stage;
    private final KeepsakeWindow window;
    private final FxRobot robot = new FxRobot();

    private WindowDriver(Keepsake keepsake, Stage stage, KeepsakeWindow window) {
        this.keepsake = keepsake;
        this.stage = stage;
        this.window = window;
        robot.targetWindow(stage);
    }

    static WindowDriver open(Path home, double width, double height) {
        HeadlessToolkit.start();
        Keepsake keepsake = KeepsakeHome.open(Home.locate(Optional.of(home)));
        return onFx(() -> {
            Stage stage = new Stage();
            KeepsakeWindow window = new KeepsakeWindow(stage, keepsake);
            stage.setX(0);
            stage.setY(0);
            stage.setWidth(width);
            stage.setHeight(height);
            window.open();
            return new WindowDriver(keepsake, stage, window);
        });
    }

    Keepsake keepsake() {
        return keepsake;
    }

    Stage stage() {
        return stage;
    }

    void openModel(Path model) {
        onFx(() -> {
            window.openModel(model);
            return true;
        });
    }

    void click(String selector) {
        until("there is " + selector, () -> shows(selector));
        robot.clickOn(selector);
        WaitForAsyncUtils.waitForFxEvents();
    }

    void clickText(String text) {
        until("there is “" + text + "”", () -> showsText(text));
        robot.clickOn(labeled(text).orElseThrow());
        WaitForAsyncUtils.waitForFxEvents();
    }

    void write(String text) {
        robot.write(text);
        WaitForAsyncUtils.waitForFxEvents();
    }

    void press(KeyCode... keys) {
        robot.push(keys);
        WaitForAsyncUtils.waitForFxEvents();
    }

    /// Types a message into the input and sends it with Enter.
    void say(String text) {
        click("#input");
        write(text);
        press(KeyCode.ENTER);
    }

    boolean shows(String selector) {
        return onFx(() -> robot.lookup(selector).queryAll().stream().anyMatch(WindowDriver::visible));
    }

    boolean showsText(String text) {
        return onFx(() -> labeled(text).isPresent());
    }

    private Optional<Node> labeled(String text) {
        return stage.getScene().getRoot().lookupAll("*").stream()
                .filter(node -> node instanceof Labeled label
                        && label.getText() != null
                        && label.getText().contains(text)
                        && visible(node))
                .findFirst();
    }

    /// The text of a label, a button or an input.
    String text(String selector) {
        return onFx(() -> switch (robot.lookup(selector).queryAll().stream()
                .filter(WindowDriver::visible)
                .findFirst()
                .orElseThrow()) {
            case Labeled labeled -> labeled.getText();
            case TextInputControl input -> input.getText();
            case Node other -> other.toString();
        });
    }

    boolean enabled(String selector) {
        return onFx(() -> !robot.lookup(selector).queryAs(Button.class).isDisabled());
    }

    static boolean visible(Node node) {
        for (Node at = node; at != null; at = at.getParent()) if (!at.isVisible()) return false;
        return node.getScene() != null;
    }

    /// Waits until something is so; how long it takes is no part of any test.
    void until(String what, BooleanSupplier holds) {
        try {
            WaitForAsyncUtils.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS, holds::getAsBoolean);
        } catch (TimeoutException never) {
            throw new AssertionError("never came: " + what, never);
        }
        WaitForAsyncUtils.waitForFxEvents();
    }

    void untilText(String text) {
        until("“" + text + "” is shown", () -> showsText(text));
    }

    static <T> T onFx(Callable<T> work) {
        if (Platform.isFxApplicationThread()) {
            try {
                return work.call();
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
        }
        CompletableFuture<T> done = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                done.complete(work.call());
            } catch (Throwable failed) {
                done.completeExceptionally(failed);
            }
        });
        try {
            return done.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException failed) {
            throw new AssertionError(failed);
        }
    }

    @Override
    public void close() {
        ChatModel.finish(onFx(window::close));
        window.end();
        keepsake.close();
    }
}
