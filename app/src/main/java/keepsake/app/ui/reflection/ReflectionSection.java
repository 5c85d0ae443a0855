package keepsake.app.ui.reflection;

import javafx.scene.control.CheckBox;
import javafx.scene.layout.VBox;
import keepsake.app.home.Settings.Reflecting;
import keepsake.app.ui.wording.Wording;

/// *Think about what I said while I'm away* in the settings. Threads: the FX thread.
public final class ReflectionSection extends VBox {
    private final AwayModel model;
    private final CheckBox away;
    private final CheckBox battery;

    public ReflectionSection(AwayModel model, Wording wording) {
        this.model = model;
        away = new CheckBox(wording.say("setting.away"));
        away.setId("think-away");
        battery = new CheckBox(wording.say("setting.battery"));
        battery.setId("think-on-battery");
        for (CheckBox box : new CheckBox[] {away, battery}) {
            box.setMnemonicParsing(false);
            box.setWrapText(true);
            box.setOnAction(_ -> choose());
        }
        getStyleClass().add("setting");
        getChildren()
                .addAll(
                        Words.text(wording.say("setting"), "setting-name"),
                        away,
                        battery,
                        Words.text(wording.say("setting.text"), "panel-muted"));
        Reflecting chosen = model.chosen();
        away.setSelected(chosen != Reflecting.NEVER);
        battery.setSelected(chosen == Reflecting.ON_BATTERY_TOO);
        battery.disableProperty().bind(away.selectedProperty().not());
    }

    private void choose() {
        if (!away.isSelected()) model.choose(Reflecting.NEVER);
        else model.choose(battery.isSelected() ? Reflecting.ON_BATTERY_TOO : Reflecting.ON_MAINS);
    }
}
