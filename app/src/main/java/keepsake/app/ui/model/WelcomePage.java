package keepsake.app.ui.model;

import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import keepsake.app.assistant.ModelSession.State;
import keepsake.app.ui.text.Fxml;
import keepsake.runtime.catalogue.ModelFolder.Offer;

/// The first-run page: get the starter model, or open a file.
public final class WelcomePage extends ScrollPane {

    @FXML
    private Label title;

    @FXML
    private Label about;

    @FXML
    private Label sizes;

    @FXML
    private VBox progressBox;

    @FXML
    private ProgressBar progress;

    @FXML
    private Label detail;

    @FXML
    private Label problem;

    @FXML
    private Button get;

    @FXML
    private Button pause;

    @FXML
    private Label fileProblem;

    @FXML
    private Button open;

    private Optional<Offer> offer = Optional.empty();

    /// @param chooseFile asks the user for a GGUF file and opens it
    public WelcomePage(ModelDesk desk, Runnable chooseFile) {
        Fxml.load(this, "welcome");
        setId("welcome");
        get.setOnAction(_ -> offer.ifPresent(desk::get));
        pause.setOnAction(_ -> desk.pause());
        open.setOnAction(_ -> chooseFile.run());
        desk.view().watch(this::show);
    }

    private void show(ModelDesk.View view) {
        offer = view.shelf().offers().stream().findFirst();
        offer.ifPresent(first -> {
            title.setText(first.title());
            about.setText(first.about());
            sizes.setText(DownloadWords.sizes(first));
            DownloadWords words = DownloadWords.of(view.download(), first);
            get.setText(words.action());
            there(get, words.step() != DownloadWords.Step.PAUSE);
            there(pause, words.step() == DownloadWords.Step.PAUSE);
            there(progressBox, !words.detail().isEmpty());
            progress.setProgress(words.share());
            detail.setText(words.detail());
            problem.setText(words.problem().orElse(""));
            there(problem, words.problem().isPresent());
        });
        Optional<String> refused =
                view.session() instanceof State.Failed failed ? Optional.of(failed.sentence()) : view.problem();
        fileProblem.setText(refused.orElse(""));
        there(fileProblem, refused.isPresent());
    }

    private static void there(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
