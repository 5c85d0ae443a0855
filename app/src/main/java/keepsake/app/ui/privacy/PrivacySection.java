package keepsake.app.ui.privacy;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import keepsake.app.home.EmbeddingChoice;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.text.Fxml;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Memory;
import keepsake.memory.NeverStore.Kind;
import keepsake.memory.NeverStore.Rule;
import org.kordamp.ikonli.javafx.FontIcon;

/// *Privacy and memory* in the settings. Threads: the FX thread.
public final class PrivacySection extends VBox {
    private static final Duration LOOK_AGAIN = Duration.seconds(2);
    private static final Duration LOOK_AT_AGE = Duration.hours(1);
    private static final int USUAL_DAYS = 365;

    private final NeverStoreModel never;
    private final RetentionModel retention;
    private final MeaningModel meaning;
    private final Wording wording;
    private final Map<Kind, CheckBox> kinds = new EnumMap<>(Kind.class);
    private final Timeline looking = new Timeline(new KeyFrame(LOOK_AGAIN, _ -> lookAgain()));

    @FXML
    private CheckBox cards;

    @FXML
    private CheckBox ibans;

    @FXML
    private CheckBox passwords;

    @FXML
    private TextField phrase;

    @FXML
    private VBox phrases;

    @FXML
    private Label noPhrases;

    @FXML
    private HBox removedBar;

    @FXML
    private Label removed;

    @FXML
    private Label neverProblem;

    @FXML
    private RadioButton forEver;

    @FXML
    private RadioButton forDays;

    @FXML
    private TextField days;

    @FXML
    private Button look;

    @FXML
    private Label retentionProblem;

    @FXML
    private VBox question;

    @FXML
    private Label going;

    @FXML
    private VBox goingLines;

    @FXML
    private Button keep;

    @FXML
    private Label meaningState;

    @FXML
    private ProgressBar meaningShare;

    @FXML
    private Label meaningWhy;

    @FXML
    private RadioButton builtIn;

    @FXML
    private RadioButton none;

    @FXML
    private RadioButton folder;

    /// On an open Keepsake.
    ///
    /// @param aged messages that were too old are gone
    public static PrivacySection of(Keepsake keepsake, Background background, Runnable aged) {
        Wording words = Wording.of("keepsake.app.ui.privacy.privacy", ZoneId.systemDefault());
        Memory memory = keepsake.memory();
        RetentionModel retention = new RetentionModel(memory.retention(), background, words);
        // Keepsake may stay open for days; the start has looked already.
        Timeline daily = new Timeline(new KeyFrame(LOOK_AT_AGE, _ -> retention.applyIfDue(aged)));
        daily.setCycleCount(Animation.INDEFINITE);
        daily.play();
        return new PrivacySection(
                new NeverStoreModel(memory.neverStore(), background, words),
                retention,
                new MeaningModel(memory.embedding(), keepsake.settings(), background, words),
                words);
    }

    PrivacySection(NeverStoreModel never, RetentionModel retention, MeaningModel meaning, Wording wording) {
        this.never = never;
        this.retention = retention;
        this.meaning = meaning;
        this.wording = wording;
        getStylesheets()
                .add(Objects.requireNonNull(PrivacySection.class.getResource("privacy.css"))
                        .toExternalForm());
        Fxml.load(this, "Privacy.fxml", wording.texts());
        kinds.put(Kind.CARD_NUMBER, cards);
        kinds.put(Kind.IBAN, ibans);
        kinds.put(Kind.PASSWORD, passwords);
        kinds.forEach((kind, box) -> box.setOnAction(_ -> never.toggle(kind)));
        days.setText(Integer.toString(USUAL_DAYS));
        days.disableProperty().bind(forDays.selectedProperty().not());
        look.disableProperty().bind(forDays.selectedProperty().not());
        builtIn.setOnAction(_ -> meaning.choose(new EmbeddingChoice.BuiltIn()));
        none.setOnAction(_ -> meaning.choose(new EmbeddingChoice.None()));
        there(folder, false);
        never.view().watch(this::show);
        retention.view().watch(this::show);
        meaning.view().watch(this::show);
        looking.setCycleCount(Animation.INDEFINITE);
    }

