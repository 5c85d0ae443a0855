package keepsake.app.ui.reflection;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import keepsake.app.ui.reflection.AwayModel.Phase;
import keepsake.app.ui.wording.Wording;

/// What reflection does now, with pause and *Think now*. Threads: the FX thread.
final class AwayBar extends VBox {
    private final Label says = Words.text("");
    private final Label problem = Words.text("", "problem-bar");
    private final ProgressBar share = new ProgressBar();
    private final Button pause;
    private final Button goOn;
    private final Button now;

    AwayBar(AwayModel model, Wording wording) {
        pause = Words.button(wording.say("pause"), wording.say("pause.accessible"), model::pause);
        goOn = Words.button(wording.say("go-on"), wording.say("go-on.accessible"), model::goOn);
        now = Words.button(wording.say("now"), wording.say("now.accessible"), model::runNow, "accent");
        now.setId("think-now");
        share.setMaxWidth(Double.MAX_VALUE);
        share.setAccessibleText(wording.say("progress"));
        HBox.setHgrow(says, Priority.ALWAYS);
        says.setMaxWidth(Double.MAX_VALUE);
        HBox line = new HBox(says, pause, goOn, now);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("buttons");
        getChildren().addAll(line, share, problem);
        getStyleClass().add("away-bar");
        model.view().watch(this::show);
    }

    private void show(AwayModel.View view) {
        says.setText(view.says());
        boolean busy = view.phase() == Phase.WORKING || view.phase() == Phase.YIELDING;
        there(share, busy);
        // An indeterminate bar moves for ever, which costs even when nobody looks: only while something is done.
        share.setProgress(busy && view.share() < 0 ? ProgressBar.INDETERMINATE_PROGRESS : Math.max(0, view.share()));
        there(pause, view.phase() == Phase.WORKING);
        there(goOn, view.phase() == Phase.PAUSED);
        now.setDisable(busy);
        problem.setText(view.problem().orElse(""));
        there(problem, view.problem().isPresent());
    }

    static void there(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
