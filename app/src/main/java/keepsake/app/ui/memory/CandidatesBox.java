package keepsake.app.ui.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import keepsake.app.ui.memory.CandidatesModel.Row;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.MemoryId;

/// The proposals above what is known: keep, dismiss, look where it was said. Not there when there are none.
///
/// Threads: the FX thread.
final class CandidatesBox extends VBox {
    private final CandidatesModel model;
    private final OpenSource opener;
    private final Wording wording;
    private final Runnable lastGone;
    private final Map<MemoryId, Node> rows = new HashMap<>();

    /// @param lastGone takes the keyboard's place when the last proposal is gone
    CandidatesBox(CandidatesModel model, OpenSource opener, Wording wording, Runnable lastGone) {
        this.lastGone = lastGone;
        this.model = model;
        this.opener = opener;
        this.wording = wording;
        getStyleClass().add("candidates");
        setId("candidates");
        setMaxWidth(720);
        managedProperty().bind(visibleProperty());
        model.view().watch(this::show);
    }

    private void show(CandidatesModel.View view) {
        rows.keySet().retainAll(view.rows().stream().map(Row::id).toList());
        List<Node> nodes = new ArrayList<>();
        nodes.add(words(wording.say("heard.title"), "section"));
        nodes.add(words(wording.say("heard.text"), "muted"));
        view.problem().ifPresent(problem -> nodes.add(words(problem, "refused")));
        view.rows().forEach(row -> nodes.add(rows.computeIfAbsent(row.id(), _ -> node(row))));
        if (view.more() > 0) {
            Hyperlink more = new Hyperlink(wording.say("more", view.more()));
            more.setOnAction(_ -> model.showAll());
            nodes.add(more);
        }
        boolean inside = getScene() != null && holds(getScene().getFocusOwner());
        getChildren().setAll(nodes);
        if (inside) nextButton().ifPresentOrElse(Node::requestFocus, lastGone);
    }

    private boolean holds(@org.jspecify.annotations.Nullable Node node) {
        for (Node at = node; at != null; at = at.getParent()) if (at == this) return true;
        return false;
    }

    private Optional<Node> nextButton() {
        return lookupAll(".keep").stream().findFirst();
    }

    private Node node(Row row) {
        Label quote = words(wording.say("quote", row.source().quote()), "quote");
        VBox source = new VBox(quote, words(row.source().told(), "muted"));
        source.getStyleClass().add("source");
        Hyperlink open = new Hyperlink(wording.say("source.open"));
        open.setAccessibleText(
                wording.say("source.open.accessible", row.source().quote()));
        open.setOnAction(_ -> {
            open.setVisited(false);
            opener.open(row.source().conversationId(), row.source().message());
        });
        Button dismiss = button("heard.dismiss", row, "flat");
        dismiss.setOnAction(_ -> model.dismiss(row));
        Button keep = button("heard.keep", row, "keep");
        keep.setOnAction(_ -> model.confirm(row));
        HBox buttons = new HBox(dismiss, keep);
        buttons.getStyleClass().add("buttons");
        buttons.setAlignment(Pos.CENTER_RIGHT);
        HBox.setHgrow(buttons, Priority.ALWAYS);
        HBox foot = new HBox(open, buttons);
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.getStyleClass().add("foot");
        VBox card = new VBox(words(row.statement(), "statement"), source, foot);
        card.getStyleClass().addAll("fact-card", "candidate");
        return card;
    }

    private Button button(String key, Row row, String style) {
        Button button = new Button(wording.say(key));
        button.setMinWidth(USE_PREF_SIZE);
        button.getStyleClass().addAll("small", style);
        button.setAccessibleText(wording.say(key + ".accessible", row.statement()));
        button.setTooltip(new Tooltip(wording.say(key + ".tip")));
        return button;
    }

    private static Label words(String text, String style) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().add(style);
        return label;
    }
}
