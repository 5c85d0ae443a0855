package keepsake.app.ui.chat;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import keepsake.app.ui.markdown.MarkdownView;
import keepsake.app.ui.text.Texts;
import keepsake.memory.Message;
import org.kordamp.ikonli.javafx.FontIcon;

/// What the model answered: Markdown, how far it is, what it was given, what went wrong.
final class AnswerView implements EntryView {
    private final Actions actions;
    private final MarkdownView markdown = new MarkdownView();
    private final ProgressBar reading = new ProgressBar();
    private final Label phase = new Label();
    private final HBox progress = new HBox(reading, phase);
    private final Label problem = new Label();
    private final FlowPane remedies = new FlowPane();
    private final VBox card = new VBox(problem, remedies);
    private final Button copy = Icons.button("fth-copy", Texts.of("chat.copy"));
    private final Button chip = new Button();
    private final Label mark = new Label();
    private final HBox footer = new HBox(copy, chip, mark);
    private final VBox memories = new VBox();
    private final VBox box = new VBox(markdown, progress, card, footer, memories);

    private Optional<Entry.Answer> shown = Optional.empty();

    /// What an answer asks of the chat.
    interface Actions {
        void copy(String text);

        void remedy(Entry.Remedy remedy);

        void given(Entry.Answer answer, Consumer<List<Given>> found);

        void source(Given memory);
    }

    AnswerView(Actions actions) {
        this.actions = actions;
        box.getStyleClass().add("answer");
        progress.getStyleClass().add("answer-progress");
        progress.setAlignment(Pos.CENTER_LEFT);
        problem.setWrapText(true);
        problem.setGraphic(new FontIcon("fth-alert-circle"));
        card.getStyleClass().add("problem-card");
        remedies.getStyleClass().add("remedies");
        chip.getStyleClass().add("chip");
        chip.setGraphic(new FontIcon("fth-bookmark"));
        chip.setMinWidth(Region.USE_PREF_SIZE);
        mark.getStyleClass().add("answer-mark");
        mark.setMinWidth(Region.USE_PREF_SIZE);
        footer.getStyleClass().add("answer-footer");
        footer.setAlignment(Pos.CENTER_LEFT);
        memories.getStyleClass().add("given");
        there(memories, false);
        copy.setOnAction(_ -> shown.ifPresent(answer -> actions.copy(answer.text())));
        chip.setOnAction(_ -> toggleMemories());
    }

    @Override
    public Node node() {
        return box;
    }

    @Override
    public void show(Entry entry) {
        if (!(entry instanceof Entry.Answer answer)) throw new IllegalArgumentException(entry.key());
        Optional<Entry.Answer> before = shown;
        shown = Optional.of(answer);
        if (before.isEmpty() || !before.get().text().equals(answer.text())) markdown.setMarkdown(answer.text());
        there(markdown, !answer.text().isEmpty());
        progress(answer);
        problem(answer, before);
        boolean ended = !answer.inProgress();
        there(copy, ended && !answer.text().isBlank());
        int given = answer.given().size();
        chip.setText(Texts.of("chat.given", given));
        there(chip, given > 0);
        String state = mark(answer);
        mark.setText(state);
        there(mark, !state.isEmpty());
        there(footer, copy.isManaged() || chip.isManaged() || mark.isManaged());
        if (ended) box.setAccessibleText(Texts.of("chat.answered", answer.text()));
    }

    /// Nothing here is animated: drawing sixty times a second would take from the model the cores that it computes
    /// with.
    private void progress(Entry.Answer answer) {
        there(progress, answer.inProgress());
        there(reading, answer.phase() instanceof Entry.Phase.Reading);
        switch (answer.phase()) {
            case Entry.Phase.Waiting _ -> phase.setText(Texts.of("chat.waiting"));
            case Entry.Phase.Reading(int done, int total) -> {
                reading.setProgress((double) done / Math.max(1, total));
                phase.setText(Texts.of("chat.reading", done, total));
            }
            case Entry.Phase.Writing _ -> phase.setText(Texts.of("chat.writing"));
            case Entry.Phase.Ended _ -> {}
        }
    }

    private void problem(Entry.Answer answer, Optional<Entry.Answer> before) {
        there(card, answer.problem().isPresent());
        there(remedies, !answer.remedies().isEmpty());
        problem.setText(answer.problem().orElse(""));
        if (before.isPresent() && before.get().remedies().equals(answer.remedies())) return;
        remedies.getChildren().clear();
        for (Entry.Remedy remedy : answer.remedies()) {
            Button button = new Button(Texts.of("remedy." + remedy.name().toLowerCase(java.util.Locale.ROOT)));
            button.getStyleClass().add("remedy");
            button.setId(
                    "remedy-" + remedy.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
            button.setOnAction(_ -> actions.remedy(remedy));
            remedies.getChildren().add(button);
        }
    }

    private static String mark(Entry.Answer answer) {
        if (!(answer.phase() instanceof Entry.Phase.Ended(Message.State state))) return "";
        return switch (state) {
            case STOPPED -> Texts.of("chat.stopped");
            case FAILED -> answer.text().isBlank() ? "" : Texts.of("chat.failed");
            case WRITING, COMPLETE, INTERRUPTED -> "";
        };
    }

    private void toggleMemories() {
        if (memories.isManaged()) {
            there(memories, false);
            return;
        }
        shown.ifPresent(answer -> actions.given(answer, this::list));
    }

    private void list(List<Given> found) {
        memories.getChildren().setAll(found.stream().map(this::row).toList());
        if (found.isEmpty()) memories.getChildren().setAll(new Label(Texts.of("chat.given.gone")));
        there(memories, true);
    }

    private Node row(Given memory) {
        Label text = new Label(memory.text());
        text.setWrapText(true);
        text.getStyleClass().add("given-text");
        String title =
                memory.conversationTitle().isBlank() ? Texts.of("conversations.untitled") : memory.conversationTitle();
        Label from = new Label(memory.reason()
                .map(reason -> Texts.of("chat.given.from.why", reason, title))
                .orElseGet(() -> Texts.of("chat.given.from", title)));
        from.setWrapText(true);
        from.getStyleClass().add("given-from");
        VBox lines = new VBox(text, from);
        HBox.setHgrow(lines, Priority.ALWAYS);
        lines.setMinWidth(0);
        HBox content = new HBox(lines, new FontIcon("fth-corner-up-left"));
        content.setAlignment(Pos.CENTER_LEFT);
        content.getStyleClass().add("given-row");
        content.setAccessibleRole(javafx.scene.AccessibleRole.BUTTON);
        content.setAccessibleText(Texts.of("chat.given.open", memory.text()));
        content.setFocusTraversable(true);
        content.setOnMouseClicked(_ -> actions.source(memory));
        content.setOnKeyPressed(event -> {
            if (event.getCode() == javafx.scene.input.KeyCode.ENTER
                    || event.getCode() == javafx.scene.input.KeyCode.SPACE) {
                actions.source(memory);
                event.consume();
            }
        });
        return content;
    }

    private static void there(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
