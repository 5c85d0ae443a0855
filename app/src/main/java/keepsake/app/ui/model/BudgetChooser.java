package keepsake.app.ui.model;

import java.util.Optional;
import java.util.OptionalInt;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import keepsake.app.ui.text.Fxml;
import keepsake.app.ui.text.Sizes;
import keepsake.app.ui.text.Texts;
import keepsake.runtime.engine.BudgetPreview;
import keepsake.runtime.engine.MemoryBudget;
import keepsake.runtime.engine.RoutingLocality;

/// Chooses a memory budget: what it would be divided into and what it would cost is shown before it is taken.
final class BudgetChooser extends VBox {
    private static final int MOST_DIGITS = 7;

    private final SpeedModel model;

    @FXML
    private Label automatic;

    @FXML
    private Slider slider;

    @FXML
    private Label least;

    @FXML
    private Label most;

    @FXML
    private TextField field;

    @FXML
    private VBox chosenBox;

    @FXML
    private HBox bar;

    @FXML
    private GridPane parts;

    @FXML
    private Label cost;

    @FXML
    private Label refusal;

    @FXML
    private Button use;

    @FXML
    private Button leave;

    @FXML
    private VBox asking;

    @FXML
    private Button stop;

    @FXML
    private Button keep;

    private Optional<BudgetPreview> preview = Optional.empty();
    private Optional<RoutingLocality> locality = Optional.empty();
    private boolean following;

    BudgetChooser(SpeedModel model) {
        this.model = model;
        Fxml.load(this, "budget");
        setId("budget-chooser");
        slider.valueProperty().addListener((_, _, value) -> {
            if (!following) field.setText(Integer.toString(value.intValue()));
        });
        field.textProperty().addListener((_, before, text) -> {
            if (text.matches("\\d{0," + MOST_DIGITS + "}")) typed();
            else field.setText(before);
        });
        field.setOnAction(_ -> use());
        use.setOnAction(_ -> use());
        leave.setOnAction(_ -> model.use(OptionalInt.empty()));
        stop.setOnAction(_ -> model.stopAndUse());
        keep.setOnAction(_ -> model.keep());
        model.view().watch(this::show);
    }

    private void use() {
        chosen().ifPresent(budget -> model.use(OptionalInt.of(budget.total())));
    }

    private Optional<MemoryBudget> chosen() {
        if (field.getText().isEmpty()) return Optional.empty();
        int mib = Integer.parseInt(field.getText());
        return preview.flatMap(known -> known.divide(mib));
    }

    private void typed() {
        // The slider follows what is typed, as far as it reaches, without typing back.
        following = true;
        if (!field.getText().isEmpty()) slider.setValue(Integer.parseInt(field.getText()));
        following = false;
        explain();
    }

    private void explain() {
        Optional<MemoryBudget> budget = chosen();
        there(chosenBox, budget.isPresent());
        there(refusal, preview.isPresent() && budget.isEmpty());
        use.setDisable(budget.isEmpty());
        if (preview.isEmpty()) return;
        BudgetPreview known = preview.get();
        budget.ifPresentOrElse(
                parted -> {
                    Figures.budget(bar, parts, parted);
                    cost.setText(SpeedWords.cost(known, parted, locality));
                },
                () -> refusal.setText(SpeedWords.refusal(known)));
    }

    private void show(SpeedModel.View view) {
        boolean other = !view.preview().equals(preview);
        preview = view.preview();
        locality = view.locality();
        there(asking, view.asking().isPresent());
        preview.ifPresent(known -> {
            if (other) range(known, view);
        });
        explain();
    }

    private void range(BudgetPreview known, SpeedModel.View view) {
        int now = view.model()
                .map(info -> info.budget().total())
                .orElse(Math.max(known.leastMib(), known.automaticMib()));
        automatic.setText(
                known.automaticMib() < known.leastMib()
                        ? Texts.of("budget.automatic.none", known.automaticMib())
                        : Texts.of("budget.automatic", known.automaticMib()));
        least.setText(Texts.of("budget.least", Sizes.mib(known.leastMib())));
        most.setText(Texts.of("budget.most", Sizes.mib(known.mostMib())));
        following = true;
        slider.setMin(known.leastMib());
        slider.setMax(Math.max(known.mostMib(), known.leastMib() + 1));
        slider.setValue(now);
        following = false;
        field.setText(Integer.toString(now));
    }

    private static void there(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
