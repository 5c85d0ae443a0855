package keepsake.app.ui.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Optional;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import keepsake.app.ui.ShownWindow;
import keepsake.app.ui.gallery.SampleClock;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Archive.Format;
import keepsake.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("e2e")
final class ArchiveSectionWindowTest {
    private static final Wording WORDS = Wording.of("keepsake.app.ui.archive.archive", ZoneOffset.UTC);

    @TempDir
    Path folder;

    private Memory memory;
    private ShownWindow window;

    @BeforeEach
    void open() {
        memory = Memory.open(folder.resolve("memory"), new SampleClock());
        window = ShownWindow.of(
                600,
                700,
                background -> new ArchiveSection(
                        new ImportModel(memory.archive(), background, Platform::runLater, WORDS, () -> {}),
                        new ExportModel(memory.archive(), background, Platform::runLater, WORDS),
                        WORDS,
                        Optional.of(new Places(folder))));
    }

    @AfterEach
    void close() {
        window.close();
        memory.close();
    }

    @Test
    void aFolderOfNotesComesInAndEverythingIsTakenAlong() throws IOException {
        Path notes = Files.createDirectories(folder.resolve("notes"));
        Files.writeString(notes.resolve("bin.md"), "# The bin\n\nIt is emptied on Mondays.\n");
        choose(Format.MARKDOWN);
        window.click("Choose a folder…");
        window.awaitText("1 conversation and 1 message came.");

        window.click("As Markdown…");
        Path written = folder.resolve("keepsake.md");
        window.awaitText("Wrote 1 conversation, 1 message and 0 facts to " + written + ". The file is not encrypted.");
        assertThat(written).content().contains("It is emptied on Mondays.");
    }

    @Test
    void aFileThatIsNoArchiveIsRefusedAndTheChoiceIsOpenAgain() throws IOException {
        Files.writeString(folder.resolve("archive"), "no archive");
        choose(Format.CHATGPT);
        window.click("Choose a file…");
        Node problem = window.first(node -> "importProblem".equals(node.getId()));
        assertThat(((Label) problem).getText()).isNotBlank();
        assertThat(window.named("Choose a file…").isDisabled()).isFalse();
        assertThat(memory.conversations().list()).isEmpty();
    }

    private void choose(Format format) {
        ChoiceBox<?> box = (ChoiceBox<?>) window.named("Where they come from");
        window.onScreen(() -> {
            box.getSelectionModel().select(box.getItems().indexOf(format));
            return true;
        });
    }

    /// What a person would choose.
    private record Places(Path home) implements Choosing {
        @Override
        public Optional<Path> folder() {
            return Optional.of(home.resolve("notes"));
        }

        @Override
        public Optional<Path> file() {
            return Optional.of(home.resolve("archive"));
        }

        @Override
        public Optional<Path> save(String suggested) {
            return Optional.of(home.resolve(suggested));
        }
    }
}
