package keepsake.app.ui.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import keepsake.app.ui.UiThread;
import keepsake.app.ui.gallery.SampleClock;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Archive.Copy;
import keepsake.memory.Archive.Format;
import keepsake.memory.Archive.With;
import keepsake.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ArchiveModelsTest {
    private static final Wording WORDS = Wording.of("keepsake.app.ui.archive.archive", ZoneOffset.UTC);

    @TempDir
    Path folder;

    private final UiThread thread = new UiThread();
    private final List<String> told = new ArrayList<>();
    private Memory memory;
    private ImportModel imports;
    private ExportModel exports;

    @BeforeEach
    void open() {
        memory = Memory.open(folder.resolve("memory"), new SampleClock());
        imports = new ImportModel(memory.archive(), thread.background(), thread, WORDS, () -> told.add("changed"));
        exports = new ExportModel(memory.archive(), thread.background(), thread, WORDS);
    }

    @AfterEach
    void close() {
        thread.close();
        memory.close();
    }

    @Test
    void notesComeInAndAreToldOf() throws IOException {
        Path notes = Files.createDirectories(folder.resolve("notes"));
        Files.writeString(notes.resolve("bin.md"), "# The bin\n\nIt is emptied on Mondays.\n");
        imports.start(Format.MARKDOWN, notes);
        assertThat(imports.view().get()).isInstanceOf(ImportModel.Step.Reading.class);
        thread.until(() -> imports.view().get() instanceof ImportModel.Step.Done);

        ImportModel.Step.Done done = (ImportModel.Step.Done) imports.view().get();
        assertThat(done.came()).startsWith("1 conversation and 1 message came.");
        assertThat(done.skipped()).isEmpty();
        assertThat(told).containsExactly("changed");
        assertThat(memory.conversations().list()).hasSize(1);
    }

    @Test
    void whatIsStoppedKeepsWhatCameAndGoesOnLater() throws IOException {
        Path notes = Files.createDirectories(folder.resolve("notes"));
        for (int i = 0; i < 50; i++)
            Files.writeString(notes.resolve(i + ".md"), "# Note " + i + "\n\nNumber " + i + ".\n");
        imports.start(Format.MARKDOWN, notes);
        imports.stop();
        assertThat(imports.view().get()).isInstanceOf(ImportModel.Step.Stopping.class);
        thread.until(() -> imports.view().get() instanceof ImportModel.Step.Done);
        imports.start(Format.MARKDOWN, notes);
        thread.until(() -> imports.view().get() instanceof ImportModel.Step.Done);
        assertThat(memory.conversations().list()).hasSize(50);
    }

    @Test
    void whatIsMissingFailsInASentence() {
        imports.start(Format.CHATGPT, folder.resolve("nowhere.zip"));
        thread.until(() -> imports.view().get() instanceof ImportModel.Step.Failed);
        assertThat(((ImportModel.Step.Failed) imports.view().get()).why()).contains("nowhere.zip");
    }

    @Test
    void everythingIsTakenAlongAndComesBack() {
        memory.conversations().say(memory.conversations().start().id(), "The bin is emptied on Mondays");
        Path file = folder.resolve("all.jsonl");
        exports.write(Copy.JSONL, file, With.MEMORIES);
        assertThat(exports.view().get()).isInstanceOf(ExportModel.Step.Writing.class);
        thread.until(() -> exports.view().get() instanceof ExportModel.Step.Done);
        assertThat(((ExportModel.Step.Done) exports.view().get()).what())
                .isEqualTo("Wrote 1 conversation, 1 message and 0 facts to " + file + ". The file is not encrypted.");

        imports.start(Format.JSONL, file);
        thread.until(() -> imports.view().get() instanceof ImportModel.Step.Done);
        assertThat(((ImportModel.Step.Done) imports.view().get()).came())
                .contains("0 conversations and 0 messages came.", "1 conversation was there already.");
    }

    @Test
    void anExportThatIsStoppedWritesNothing() throws IOException {
        memory.conversations().say(memory.conversations().start().id(), "The bin is emptied on Mondays");
        Path file = Files.writeString(folder.resolve("all.jsonl"), "an older copy");
        exports.write(Copy.JSONL, file, With.MEMORIES);
        exports.stop();
        assertThat(exports.view().get()).isInstanceOf(ExportModel.Step.Stopping.class);
        thread.until(() -> !(exports.view().get() instanceof ExportModel.Step.Stopping));
        // It may have been quicker than the person.
        if (exports.view().get() instanceof ExportModel.Step.Stopped)
            assertThat(file).hasContent("an older copy");
        else assertThat(file).content().contains("emptied on Mondays");
    }

    @Test
    void aFolderThatIsNotThereFailsInASentence() {
        exports.write(Copy.MARKDOWN, folder.resolve("no/such/folder/all.md"), With.MEMORIES);
        thread.until(() -> exports.view().get() instanceof ExportModel.Step.Failed);
        assertThat(((ExportModel.Step.Failed) exports.view().get()).why()).isNotBlank();
    }
}
