package keepsake.app.ui.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Objects;
import javafx.fxml.FXMLLoader;
import javafx.scene.Node;

/// Fills a component from its FXML.
public final class Fxml {
    private Fxml() {}

    /// Loads `keepsake/app/ui/NAME.fxml`, whose `fx:root` and controller is the component itself.
    public static void load(Node component, String name) {
        URL file = Objects.requireNonNull(Fxml.class.getResource("/keepsake/app/ui/" + name + ".fxml"), name);
        FXMLLoader loader = new FXMLLoader(file, Texts.bundle());
        loader.setClassLoader(Fxml.class.getClassLoader());
        loader.setRoot(component);
        loader.setController(component);
        try {
            loader.load();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken); // the file is part of the app
        }
    }
}
