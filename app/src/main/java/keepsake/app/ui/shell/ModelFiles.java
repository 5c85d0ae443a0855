package keepsake.app.ui.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import keepsake.app.ui.text.Texts;

/// The two ways of bringing a model file: choosing it, and dropping it on the window. Threads: the FX thread.
final class ModelFiles {
    private final Stage stage;
    private final Consumer<Path> open;

    ModelFiles(Stage stage, Consumer<Path> open) {
        this.stage = stage;
        this.open = open;
    }

    void choose() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(Texts.of("file.title"));
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(Texts.of("file.gguf"), "*.gguf"),
                        new FileChooser.ExtensionFilter(Texts.of("file.any"), "*"));
        File chosen = chooser.showOpenDialog(stage);
        if (chosen != null) open.accept(chosen.toPath());
    }

    void drops(Scene scene) {
        scene.addEventHandler(DragEvent.DRAG_OVER, event -> {
            if (model(event).isPresent()) event.acceptTransferModes(TransferMode.COPY);
        });
        scene.addEventHandler(DragEvent.DRAG_DROPPED, event -> {
            Optional<Path> model = model(event);
            model.ifPresent(open);
            event.setDropCompleted(model.isPresent());
        });
    }

    private static Optional<Path> model(DragEvent event) {
        return event.getDragboard().getFiles().stream()
                .filter(file -> file.getName().toLowerCase(Locale.ROOT).endsWith(".gguf"))
                .map(File::toPath)
                .findFirst();
    }
}
