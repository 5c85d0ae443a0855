package keepsake.app.ui.gallery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextArea;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import keepsake.app.assistant.StreamedScript;
import keepsake.app.home.Keepsake;
import keepsake.app.home.Settings;
import keepsake.app.ui.HeadlessToolkit;
import keepsake.app.ui.TestKeepsake;
import keepsake.app.ui.chat.ChatModel;
import keepsake.app.ui.shell.KeepsakeWindow;
import keepsake.runtime.engine.MemoryBudget;
import org.testfx.util.WaitForAsyncUtils;

/// Draws the real window with *Speed and memory* open after an answer, light and dark, usual and smallest size, into
/// `FOLDER`. Arguments: the folder, a model file. What the answer cost is made up.
public final class SpeedScreenshots {
    private static final MemoryBudget BUDGET = new MemoryBudget(1050, 480, 300, 112, 56, 92);

    private SpeedScreenshots() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        HeadlessToolkit.start();
        for (Settings.Theme theme : new Settings.Theme[] {Settings.Theme.LIGHT, Settings.Theme.DARK}) {
            String name = theme == Settings.Theme.LIGHT ? "light" : "dark";
            take(folder.resolve("speed-" + name + ".png"), theme, Path.of(arguments[1]), 1180, 760);
            take(folder.resolve("speed-small-" + name + ".png"), theme, Path.of(arguments[1]), 720, 480);
        }
        System.exit(0);
    }

    private static void take(Path picture, Settings.Theme theme, Path model, int width, int height) throws IOException {
        Path home = Files.createTempDirectory("keepsake-screenshots");
        try (Keepsake keepsake = TestKeepsake.open(home, StreamedScript.loader(BUDGET, new CountDownLatch(0)))) {
            Settings.Choice now = keepsake.settings().choice();
            keepsake.settings()
                    .choose(new Settings.Choice(now.model(), now.engine(), now.budgetMib(), theme, now.temperature()));
            Stage stage = onFx(Stage::new);
            KeepsakeWindow window = onFx(() -> new KeepsakeWindow(stage, keepsake));
            onFx(() -> {
                stage.setWidth(width);
                stage.setHeight(height);
                window.open();
                window.openModel(model);
                return true;
            });
            Parent root = onFx(() -> stage.getScene().getRoot());
            settle();
            onFx(() -> {
                ((TextArea) root.lookup("#input")).setText("What is the capital of France?");
                ((Button) root.lookup(".send")).fire();
                return true;
            });
            settle();
            onFx(() -> {
                root.lookupAll(".status").stream()
                        .filter(node ->
                                node instanceof Labeled said && said.getText().contains("tokens/s"))
                        .forEach(node -> ((Button) node).fire());
                return true;
            });
            settle();
            WritableImage drawn = onFx(() -> stage.getScene().snapshot(null));
            Picture.write(drawn, picture);
            ChatModel.finish(onFx(window::close));
            window.end();
        }
    }

    /// Lets answers and transitions end; only pictures depend on it.
    private static void settle() {
        WaitForAsyncUtils.sleep(2, TimeUnit.SECONDS);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static <T> T onFx(Callable<T> work) {
        return WaitForAsyncUtils.waitForAsyncFx(TimeUnit.SECONDS.toMillis(60), work);
    }
}
