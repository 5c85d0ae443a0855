package keepsake.app.ui.shell;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import keepsake.app.home.Settings;

/// Light or dark: as chosen, or as the system has it, also when it changes. FX thread only.
final class Theme {
    private static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");

    private final Scene scene;
    private Settings.Theme chosen;

    Theme(Scene scene, Settings.Theme first) {
        this.scene = scene;
        this.chosen = first;
        Platform.getPreferences().colorSchemeProperty().addListener(_ -> apply());
        apply();
    }

    void choose(Settings.Theme theme) {
        if (theme == chosen) return;
        chosen = theme;
        apply();
    }

    private void apply() {
        boolean dark =
                switch (chosen) {
                    case DARK -> true;
                    case LIGHT -> false;
                    case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
                };
        Application.setUserAgentStylesheet(
                dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
        scene.getRoot().pseudoClassStateChanged(DARK, dark);
    }
}
