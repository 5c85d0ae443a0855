package keepsake.app.ui.gallery;

import static keepsake.app.ui.gallery.RealWindow.onFx;
import static keepsake.app.ui.gallery.RealWindow.settle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import keepsake.app.home.Keepsake;
import keepsake.app.home.Settings.Theme;
import keepsake.app.ui.gallery.RealWindow.Look;
import org.testfx.util.WaitForAsyncUtils;

/// Draws the real window on a sample home into `FOLDER/{chat,memory,identity}-{light,dark}.png`: the screenshots of the
/// documentation. Arguments: the folder, and optionally a model file to load first.
public final class ScreenshotTool {
    private static final long PATIENCE_SECONDS = 120;

    private final RealWindow window;
    private final Path folder;
    private final String name;

    private ScreenshotTool(RealWindow window, Path folder, String name) {
        this.window = window;
        this.folder = folder;
        this.name = name;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Optional<Path> model = arguments.length > 1 ? Optional.of(Path.of(arguments[1])) : Optional.empty();
        Files.createDirectories(folder);
        for (Look look : List.of(new Look("light", Theme.LIGHT, 1180, 760), new Look("dark", Theme.DARK, 1180, 760))) {
            SampleClock clock = new SampleClock();
            Path home = Files.createTempDirectory("keepsake-screenshots");
            try (Keepsake keepsake = SampleHome.empty(home, clock)) {
                SampleHome.fill(keepsake, clock);
                try (RealWindow window = RealWindow.open(keepsake, look)) {
                    model.ifPresent(window::openModel);
                    new ScreenshotTool(window, folder, look.name()).takeAll();
                }
            }
        }
        System.exit(0);
    }

    private void takeAll() {
        click("What can I cook for Mia on Sunday");
        until("Mushroom risotto");
        settle();
        save("chat");
        window.robot().push(KeyCode.CONTROL, KeyCode.M);
        until("Everything else");
        settle();
        save("memory");
        window.robot().push(KeyCode.CONTROL, KeyCode.M);
        window.robot().push(KeyCode.CONTROL, KeyCode.I);
        until("Found in what you told Keepsake");
        settle();
        save("identity");
    }

    private void click(String text) {
        until(text);
        window.robot().clickOn(onFx(() -> find(text).orElseThrow()));
    }

    private void until(String text) {
        try {
            WaitForAsyncUtils.waitFor(
                    PATIENCE_SECONDS,
                    TimeUnit.SECONDS,
                    () -> onFx(() -> find(text).isPresent()));
        } catch (TimeoutException never) {
            save("stuck");
            throw new IllegalStateException("“" + text + "” never came.", never);
        }
    }

    private Optional<Node> find(String text) {
        return window.root().lookupAll("*").stream()
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
        window.save(folder.resolve(what + "-" + name + ".png"));
    }
}
