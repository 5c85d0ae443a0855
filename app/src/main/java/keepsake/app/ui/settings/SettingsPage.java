package keepsake.app.ui.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import keepsake.app.home.Home;
import keepsake.app.home.Settings.Theme;
import keepsake.app.ui.model.ModelWords;
import keepsake.app.ui.text.Fxml;
import keepsake.app.ui.text.Texts;
import keepsake.runtime.engine.EngineKind;

/// The settings, in the middle of the window.
public final class SettingsPage extends ScrollPane {
    private final SettingsModel model;

    @FXML
    private Label problem;

    @FXML
    private ToggleButton system;

    @FXML
    private ToggleButton light;

    @FXML
    private ToggleButton dark;

    @FXML
    private Label degrees;

    @FXML
    private Slider temperature;

    @FXML
    private ChoiceBox<Optional<EngineKind>> engine;

    @FXML
    private TextField budget;

    @FXML
    private VBox sections;

    @FXML
    private Label home;

    @FXML
    private Button forget;

    @FXML
    private Button done;

    private boolean showing;

    /// @param more sections with models of their own
    public SettingsPage(SettingsModel model, Home place, Runnable leave, List<Node> more) {
        this.model = model;
        Fxml.load(this, "settings");
        setId("settings-page");
        sections.getChildren().setAll(more);
        home.setText(place.directory().toString());
        engine.setConverter(new StringConverter<>() {
            @Override
            public String toString(Optional<EngineKind> kind) {
                return kind == null ? "" : kind.map(ModelWords::engine).orElse(Texts.of("engine.any"));
            }

            @Override
            public Optional<EngineKind> fromString(String text) {
                return Optional.empty();
            }
        });
        engine.getItems().add(Optional.empty());
        for (EngineKind kind : EngineKind.values()) engine.getItems().add(Optional.of(kind));
        theme(system, Theme.SYSTEM);
        theme(light, Theme.LIGHT);
        theme(dark, Theme.DARK);
        temperature.valueProperty().addListener((_, _, value) -> {
            degrees.setText(String.format(Locale.ENGLISH, "%.1f", value.doubleValue()));
            // Not at every step of a drag: each is written to the disk.
            if (!showing && !temperature.isValueChanging()) model.temperature(value.doubleValue());
        });
        temperature.valueChangingProperty().addListener((_, _, changing) -> {
            if (!changing) model.temperature(temperature.getValue());
        });
        engine.valueProperty().addListener((_, _, kind) -> {
            if (!showing && kind != null) model.engine(kind);
        });
        budget.focusedProperty().addListener((_, _, focused) -> {
            if (!focused) model.budget(budget.getText());
        });
        budget.setOnAction(_ -> model.budget(budget.getText()));
        forget.setOnAction(_ -> model.forgetSaved());
        done.setOnAction(_ -> leave.run());
        model.view().watch(this::show);
    }

    private void theme(ToggleButton button, Theme theme) {
        button.setOnAction(_ -> {
            button.setSelected(true);
            model.theme(theme);
        });
    }

    private void show(SettingsModel.View view) {
        showing = true;
        switch (view.choice().theme()) {
            case SYSTEM -> system.setSelected(true);
            case LIGHT -> light.setSelected(true);
            case DARK -> dark.setSelected(true);
        }
        temperature.setValue(view.choice().temperature());
        degrees.setText(String.format(Locale.ENGLISH, "%.1f", view.choice().temperature()));
        engine.setValue(view.choice().engine());
        if (!budget.isFocused()) {
            budget.setText(
                    view.choice().budgetMib().isPresent()
                            ? Integer.toString(view.choice().budgetMib().getAsInt())
                            : "");
        }
        boolean deleted = view.saved() == SettingsModel.Saved.DELETED;
        forget.setText(Texts.of(deleted ? "settings.saved.deleted" : "settings.saved.delete"));
        forget.setDisable(deleted);
        problem.setText(view.problem().orElse(""));
        problem.setVisible(view.problem().isPresent());
        problem.setManaged(view.problem().isPresent());
        showing = false;
    }
}
