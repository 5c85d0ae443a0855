package keepsake.app.ui.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Objects;
import java.util.ResourceBundle;
import javafx.fxml.FXMLLoader;
import javafx.scene.Node;

/// Fills a component from its FXML.
public final class Fxml {
    private Fxml() {}

    /// Loads `keepsake/app/ui/NAME.fxml`, whose `fx:root` and controller is the component itself.
    public static void load(Node component, String name) {
        fill(component, "/keepsake/app/ui/" + name + ".fxml", Texts.bundle());
    }

    /// Loads the file `name` that lies beside the component's class, with texts of its own.
    public static void load(Node component, String name, ResourceBundle texts) {
        fill(component, name, texts);
    }

    private static void fill(Node component, String name, ResourceBundle texts) {
        URL file = Objects.requireNonNull(component.getClass().getResource(name), name);
        FXMLLoader loader = new FXMLLoader(file, texts);
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