    /// The section came into view: reads everything, and the progress again and again until [#hidden].
    public void shown() {
        never.refresh();
        retention.refresh();
        meaning.refresh();
        looking.playFromStart();
    }

    public void hidden() {
        looking.stop();
        retention.leave();
    }

    private void lookAgain() {
        meaning.refresh();
    }

    private void show(NeverStoreModel.View view) {
        kinds.forEach((kind, box) -> {
            box.setSelected(view.kinds().contains(kind));
            box.setDisable(view.reading() == NeverStoreModel.Reading.NOT_YET);
        });
        List<Node> rows = new ArrayList<>();
        for (Rule rule : view.phrases()) rows.add(row(rule));
        phrases.getChildren().setAll(rows);
        there(phrases, !rows.isEmpty());
        there(noPhrases, rows.isEmpty());
        there(removedBar, view.removed().isPresent());
        removed.setText(view.removed().map(text -> wording.say("removed", text)).orElse(""));
        say(neverProblem, view.problem());
    }

    private Node row(Rule rule) {
        Label text = new Label(wording.say("phrase", rule.text()));
        text.setWrapText(true);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        Button remove = new Button("", new FontIcon("fth-x"));
        remove.getStyleClass().addAll("icon-button", "small");
        remove.setAccessibleText(wording.say("phrase.remove", rule.text()));
        remove.setOnAction(_ -> {
            never.remove(rule);
            phrase.requestFocus();
        });
        HBox row = new HBox(text, remove);
        row.getStyleClass().add("phrase-row");
        return row;
    }

    private void show(RetentionModel.View view) {
        boolean resting = view.step() instanceof RetentionModel.Step.Resting;
        if (resting && view.problem().isEmpty()) {
            if (view.days().isPresent()) {
                forDays.setSelected(true);
                if (!days.isFocused()) days.setText(Integer.toString(view.days().getAsInt()));
            } else {
                forEver.setSelected(true);
            }
        }
        say(retentionProblem, view.problem());
        there(question, view.step() instanceof RetentionModel.Step.Asking);
        if (view.step() instanceof RetentionModel.Step.Asking(int limit, String words, List<String> lines)) {
            going.setText(words);
            goingLines.getChildren().setAll(lines.stream().map(this::line).toList());
            keep.setText(wording.count("keep", limit));
        }
    }

    private Node line(String text) {
        Label label = new Label(wording.say("phrase", text));
        label.setWrapText(true);
        label.getStyleClass().add("panel-muted");
        return label;
    }

    private void show(MeaningModel.View view) {
        meaningState.setText(view.state());
        meaningShare.setProgress(view.share());
        there(meaningShare, view.share() > 0 && view.share() < 1);
        say(meaningWhy, view.why());
        switch (view.choice()) {
            case EmbeddingChoice.BuiltIn() -> builtIn.setSelected(true);
            case EmbeddingChoice.None() -> none.setSelected(true);
            case EmbeddingChoice.Folder own -> {
                folder.setSelected(true);
                folder.setText(wording.say("meaning.folder", own.path().toString()));
                // Stays on offer when another is chosen: the way back.
                folder.setOnAction(_ -> meaning.choose(own));
                there(folder, true);
            }
        }
    }

    private static void say(Label label, Optional<String> words) {
        label.setText(words.orElse(""));
        there(label, words.isPresent());
    }

    private static void there(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }

    @FXML
    void onAdd() {
        never.add(phrase.getText(), phrase::clear);
    }

    @FXML
    void onUndo() {
        never.undo();
    }

    @FXML
    void onForEver() {
        retention.keepForEver();
    }

    @FXML
    void onForDays() {
        days.requestFocus();
        days.selectAll();
    }

    @FXML
    void onLook() {
        retention.look(days.getText());
    }

    @FXML
    void onKeep() {
        retention.keep();
    }

    @FXML
    void onLeave() {
        retention.leave();
        days.requestFocus();
    }
}
