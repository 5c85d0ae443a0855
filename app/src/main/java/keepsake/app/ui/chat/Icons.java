package keepsake.app.ui.chat;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.javafx.FontIcon;

/// Small buttons that are an icon.
final class Icons {
    private Icons() {}

    /// @param name what a screen reader says and the tooltip shows
    static Button button(String icon, String name) {
        Button button = new Button("", new FontIcon(icon));
        button.getStyleClass().addAll("icon-button", "small");
        button.setAccessibleText(name);
        button.setTooltip(new Tooltip(name));
        return button;
    }
}
