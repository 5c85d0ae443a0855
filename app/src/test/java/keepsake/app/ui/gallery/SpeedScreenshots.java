package keepsake.app.ui.gallery;

import static keepsake.app.ui.gallery.RealWindow.run;
import static keepsake.app.ui.gallery.RealWindow.settle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextArea;
import keepsake.app.assistant.StreamedScript;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.TestKeepsake;
import keepsake.app.ui.gallery.RealWindow.Look;
import keepsake.runtime.engine.MemoryBudget;

/// Draws the real window with *Speed and memory* open after an answer, light and dark, usual and smallest size, into
/// `FOLDER`. Arguments: the folder, a model file. What the answer cost is made up.
public final class SpeedScreenshots {
    private static final MemoryBudget BUDGET = new MemoryBudget(1050, 480, 300, 112, 56, 92);

    private SpeedScreenshots() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        for (Look look : Look.all()) take(folder, look, Path.of(arguments[1]));
        System.exit(0);
    }

    private static void take(Path folder, Look look, Path model) throws IOException {
        Path home = Files.createTempDirectory("keepsake-screenshots");
        try (Keepsake keepsake = TestKeepsake.open(home, StreamedScript.loader(BUDGET, new CountDownLatch(0)));
                RealWindow window = RealWindow.open(keepsake, look)) {
            window.openModel(model);
            settle();
            run(() -> ((TextArea) window.root().lookup("#input")).setText("What is the capital of France?"));
            window.press(".send");
            settle();
            run(() -> window.root().lookupAll(".status").stream()
                    .filter(node ->
                            node instanceof Labeled said && said.getText().contains("tokens/s"))
                    .forEach(node -> ((Button) node).fire()));
            settle();
            window.save(folder.resolve("speed-" + look.name() + ".png"));
        }
    }
}
