package keepsake.app.ui.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import keepsake.app.assistant.ModelSession.State;
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
    public ModelPanel(ModelDesk desk, Runnable chooseFile, Runnable hide) {
        this.desk = desk;
        Fxml.load(this, "model");
        setId("model-panel");
        close.setOnAction(_ -> hide.run());
        restart.setOnAction(_ -> desk.restart());
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
        List<String[]> rows = new ArrayList<>();
        rows.add(row("model.architecture", info.architecture()));
        rows.add(row("model.layers", Integer.toString(info.layers())));
        rows.add(row(
                "model.experts",
                info.experts() == 0
                        ? Texts.of("model.experts.none")
                        : Texts.of("model.experts.some", info.expertsUsed(), info.experts())));
        rows.add(row("model.context", Texts.of("model.context.tokens", info.contextTokens())));
        rows.add(row("model.load-time", Texts.of("model.seconds", info.loadMillis() / 1000.0)));
        figures(about, rows);
        budget(info);
    }

    private void budget(ModelInfo info) {
        bar.getChildren().clear();
        List<String[]> rows = new ArrayList<>();
        Map<String, Integer> amounts = ModelWords.parts(info);
        for (Map.Entry<String, Integer> part : amounts.entrySet()) {
            if (part.getValue() == 0) continue;
            rows.add(new String[] {Texts.of("budget." + part.getKey()), Sizes.mib(part.getValue()), part.getKey()});
            Region piece = new Region();
            piece.getStyleClass().addAll("budget-part", "budget-" + part.getKey());
            piece.setMinWidth(1);
            piece.prefWidthProperty()
                    .bind(bar.widthProperty()
                            .multiply(part.getValue()
                                    / (double) Math.max(1, info.budget().total())));
            bar.getChildren().add(piece);
        }
        rows.add(row("budget.total", Sizes.mib(info.budget().total())));
        figures(parts, rows);
    }

    private void last(ModelDesk.View view) {
        there(lastBox, view.last().isPresent());
        view.last().ifPresent(stats -> {
            List<String[]> rows = new ArrayList<>();
            rows.add(row("stats.decode", Texts.of("stats.tps", stats.decodeTps())));
            rows.add(row("stats.prefill", Texts.of("stats.tps", stats.prefillTps())));
            rows.add(row("stats.first", Texts.of("model.seconds", stats.firstTokenMillis() / 1000.0)));
            rows.add(row("stats.tokens", Texts.of("stats.counts", stats.promptTokens(), stats.answerTokens())));
            rows.add(row("stats.hits", Texts.of("stats.percent", stats.hitRate())));
            rows.add(row("stats.read", Sizes.mib(stats.mibRead())));
            rows.add(row("stats.peak", Sizes.mib(stats.peakRssMib())));
            figures(last, rows);
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

    private static String[] row(String key, String value) {
        return new String[] {Texts.of(key), value, ""};
    }

    private static void figures(GridPane grid, List<String[]> rows) {
        grid.getChildren().clear();
        for (int i = 0; i < rows.size(); i++) {
            Label label = new Label(rows.get(i)[0]);
            label.getStyleClass().add("figure-name");
            label.setWrapText(true);
            if (!rows.get(i)[2].isEmpty()) {
                Region dot = new Region();
                dot.getStyleClass().addAll("budget-dot", "budget-" + rows.get(i)[2]);
                label.setGraphic(dot);
            }
            Label value = new Label(rows.get(i)[1]);
            value.getStyleClass().add("figure");
            value.setMinWidth(Region.USE_PREF_SIZE);
            GridPane.setHalignment(value, javafx.geometry.HPos.RIGHT);
            GridPane.setHgrow(label, Priority.ALWAYS);
            label.setMaxWidth(Double.MAX_VALUE);
            grid.addRow(i, label, value);
        }
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
