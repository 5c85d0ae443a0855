package keepsake.app.ui.archive;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.stage.Stage;
import keepsake.app.ui.HeadlessToolkit;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.gallery.Picture;
import keepsake.app.ui.gallery.SampleClock;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Memory;
import org.testfx.util.WaitForAsyncUtils;

/// Draws imports and exports under way, stopped and done, light and dark. Arguments: a folder for the pictures, a large
/// ChatGPT archive, a damaged one, and a file that is none.
public final class ArchivePictures {
    private static final Wording WORDS = Wording.of("keepsake.app.ui.archive.archive", ZoneOffset.UTC);

    private final Path folder;
    private final Path copy;
    private Path next = Path.of("");

    private ArchivePictures(Path folder, Path copy) {
        this.folder = folder;
        this.copy = copy;
    }

    public static void main(String[] arguments) throws IOException {
        HeadlessToolkit.start();
        for (String name : List.of("light", "dark")) {
            Theme theme = name.equals("light") ? new PrimerLight() : new PrimerDark();
            onFx(() -> Application.setUserAgentStylesheet(theme.getUserAgentStylesheet()));
            Path home = Files.createTempDirectory("keepsake-pictures");
            new ArchivePictures(Path.of(arguments[0]), home.resolve("copy.jsonl"))
                    .take(
                            home,
                            name,
                            List.of(arguments).subList(1, 4).stream()
                                    .map(Path::of)
                                    .toList());
        }
        System.exit(0);
    }

    private void take(Path home, String name, List<Path> sources) {
        try (Memory memory = Memory.open(home.resolve("memory"), new SampleClock());
                Background background = new Background(Platform::runLater)) {
            Stage stage = WaitForAsyncUtils.waitForAsyncFx(60_000, () -> {
                ArchiveSection section = new ArchiveSection(
                        new ImportModel(memory.archive(), background, Platform::runLater, WORDS, () -> {}),
                        new ExportModel(memory.archive(), background, Platform::runLater, WORDS),
                        WORDS,
                        Optional.of(new Places()));
                section.getStylesheets().add("/keepsake/app/ui/keepsake.css");
                section.getStyleClass().addAll("root", "settings");
                section.setStyle("-fx-padding: 20px;");
                Stage made = new Stage();
                made.setScene(new Scene(section, 620, 640));
                made.show();
                return made;
            });
            next = sources.get(0);
            press(stage, "#file", 1500);
            save(stage, "import-reading-" + name);
            press(stage, "#stop", 0);
            save(stage, "import-stopping-" + name);
            sleep(3000);
            save(stage, "import-stopped-" + name);
            next = sources.get(1);
            press(stage, "#file", 4000);
            save(stage, "import-damaged-" + name);
            next = sources.get(2);
            press(stage, "#file", 2000);
            save(stage, "import-none-" + name);
            press(stage, "#jsonl", 250);
            save(stage, "export-writing-" + name);
            press(stage, "#stopWriting", 1000);
            save(stage, "export-stopped-" + name);
            press(stage, "#jsonl", 8000);
            save(stage, "export-done-" + name);
            onFx(stage::close);
        }
    }

    private static void press(Stage stage, String button, long wait) {
        onFx(() -> ((Button) stage.getScene().lookup(button)).fire());
        sleep(wait);
    }

    private void save(Stage stage, String what) {
        Picture.write(
                WaitForAsyncUtils.waitForAsyncFx(60_000, () -> stage.getScene().snapshot(null)),
                folder.resolve(what + ".png"));
    }

    private static void sleep(long millis) {
        WaitForAsyncUtils.sleep(millis, TimeUnit.MILLISECONDS);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static void onFx(Runnable work) {
        WaitForAsyncUtils.waitForAsyncFx(60_000, () -> {
            work.run();
            return true;
        });
    }

    private final class Places implements Choosing {
        @Override
        public Optional<Path> file() {
            return Optional.of(next);
        }

        @Override
        public Optional<Path> folder() {
            return Optional.of(next);
        }

        @Override
        public Optional<Path> save(String suggested) {
            return Optional.of(copy);
        }
    }
}
