package keepsake.app.ui.gallery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import keepsake.app.assistant.ScriptedEngine;
import keepsake.app.home.Keepsake;
import keepsake.app.home.Settings;
import keepsake.app.ui.HeadlessToolkit;
import keepsake.app.ui.TestKeepsake;
import keepsake.app.ui.chat.ChatModel;
import keepsake.app.ui.shell.KeepsakeWindow;
import keepsake.memory.Archive;
import keepsake.memory.NeverStore;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/// Draws the question before erasing, a temporary chat, the proposals, and the settings on privacy, imports and exports
/// in the real window, light and dark, usual and smallest size, into `FOLDER`. Arguments: the folder, a model file.
public final class MemoryCoreScreenshots {
    private final FxRobot robot = new FxRobot();
    private final Stage stage;
    private final Path folder;
    private final String name;

    private MemoryCoreScreenshots(Stage stage, Path folder, String name) {
        this.stage = stage;
        this.folder = folder;
        this.name = name;
        robot.targetWindow(stage);
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        HeadlessToolkit.start();
        for (Settings.Theme theme : new Settings.Theme[] {Settings.Theme.LIGHT, Settings.Theme.DARK}) {
            String name = theme == Settings.Theme.LIGHT ? "light" : "dark";
            take(folder, name, theme, Path.of(arguments[1]), 1180, 760);
            take(folder, "small-" + name, theme, Path.of(arguments[1]), 720, 480);
        }
        System.exit(0);
    }

    private static void take(Path folder, String name, Settings.Theme theme, Path model, int width, int height)
            throws IOException {
        Path home = Files.createTempDirectory("keepsake-screenshots");
        try (Keepsake keepsake =
                TestKeepsake.open(home, ScriptedEngine.saying("Gladly.").loader())) {
            SampleHome.fill(keepsake, new SampleClock());
            importAnOldNote(home, keepsake);
            keepsake.memory().neverStore().add(NeverStore.Kind.PHRASE, "Project Nightingale");
            keepsake.memory().neverStore().add(NeverStore.Kind.CARD_NUMBER, "");
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
            new MemoryCoreScreenshots(stage, folder, name).takeAll();
            ChatModel.finish(onFx(window::close));
            window.end();
        }
    }

    /// So that a limit has something to take.
    private static void importAnOldNote(Path folder, Keepsake keepsake) throws IOException {
        Path note = folder.resolve("roof.md");
        Files.writeString(note, "# The roof\n\nThe roofer said it holds another five years.\n");
        Files.setLastModifiedTime(note, FileTime.from(Instant.parse("2024-03-01T10:00:00Z")));
        keepsake.memory().archive().read(Archive.Format.MARKDOWN, note, Archive.Watch.NOBODY);
    }

    private void takeAll() {
        settle();
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.N);
        settle();
        save("temporary-empty");
        robot.write("Remember that I am looking for a ring for Ben", 0);
        robot.push(KeyCode.ENTER);
        settle();
        save("temporary");
        robot.push(KeyCode.CONTROL, KeyCode.M);
        settle();
        save("heard");
        onFx(() -> {
            ((javafx.scene.control.MenuButton) root().lookup("#more"))
                    .getItems()
                    .get(1)
                    .fire();
            return true;
        });
        settle();
        save("erase");
        press("#erase");
        settle();
        save("erased");
        robot.push(KeyCode.CONTROL, KeyCode.M);
        robot.push(KeyCode.CONTROL, KeyCode.COMMA);
        settle();
        onFx(() -> {
            ((ButtonBase) root().lookup("#forDays")).fire();
            ((javafx.scene.control.TextField) root().lookup("#days")).setText("30");
            ((ButtonBase) root().lookup("#look")).fire();
            return true;
        });
        for (int part = 0; part < 7; part++) {
            double at = part / 6.0;
            onFx(() -> {
                Node page = root().lookup("#settings-page");
                ((ScrollPane) page).setVvalue(at);
                return true;
            });
            settle();
            save("settings-" + part);
        }
    }

    private void press(String selector) {
        onFx(() -> {
            ((ButtonBase) root().lookup(selector)).fire();
            return true;
        });
    }

    private Parent root() {
        return stage.getScene().getRoot();
    }

    private void save(String what) {
        Picture.write(onFx(() -> stage.getScene().snapshot(null)), folder.resolve(what + "-" + name + ".png"));
    }

    /// Lets transitions end; only pictures depend on it.
    private static void settle() {
        WaitForAsyncUtils.sleep(700, TimeUnit.MILLISECONDS);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static <T> T onFx(Callable<T> work) {
        return WaitForAsyncUtils.waitForAsyncFx(TimeUnit.SECONDS.toMillis(60), work);
    }
}
