package keepsake.app.ui.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import keepsake.app.ui.model.Figures.Row;
import keepsake.app.ui.text.Fxml;
import keepsake.app.ui.text.Sizes;
import keepsake.app.ui.text.Texts;
import keepsake.runtime.engine.GenerationStats;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.engine.RoutingLocality;

/// The right side: how fast the model answers, what its memory is used for, and what another budget would do.
public final class SpeedPanel extends VBox {
    @FXML
    private Button back;

    @FXML
    private Button close;

    @FXML
    private VBox empty;

    @FXML
    private VBox answerBox;

    @FXML
    private Label tps;

    @FXML
    private GridPane figures;

    @FXML
    private Label bound;

    @FXML
    private Label advice;

    @FXML
    private VBox budgetBox;

    @FXML
    private HBox bar;

    @FXML
    private GridPane parts;

    @FXML
    private VBox localityBox;

    @FXML
    private Label repeated;

    @FXML
    private GridPane curve;

    @FXML
    private VBox chooserBox;

    /// @param showModel opens the model panel in this one's place
    /// @param hide      closes the panel
    public SpeedPanel(SpeedModel model, Runnable showModel, Runnable hide) {
        Fxml.load(this, "speed");
        setId("speed-panel");
        back.setOnAction(_ -> showModel.run());
        close.setOnAction(_ -> hide.run());
        chooserBox.getChildren().add(new BudgetChooser(model));
        model.view().watch(this::show);
    }

    private void show(SpeedModel.View view) {
        there(empty, view.answer().isEmpty());
        there(answerBox, view.answer().isPresent());
        view.answer().ifPresent(this::answer);
        Optional<ModelInfo> model = view.model();
        there(budgetBox, model.isPresent());
        model.ifPresent(info -> Figures.budget(bar, parts, info.budget()));
        there(localityBox, view.locality().isPresent());
        view.locality().ifPresent(this::locality);
        Optional<String> sentence = advice(view);
        there(advice, sentence.isPresent());
        advice.setText(sentence.orElse(""));
        there(chooserBox, view.preview().isPresent());
    }

    private void answer(SpeedModel.Answer answer) {
        GenerationStats stats = answer.stats();
        tps.setText(Texts.of("stats.tps", stats.decodeTps()));
        Figures.fill(
                figures,
                List.of(
                        Row.of("stats.first", Texts.of("model.seconds", stats.firstTokenMillis() / 1000.0)),
                        Row.of(
                                "speed.hits",
                                Texts.of("stats.percent", stats.decode().hitRate())),
                        Row.of(
                                "speed.read",
                                Texts.of("speed.mib", stats.decode().mibPerToken())),
                        Row.of(
                                "speed.waiting",
                                Texts.of("speed.ms", stats.decode().stallMillisPerToken())),
                        Row.of("stats.peak", Sizes.mib(stats.peakRssMib()))));
        bound.setText(SpeedWords.bound(stats, answer.bound()));
    }

    private static Optional<String> advice(SpeedModel.View view) {
        if (view.answer().isEmpty() || view.model().isEmpty() || view.preview().isEmpty()) return Optional.empty();
        return view.locality()
                .map(known -> SpeedAdvice.of(
                        view.answer().get().stats(),
                        view.model().get().budget(),
                        view.preview().get(),
                        known));
    }

    private void locality(RoutingLocality known) {
        repeated.setText(Texts.of("speed.repeated", known.repeated(), known.tokens()));
        List<Row> rows = new ArrayList<>();
        for (RoutingLocality.Point point : known.curve()) {
            rows.add(new Row(Texts.of("speed.with", point.percent()), Texts.of("speed.found", point.hitRate()), ""));
        }
        Figures.fill(curve, rows);
    }

    private static void there(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
