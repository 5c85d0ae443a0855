package keepsake.app.ui.reflection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import keepsake.app.ui.reflection.ChangesModel.Question;
import keepsake.app.ui.reflection.ChangesModel.Run;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.MemoryId;

/// *What changed*: the runs, and in each what it changed, from which messages, and how to correct it or take it back.
///
/// Threads: the FX thread.
final class ChangesView extends VBox {
    private final ChangesModel model;
    private final Words words;
    private final Wording wording;

    ChangesView(ChangesModel model, Words words, Wording wording) {
        this.model = model;
        this.words = words;
        this.wording = wording;
        getStyleClass().add("rows");
        setId("changes");
        model.view().watch(this::show);
    }

    private void show(ChangesModel.View view) {
        List<Node> nodes = new ArrayList<>();
        view.problem().ifPresent(problem -> nodes.add(Words.text(problem, "problem-bar")));
        view.notice().ifPresent(notice -> nodes.add(notice(notice)));
        if (!view.loaded()) nodes.add(Words.text(wording.say("looking"), "muted"));
        else if (view.runs().isEmpty()) {
            nodes.add(Words.empty("fth-coffee", wording.say("changes.empty"), wording.say("changes.empty.text")));
        }
        for (Run run : view.runs()) nodes.add(run(run, view.question()));
        getChildren().setAll(nodes);
    }

    private Node notice(String text) {
        Label said = Words.text(text);
        HBox.setHgrow(said, Priority.ALWAYS);
        said.setMaxWidth(Double.MAX_VALUE);
        HBox bar = new HBox(
                said, Words.button(wording.say("close"), wording.say("close.notice"), model::dismissNotice, "flat"));
        bar.getStyleClass().add("notice-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private Node run(Run run, Optional<Question> question) {
        Label told = Words.text(run.told(), "run-title");
        HBox.setHgrow(told, Priority.ALWAYS);
        told.setMaxWidth(Double.MAX_VALUE);
        boolean open = run.changes().isPresent();
        HBox head = new HBox(
                told,
                Words.button(
                        wording.say(open ? "run.close" : "run.open"),
                        wording.say(open ? "run.close.accessible" : "run.open.accessible", run.told()),
                        () -> model.toggle(run.number()),
                        "flat"));
        if (run.undo() == ChangesModel.Undo.POSSIBLE) {
            head.getChildren()
                    .add(Words.button(
                            wording.say("run.undo"),
                            wording.say("run.undo.accessible", run.told()),
                            () -> model.undo(run.number())));
        }
        head.getStyleClass().add("run-head");
        head.setAlignment(Pos.CENTER_LEFT);
        VBox box = new VBox(head);
        box.getStyleClass().add("run");
        question.filter(asked -> asked.run() == run.number())
                .ifPresent(asked -> box.getChildren().add(question(asked)));
        run.changes().ifPresent(changes -> {
            if (changes.isEmpty()) box.getChildren().add(Words.text(wording.say("run.nothing"), "muted"));
            for (Change change : changes) box.getChildren().add(change(change));
        });
        return box;
    }

    private Node question(Question asked) {
        HBox buttons = new HBox(
                Words.button(wording.say("undo.leave"), wording.say("undo.leave"), model::leave),
                Words.button(
                        wording.say("undo.all"),
                        wording.say("undo.all"),
                        () -> model.undoWithLater(asked.run()),
                        "danger"));
        buttons.getStyleClass().add("buttons");
        VBox box = new VBox(Words.text(asked.text()), buttons);
        box.getStyleClass().add("question");
        return box;
    }

    private Node change(Change change) {
        VBox box = new VBox(Words.text(change.what(), "change-what"), Words.text(change.says(), "change-says"));
        box.getStyleClass().add("change");
        change.before().ifPresent(before -> box.getChildren().add(Words.text(wording.say("before", before), "muted")));
        if (!change.sources().isEmpty()) box.getChildren().add(words.sources(change.sources()));
        change.fact().ifPresent(fact -> deeds(change, fact, box));
        return box;
    }

    private void deeds(Change change, MemoryId fact, VBox box) {
        FlowPane buttons = new FlowPane();
        buttons.getStyleClass().add("deeds");
        switch (change.deed()) {
            case NONE -> {}
            case DECIDE ->
                buttons.getChildren()
                        .addAll(
                                deed("keep", change, () -> model.confirm(fact)),
                                deed("dismiss", change, () -> model.dismiss(fact)));
            case CORRECT ->
                buttons.getChildren()
                        .addAll(
                                deed("correct", change, () -> edit(change, fact, box, buttons)),
                                deed("forget", change, () -> model.forget(fact)));
            case RESTORE -> buttons.getChildren().add(deed("restore", change, () -> model.restore(fact)));
        }
        if (!buttons.getChildren().isEmpty()) box.getChildren().add(buttons);
    }

    private Node deed(String key, Change change, Runnable action) {
        return Words.button(
                wording.say("deed." + key), wording.say("deed." + key + ".accessible", change.says()), action);
    }

    /// Enter keeps, Esc leaves it.
    private void edit(Change change, MemoryId fact, VBox box, Node buttons) {
        TextField editor = new TextField(change.says());
        editor.setAccessibleText(wording.say("editor"));
        editor.setOnAction(_ -> model.correct(fact, editor.getText()));
        HBox row = new HBox(
                Words.button(wording.say("editor.cancel"), wording.say("editor.cancel"), () -> {}),
                Words.button(
                        wording.say("editor.keep"),
                        wording.say("editor.keep"),
                        () -> model.correct(fact, editor.getText()),
                        "accent"));
        row.getStyleClass().add("buttons");
        VBox editing = new VBox(editor, row);
        editing.getStyleClass().add("editing");
        Runnable leave = () -> {
            box.getChildren()
                    .setAll(box.getChildren().stream()
                            .map(node -> node == editing ? buttons : node)
                            .toList());
            buttons.requestFocus();
        };
        ((javafx.scene.control.Button) row.getChildren().getFirst()).setOnAction(_ -> leave.run());
        editor.setOnKeyPressed(event -> {
            if (event.getCode() != KeyCode.ESCAPE) return;
            leave.run();
            event.consume();
        });
        box.getChildren().set(box.getChildren().indexOf(buttons), editing);
        editor.requestFocus();
        editor.selectAll();
    }
}
