package keepsake.app.ui.gallery;

import static keepsake.app.ui.gallery.RealWindow.run;
import static keepsake.app.ui.gallery.RealWindow.settle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import keepsake.app.assistant.ScriptedEngine;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.TestKeepsake;
import keepsake.app.ui.gallery.RealWindow.Look;
import keepsake.memory.Archive;
import keepsake.memory.NeverStore;

/// Draws the question before erasing, a temporary chat, the proposals, and the settings on privacy, imports and exports
/// in the real window, light and dark, usual and smallest size, into `FOLDER`. Arguments: the folder, a model file.
public final class MemoryCoreScreenshots {
    private final RealWindow window;
    private final Path folder;
    private final String name;

    private MemoryCoreScreenshots(RealWindow window, Path folder, String name) {
        this.window = window;
        this.folder = folder;
        this.name = name;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        for (Look look : Look.all()) take(folder, look, Path.of(arguments[1]));
        System.exit(0);
    }

    private static void take(Path folder, Look look, Path model) throws IOException {
        Path home = Files.createTempDirectory("keepsake-screenshots");
        try (Keepsake keepsake =
                TestKeepsake.open(home, ScriptedEngine.saying("Gladly.").loader())) {
            SampleHome.fill(keepsake, new SampleClock());
            importAnOldNote(home, keepsake);
            keepsake.memory().neverStore().add(NeverStore.Kind.PHRASE, "Project Nightingale");
            keepsake.memory().neverStore().add(NeverStore.Kind.CARD_NUMBER, "");
            try (RealWindow window = RealWindow.open(keepsake, look)) {
                window.openModel(model);
                new MemoryCoreScreenshots(window, folder, look.name()).takeAll();
            }
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
        window.robot().push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.N);
        save("temporary-empty");
        window.robot().write("Remember that I am looking for a ring for Ben", 0);
        window.robot().push(KeyCode.ENTER);
        save("temporary");
        window.robot().push(KeyCode.CONTROL, KeyCode.M);
        save("heard");
        window.press(".candidate .flat");
        save("dismissed");
        run(() -> ((MenuButton) window.root().lookup("#more")).getItems().get(1).fire());
        save("erase");
        window.press("#erase");
        save("erased");
        window.robot().push(KeyCode.CONTROL, KeyCode.M);
        window.robot().push(KeyCode.CONTROL, KeyCode.COMMA);
        settle();
        run(() -> {
            ((ButtonBase) window.root().lookup("#forDays")).fire();
            ((TextField) window.root().lookup("#days")).setText("30");
            ((ButtonBase) window.root().lookup("#look")).fire();
        });
        for (int part = 0; part < 7; part++) {
            double at = part / 6.0;
            run(() -> ((ScrollPane) window.root().lookup("#settings-page")).setVvalue(at));
            save("settings-" + part);
        }
    }

    private void save(String what) {
        settle();
        window.save(folder.resolve(what + "-" + name + ".png"));
    }
}
