package keepsake.app.ui.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import keepsake.app.assistant.ModelSession.State;
import keepsake.app.ui.model.Figures.Row;
import keepsake.app.ui.text.Fxml;
import keepsake.app.ui.text.Sizes;
import keepsake.app.ui.text.Texts;
import keepsake.runtime.catalogue.InstalledModel;
import keepsake.runtime.catalogue.ModelFolder.Offer;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.engine.ModelInfo;

/// The right side: which model answers, where it runs, what it may use and what it used.
public final class ModelPanel extends VBox {
    private final ModelDesk desk;

    @FXML
    private Button close;

    @FXML
    private Label name;

    @FXML
    private Label engineLine;

    @FXML
    private VBox loadingBox;

    @FXML
    private ProgressBar loading;

    @FXML
    private Label notice;

    @FXML
    private VBox failed;

    @FXML
    private Label failure;

    @FXML
    private Button restart;

    @FXML
    private VBox facts;

    @FXML
    private GridPane about;

    @FXML
    private VBox budgetBox;

    @FXML
    private HBox bar;

    @FXML
    private GridPane parts;

    @FXML
    private Button speed;

    @FXML
    private VBox lastBox;

    @FXML
    private GridPane last;

    @FXML
    private ChoiceBox<Path> models;

    @FXML
    private ChoiceBox<Optional<EngineKind>> engine;

    @FXML
    private TextField budget;

    @FXML
    private Button load;

    @FXML
    private Button open;

    @FXML
    private VBox getBox;

    @FXML
    private VBox offers;

    /// @param chooseFile asks the user for a GGUF file and opens it
    /// @param hide       closes the panel
    /// @param showSpeed  opens [SpeedPanel] in this one's place
    public ModelPanel(ModelDesk desk, Runnable chooseFile, Runnable showSpeed, Runnable hide) {
        this.desk = desk;
        Fxml.load(this, "model");
        setId("model-panel");
        close.setOnAction(_ -> hide.run());
        restart.setOnAction(_ -> desk.restart());
        speed.setOnAction(_ -> showSpeed.run());
        open.setOnAction(_ -> chooseFile.run());
        models.setConverter(words(ModelWords::file));
        engine.setConverter(words(kind -> kind.map(ModelWords::engine).orElse(Texts.of("engine.any"))));
        engine.getItems().add(Optional.empty());
        for (EngineKind kind : EngineKind.values()) engine.getItems().add(Optional.of(kind));
        engine.setValue(Optional.empty());
        budget.textProperty().addListener((_, before, text) -> {
            if (!text.matches("\\d{0,7}")) budget.setText(before);
        });
        load.setOnAction(_ -> {
            Path model = models.getValue();
            if (model != null) desk.load(model, engine.getValue(), budgetMib());
        });
        desk.view().watch(this::show);
    }

    private OptionalInt budgetMib() {
        String text = budget.getText().strip();
        return text.isEmpty() || text.matches("0+") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    private void show(ModelDesk.View view) {
        State session = view.session();
        there(loadingBox, session instanceof State.Loading);
        there(failed, session instanceof State.Failed || view.problem().isPresent());
        there(restart, session instanceof State.Failed);
        boolean ready = session instanceof State.Ready;
        there(facts, ready);
        there(budgetBox, ready);
        there(speed, ready);
        there(notice, false);
        failure.setText(view.problem().orElse(""));
        switch (session) {
            case State.None _ -> {
                name.setText(Texts.of("model.none"));
                engineLine.setText(Texts.of("model.none.text"));
            }
            case State.Loading(Path model, String stage, double share) -> {
                name.setText(ModelWords.file(model));
                engineLine.setText(Texts.of("model.panel.loading", stage, Math.round(share * 100)));
                loading.setProgress(share > 0 ? share : -1);
            }
            case State.Failed problem -> {
                name.setText(ModelWords.file(problem.model()));
                engineLine.setText(Texts.of("model.panel.failed"));
                failure.setText(problem.sentence());
            }
            case State.Ready(ModelInfo info) -> ready(info);
        }
        last(view);
        choices(view);
        offers(view);
    }

    private void ready(ModelInfo info) {
        name.setText(info.name());
        engineLine.setText(Texts.of("model.panel.ready", ModelWords.engine(info.engine()), info.engineVersion()));
        notice.setText(info.notice().orElse(""));
        there(notice, info.notice().isPresent());
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("model.architecture", info.architecture()));
        rows.add(Row.of("model.layers", Integer.toString(info.layers())));
        rows.add(Row.of(
                "model.experts",
                info.experts() == 0
                        ? Texts.of("model.experts.none")
                        : Texts.of("model.experts.some", info.expertsUsed(), info.experts())));
        rows.add(Row.of("model.context", Texts.of("model.context.tokens", info.contextTokens())));
        rows.add(Row.of("model.load-time", Texts.of("model.seconds", info.loadMillis() / 1000.0)));
        Figures.fill(about, rows);
        Figures.budget(bar, parts, info.budget());
    }

    private void last(ModelDesk.View view) {
        there(lastBox, view.last().isPresent());
        view.last().ifPresent(stats -> {
            List<Row> rows = new ArrayList<>();
            rows.add(Row.of("stats.decode", Texts.of("stats.tps", stats.decodeTps())));
            rows.add(Row.of("stats.prefill", Texts.of("stats.tps", stats.prefillTps())));
            rows.add(Row.of("stats.first", Texts.of("model.seconds", stats.firstTokenMillis() / 1000.0)));
            rows.add(Row.of("stats.tokens", Texts.of("stats.counts", stats.promptTokens(), stats.answerTokens())));
            rows.add(Row.of("stats.hits", Texts.of("stats.percent", stats.hitRate())));
            rows.add(Row.of("stats.read", Sizes.mib(stats.mibRead())));
            rows.add(Row.of("stats.peak", Sizes.mib(stats.peakRssMib())));
            Figures.fill(last, rows);
        });
    }

    private void choices(ModelDesk.View view) {
        List<Path> paths = new ArrayList<>(
                view.shelf().installed().stream().map(InstalledModel::path).toList());
        view.request().ifPresent(request -> {
            if (!paths.contains(request.model())) paths.add(request.model());
        });
        if (!models.getItems().equals(paths)) {
            models.getItems().setAll(paths);
            models.setValue(null);
        }
        if (models.getValue() == null) {
            view.request().ifPresentOrElse(request -> models.setValue(request.model()), () -> {
                if (!paths.isEmpty()) models.setValue(paths.getFirst());
            });
        }
        load.setDisable(paths.isEmpty());
    }

    private void offers(ModelDesk.View view) {
        List<Offer> open = view.shelf().offers().stream()
                .filter(offer -> !offer.installed())
                .toList();
        there(getBox, !open.isEmpty());
        offers.getChildren()
                .setAll(open.stream()
                        .map(offer -> new OfferRow(desk, offer, view.download()))
                        .toList());
    }

    private static <T> StringConverter<T> words(java.util.function.Function<T, String> words) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : words.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("a choice box is not typed into");
            }
        };
    }

    private static void there(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
