package keepsake.app.ui.archive;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import keepsake.app.ui.wording.Wording;

/// The system's own dialogues, over a window.
///
/// @param window over which they lie
record SystemDialogues(Supplier<Window> window, Wording wording) implements Choosing {
    @Override
    public Optional<Path> file() {
        FileChooser dialogue = new FileChooser();
        dialogue.setTitle(wording.say("import.title"));
        return Optional.ofNullable(dialogue.showOpenDialog(window.get())).map(File::toPath);
    }

    @Override
    public Optional<Path> folder() {
        DirectoryChooser dialogue = new DirectoryChooser();
        dialogue.setTitle(wording.say("import.title"));
        return Optional.ofNullable(dialogue.showDialog(window.get())).map(File::toPath);
    }

    @Override
    public Optional<Path> save(String suggested) {
        FileChooser dialogue = new FileChooser();
        dialogue.setTitle(wording.say("export.title"));
        dialogue.setInitialFileName(suggested);
        return Optional.ofNullable(dialogue.showSaveDialog(window.get())).map(File::toPath);
    }
}
