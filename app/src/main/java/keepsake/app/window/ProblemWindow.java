package keepsake.app.window;

import atlantafx.base.theme.PrimerLight;
import javafx.application.Application;
import javafx.geometry.Insets;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import keepsake.app.ui.text.Texts;

/// Says why the home could not be opened, to somebody who started Keepsake without a terminal.
record ProblemWindow(String sentence) {
    void show(Runnable closed) {
        Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        Label text = new Label(sentence);
        text.setWrapText(true);
        Button ok = new Button(Texts.of("close"));
        ok.setDefaultButton(true);
        VBox content = new VBox(20, text, ok);
        content.setPadding(new Insets(28));
        Stage stage = new Stage();
        stage.setTitle(Texts.of("app.name"));
        stage.setScene(new Scene(content, 520, 220));
        ok.setOnAction(_ -> {
            stage.close();
            closed.run();
        });
        stage.setOnCloseRequest(_ -> closed.run());
        stage.show();
    }
}
