package keepsake.app.ui.archive;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.text.Fxml;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Archive;
import keepsake.memory.Archive.Copy;
import keepsake.memory.Archive.Format;
import keepsake.memory.Archive.With;

/// *Bring conversations along* and *Take everything along* in the settings. Threads: the FX thread.
public final class ArchiveSection extends VBox {
    private final ImportModel imports;
    private final ExportModel exports;
    private final Wording wording;
    private final Choosing choosing;

    @FXML
    private ChoiceBox<Format> format;

    @FXML
    private Label how;

    @FXML
    private Button file;

    @FXML
    private Button folder;

    @FXML
    private VBox reading;

    @FXML
    private Label soFar;

    @FXML
    private ProgressBar share;

    @FXML
    private Button stop;

    @FXML
    private Label came;

    @FXML
    private VBox skipped;

    @FXML
    private Label importProblem;

    @FXML
    private CheckBox identity;

    @FXML
    private Button jsonl;

    @FXML
    private Button markdown;

    @FXML
    private VBox writing;

    @FXML
    private Label writtenSoFar;

    @FXML
    private ProgressBar written;

    @FXML
    private Button stopWriting;

    @FXML
    private Label notWritten;

    @FXML
    private Label wrote;

    @FXML
    private Label exportProblem;

    /// @param imported conversations came in
    public static ArchiveSection of(Keepsake keepsake, Background background, Runnable imported) {
        Wording words = Wording.of("keepsake.app.ui.archive.archive", ZoneId.systemDefault());
        Archive archive = keepsake.memory().archive();
        return new ArchiveSection(
                new ImportModel(archive, background, Platform::runLater, words, imported),
                new ExportModel(archive, background, Platform::runLater, words),
                words,
                Optional.empty());
    }

    /// @param choosing instead of the system's dialogues
    ArchiveSection(ImportModel imports, ExportModel exports, Wording wording, Optional<Choosing> choosing) {
        this.imports = imports;
        this.exports = exports;
        this.wording = wording;
        this.choosing =
                choosing.orElseGet(() -> new SystemDialogues(() -> getScene().getWindow(), wording));
        getStylesheets()
                .add(Objects.requireNonNull(ArchiveSection.class.getResource("archive.css"))
                        .toExternalForm());
        Fxml.load(this, "Archive.fxml", wording.texts());
        format.getItems().setAll(Format.values());
        format.setConverter(new StringConverter<>() {
            @Override
            public String toString(Format one) {
                return one == null ? "" : wording.say("format." + one.id());
            }

            @Override
            public Format fromString(String text) {
                return Format.CHATGPT;
            }
        });
        format.valueProperty().subscribe(one -> {
            if (one != null) how.setText(wording.say("how." + one.id()));
        });
        format.setValue(Format.CHATGPT);
        imports.view().watch(this::show);
        exports.view().watch(this::show);
    }

    private void show(ImportModel.Step step) {
        boolean busy = step instanceof ImportModel.Step.Reading || step instanceof ImportModel.Step.Stopping;
        for (Node choice : List.of(format, file, folder)) choice.setDisable(busy);
        there(reading, busy);
        stop.setDisable(step instanceof ImportModel.Step.Stopping);
        there(came, step instanceof ImportModel.Step.Done);
        there(
                skipped,
                step instanceof ImportModel.Step.Done done && !done.skipped().isEmpty());
        there(importProblem, step instanceof ImportModel.Step.Failed);
        switch (step) {
            case ImportModel.Step.Resting() -> {}
            case ImportModel.Step.Reading(double part, String words) -> {
                share.setProgress(part > 0 ? part : ProgressBar.INDETERMINATE_PROGRESS);
                soFar.setText(words);
            }
            case ImportModel.Step.Stopping() -> soFar.setText(wording.say("stopping"));
            case ImportModel.Step.Done(String words, List<String> lines) -> {
                came.setText(words);
                skipped.getChildren()
                        .setAll(lines.stream().map(ArchiveSection::line).toList());
            }
            case ImportModel.Step.Failed(String why) -> importProblem.setText(why);
        }
    }

    private static Node line(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().add("panel-muted");
        return label;
    }

    private void show(ExportModel.Step step) {
        boolean busy = step instanceof ExportModel.Step.Writing || step instanceof ExportModel.Step.Stopping;
        for (Node choice : List.of(identity, jsonl, markdown)) choice.setDisable(busy);
        there(writing, busy);
        stopWriting.setDisable(step instanceof ExportModel.Step.Stopping);
        there(notWritten, step instanceof ExportModel.Step.Stopped);
        there(wrote, step instanceof ExportModel.Step.Done);
        there(exportProblem, step instanceof ExportModel.Step.Failed);
        switch (step) {
            case ExportModel.Step.Resting() -> {}
            case ExportModel.Step.Writing(double part, String words) -> {
                written.setProgress(part);
                writtenSoFar.setText(words);
            }
            case ExportModel.Step.Stopping() -> writtenSoFar.setText(wording.say("export.stopping"));
            case ExportModel.Step.Stopped() -> {}
            case ExportModel.Step.Done(String what) -> wrote.setText(what);
            case ExportModel.Step.Failed(String why) -> exportProblem.setText(why);
        }
    }

    private static void there(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }

    private void write(Copy copy, String suggested) {
        With with = identity.isSelected() ? With.IDENTITY : With.MEMORIES;
        Optional<Path> place = choosing.save(suggested);
        place.ifPresent(chosen -> exports.write(copy, chosen, with));
    }

    @FXML
    void onFile() {
        choosing.file().ifPresent(chosen -> imports.start(format.getValue(), chosen));
    }

    @FXML
    void onFolder() {
        choosing.folder().ifPresent(chosen -> imports.start(format.getValue(), chosen));
    }

    @FXML
    void onStop() {
        imports.stop();
    }

    @FXML
    void onStopWriting() {
        exports.stop();
    }

    @FXML
    void onJsonl() {
        write(Copy.JSONL, "keepsake.jsonl");
    }

    @FXML
    void onMarkdown() {
        write(Copy.MARKDOWN, "keepsake.md");
    }
}
