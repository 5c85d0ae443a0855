package keepsake.app.ui.memory;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.erase.Eraser;
import keepsake.app.ui.memory.Shown.Card;
import keepsake.app.ui.memory.Shown.Vacancy;
import keepsake.app.ui.text.Fxml;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Fact;
import keepsake.memory.MemoryId;
import org.jspecify.annotations.Nullable;

/// What Keepsake knows: search, correct, pin, forget with undo, and the source of each fact. Works from 280 px up.
///
/// Threads: the FX thread.
public final class MemoryPanel extends VBox {
    private static final double PREFERRED_WIDTH = 340;

    private final Wording wording = Wording.of("keepsake.app.ui.memory.memory", ZoneId.systemDefault());
    private final MemoryPanelModel model;
    private final CandidatesModel candidates;
    private final CandidatesBox heard;
    private final OpenSource opener;
    private final Eraser eraser;
    private final Map<MemoryId, FactCard> cardOf = new HashMap<>();
    private Vacancy vacancy = Vacancy.LOADING;

    @FXML
    private Label count;

    @FXML
    private TextField search;

    @FXML
    private Button clearSearch;

    @FXML
    private HBox problemBar;

    @FXML
    private Label problem;

    @FXML
    private VBox page;

    @FXML
    private VBox cards;

    @FXML
    private Node scroll;

    @FXML
    private Node nothingKnown;

    @FXML
    private Node nothingFound;

    @FXML
    private Node loading;

    @FXML
    private HBox undoBar;

    @FXML
    private Label undoText;

    @FXML
    private Button undo;

    /// Shows the facts of `keepsake` as soon as they are read.
    ///
    /// @param opener shows the message a fact came from
    /// @param eraser asks before it erases
    public MemoryPanel(Keepsake keepsake, Background background, OpenSource opener, Eraser eraser) {
        this.model = new MemoryPanelModel(keepsake.memory().facts(), background, wording);
        this.candidates = new CandidatesModel(keepsake.memory().facts(), background, wording, new Proposals());
        this.opener = opener;
        this.eraser = eraser;
        this.heard = new CandidatesBox(candidates, opener, wording, this::focusUndo);
        setPrefWidth(PREFERRED_WIDTH);
        getStylesheets()
                .add(Objects.requireNonNull(MemoryPanel.class.getResource("memory.css"))
                        .toExternalForm());
        Fxml.load(this, "MemoryPanel.fxml", wording.texts());
        clearSearch.visibleProperty().bind(search.textProperty().isNotEmpty());
        search.textProperty().subscribe((before, now) -> model.search(now));
        page.getChildren().addFirst(heard);
        model.show(this::fill);
        candidates.view().watch(_ -> vacancy());
        refresh();
        // The panel may have been away while something was told.
        sceneProperty().subscribe((before, now) -> {
            if (now != null) refresh();
        });
    }

    /// Reads the facts again, for example after an answer that may have kept one.
    public void refresh() {
        model.refresh();
        candidates.refresh();
    }

    private final class Proposals implements CandidatesModel.Listener {
        @Override
        public void confirmed() {
            model.refresh();
        }

        @Override
        public void dismissed(Fact candidate) {
            model.dismissed(candidate);
        }
    }

    private void focusUndo() {
        if (undoBar.isVisible()) undo.requestFocus();
        else search.requestFocus();
    }

    private void fill(Shown shown) {
        count.setText(shown.count());
        problem.setText(shown.problem().orElse(""));
        problemBar.setVisible(shown.problem().isPresent());
        vacancy = shown.vacancy();
        vacancy();
        undoText.setText(shown.undo().orElse(""));
        undoBar.setVisible(shown.undo().isPresent());
        fillCards(shown);
    }

    /// Proposals are shown when nothing is known yet, too, but not among what was searched.
    private void vacancy() {
        boolean proposals = !candidates.view().get().rows().isEmpty()
                || candidates.view().get().problem().isPresent();
        heard.setVisible(proposals && search.getText().isBlank());
        boolean only = vacancy == Vacancy.NOTHING_KNOWN && heard.isVisible();
        scroll.setVisible(vacancy == Vacancy.NONE || only);
        nothingKnown.setVisible(vacancy == Vacancy.NOTHING_KNOWN && !only);
        nothingFound.setVisible(vacancy == Vacancy.NOTHING_FOUND);
        loading.setVisible(vacancy == Vacancy.LOADING);
    }

    private void fillCards(Shown shown) {
        List<Card> all =
                Stream.concat(shown.pinned().stream(), shown.others().stream()).toList();
        cardOf.keySet().retainAll(all.stream().map(Card::id).toList());
        List<Node> nodes = new ArrayList<>();
        if (!shown.pinned().isEmpty()) nodes.add(section("section.pinned"));
        shown.pinned().forEach(card -> nodes.add(node(card)));
        if (!shown.pinned().isEmpty() && !shown.others().isEmpty()) nodes.add(section("section.others"));
        shown.others().forEach(card -> nodes.add(node(card)));
        if (shown.hidden() > 0) nodes.add(more(shown.hidden()));
        replace(nodes);
    }

    /// Setting the children takes the focus away; it goes back to where it was, or to the nearest thing that makes
    /// sense when that is gone.
    private void replace(List<Node> nodes) {
        List<Node> before = List.copyOf(cards.getChildren());
        if (before.equals(nodes)) return;
        @Nullable Node focused = focusOwner();
        int place = cardIndex(before, focused);
        cards.getChildren().setAll(nodes);
        if (focused == null || place < 0) return;
        if (nodes.contains(before.get(place))) focused.requestFocus();
        else if (undoBar.isVisible() && nodes.size() < before.size()) undo.requestFocus();
        else if (place < nodes.size() && nodes.get(place) instanceof FactCard next) next.focus();
        else search.requestFocus();
    }

    private static int cardIndex(List<Node> nodes, @Nullable Node inside) {
        for (Node at = inside; at != null; at = at.getParent()) {
            if (nodes.contains(at)) return nodes.indexOf(at);
        }
        return -1;
    }

    private @Nullable Node focusOwner() {
        @Nullable Scene scene = getScene();
        return scene == null ? null : scene.getFocusOwner();
    }

    private FactCard node(Card card) {
        FactCard node = cardOf.computeIfAbsent(card.id(), id -> new FactCard(card, model, opener, eraser, wording));
        node.update(card);
        return node;
    }

    private Node section(String key) {
        Label section = new Label(wording.say(key));
        section.getStyleClass().add("section");
        section.setMaxWidth(Double.MAX_VALUE);
        return section;
    }

    private Node more(int hidden) {
        Hyperlink more = new Hyperlink(wording.say("more", hidden));
        more.setOnAction(event -> model.showMore());
        return more;
    }

    @FXML
    void onClearSearch() {
        search.clear();
        search.requestFocus();
    }

    @FXML
    void onDismissProblem() {
        model.dismissProblem();
    }

    @FXML
    void onUndo() {
        model.undo(candidates::refresh);
        search.requestFocus();
    }

    @FXML
    void onDismissUndo() {
        model.dismissUndo();
        search.requestFocus();
    }
}
