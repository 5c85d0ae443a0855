package keepsake.app.ui.model;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import keepsake.app.ui.model.ModelDesk.Download;
import keepsake.app.ui.text.Texts;
import keepsake.runtime.catalogue.ModelFolder.Offer;

/// A model that can be had, in the model panel.
final class OfferRow extends VBox {
    OfferRow(ModelDesk desk, Offer offer, Download download) {
        getStyleClass().add("offer-row");
        Label title = new Label(offer.title());
        title.getStyleClass().add("offer-title");
        Label about = new Label(offer.about());
        about.getStyleClass().add("panel-muted");
        Label sizes = new Label(DownloadWords.sizes(offer));
        sizes.getStyleClass().add("panel-muted");
        for (Label label : new Label[] {title, about, sizes}) label.setWrapText(true);
        getChildren().addAll(title, about, sizes);
        boolean mine =
                switch (download) {
                    case Download.None _ -> false;
                    case Download.Running running -> running.offer().id().equals(offer.id());
                    case Download.Paused paused -> paused.offer().id().equals(offer.id());
                    case Download.Failed failed -> failed.offer().id().equals(offer.id());
                };
        DownloadWords words = DownloadWords.of(mine ? download : new Download.None(), offer);
        if (!words.detail().isEmpty()) {
            ProgressBar bar = new ProgressBar(words.share());
            bar.setMaxWidth(Double.MAX_VALUE);
            bar.setAccessibleText(Texts.of("welcome.progress"));
            Label detail = new Label(words.detail());
            detail.setWrapText(true);
            detail.getStyleClass().add("panel-muted");
            getChildren().addAll(bar, detail);
        }
        words.problem().ifPresent(sentence -> {
            Label problem = new Label(sentence);
            problem.setWrapText(true);
            problem.getStyleClass().add("problem-bar");
            getChildren().add(problem);
        });
        boolean pause = words.step() == DownloadWords.Step.PAUSE;
        Button button = new Button(pause ? Texts.of("welcome.pause") : words.action());
        button.setDisable(!mine && download instanceof Download.Running);
        button.setOnAction(_ -> {
            if (pause) desk.pause();
            else desk.get(offer);
        });
        getChildren().add(button);
    }
}
