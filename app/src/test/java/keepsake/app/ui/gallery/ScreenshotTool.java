package keepsake.app.ui.gallery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import keepsake.app.home.Keepsake;
import keepsake.app.home.Settings;
import keepsake.app.ui.HeadlessToolkit;
import keepsake.app.ui.chat.ChatModel;
import keepsake.app.ui.shell.KeepsakeWindow;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/// Draws the real window on a sample home into `FOLDER/{chat,memory,identity}-{light,dark}.png`: the screenshots of the
/// documentation. Arguments: the folder, and optionally a model file to load first.
public final class ScreenshotTool {
    private static final int WIDTH = 1180;
    private static final int HEIGHT = 760;
    private static final long PATIENCE_SECONDS = 120;

    private final FxRobot robot = new FxRobot();
    private final Stage stage;
    private final Path folder;
    private final String theme;

    private ScreenshotTool(Stage stage, Path folder, Settings.Theme theme) {
        this.stage = stage;
        this.folder = folder;
        this.theme = theme.name().toLowerCase(Locale.ROOT);
        robot.targetWindow(stage);
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Optional<Path> model = arguments.length > 1 ? Optional.of(Path.of(arguments[1])) : Optional.empty();
        Files.createDirectories(folder);
        HeadlessToolkit.start();
        for (Settings.Theme theme : new Settings.Theme[] {Settings.Theme.LIGHT, Settings.Theme.DARK}) {
            take(folder, theme, model);
        }
        System.exit(0);
    }

    private static void take(Path folder, Settings.Theme theme, Optional<Path> model) throws IOException {
        SampleClock clock = new SampleClock();
        try (Keepsake keepsake = SampleHome.empty(Files.createTempDirectory("keepsake-screenshots"), clock)) {
            SampleHome.fill(keepsake, clock);
            Settings.Choice now = keepsake.settings().choice();
            keepsake.settings()
                    .choose(new Settings.Choice(now.model(), now.engine(), now.budgetMib(), theme, now.temperature()));
            Stage stage = onFx(Stage::new);
            KeepsakeWindow window = onFx(() -> new KeepsakeWindow(stage, keepsake));
            onFx(() -> {
                stage.setWidth(WIDTH);
                stage.setHeight(HEIGHT);
                window.open();
                model.ifPresent(window::openModel);
                return true;
            });
            new ScreenshotTool(stage, folder, theme).takeAll();
            ChatModel.finish(onFx(window::close));
            window.end();
        }
    }

    private void takeAll() {
        click("What can I cook for Mia on Sunday");
        until("Mushroom risotto");
        settle();
        save("chat");
        robot.push(KeyCode.CONTROL, KeyCode.M);
        until("Everything else");
        settle();
        save("memory");
        robot.push(KeyCode.CONTROL, KeyCode.M);
        robot.push(KeyCode.CONTROL, KeyCode.I);
        until("Found in what you told Keepsake");
        settle();
        save("identity");
    }

    private void click(String text) {
        until(text);
        robot.clickOn(onFx(() -> find(text).orElseThrow()));
    }

    private void until(String text) {
        try {
            WaitForAsyncUtils.waitFor(
                    PATIENCE_SECONDS,
                    TimeUnit.SECONDS,
                    () -> onFx(() -> find(text).isPresent()));
        } catch (java.util.concurrent.TimeoutException never) {
            save("stuck");
            throw new IllegalStateException("“" + text + "” never came.", never);
        }
    }

    /// Lets transitions end; only pictures depend on it.
    private static void settle() {
        WaitForAsyncUtils.sleep(1, TimeUnit.SECONDS);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private Optional<Node> find(String text) {
        return stage.getScene().getRoot().lookupAll("*").stream()
                .filter(node -> says(node, text) && shown(node))
                .findFirst();
    }

    private static boolean says(Node node, String text) {
        return switch (node) {
            case Labeled labeled ->
                labeled.getText() != null && labeled.getText().contains(text);
            case javafx.scene.text.Text words -> words.getText().contains(text);
            default -> false;
        };
    }

    private static boolean shown(Node node) {
        for (Node at = node; at != null; at = at.getParent()) if (!at.isVisible()) return false;
        return true;
    }

    private void save(String what) {
        WritableImage image = onFx(() -> stage.getScene().snapshot(null));
        Picture.write(image, folder.resolve(what + "-" + theme + ".png"));
    }

    private static <T> T onFx(java.util.concurrent.Callable<T> work) {
        return WaitForAsyncUtils.waitForAsyncFx(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS), work);
    }
}
