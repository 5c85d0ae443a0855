package keepsake.app.ui.reflection;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.memory.OpenSource;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Memory;

/// What Keepsake made of what was said: what changed, who you are, what happened, and what was known when.
///
/// Threads: the FX thread.
public final class ReflectionPage extends VBox {
    private final ChangesModel changes;
    private final KnownModel known;
    private final Words words;
    private final Wording wording;
    private final InstantSource clock;
    private final DatePicker day = new DatePicker();
    private final VBox body = new VBox();
    private final ScrollPane scroll = new ScrollPane(body);
    private final Map<Tab, ToggleButton> tabs = new EnumMap<>(Tab.class);
    private final Map<Tab, List<Node>> contents = new EnumMap<>(Tab.class);
    private Tab shown = Tab.CHANGES;

    /// The sides of the page.
    public enum Tab {
        CHANGES,
        ABOUT,
        EPISODES,
        TIMELINE
    }

    /// @param clock   says what day it is
    /// @param changed something was corrected or undone
    public ReflectionPage(
            Memory memory,
            AwayModel away,
            Background background,
            OpenSource opener,
            Wording wording,
            InstantSource clock,
            Runnable changed) {
        this.wording = wording;
        this.clock = clock;
        this.words = new Words(wording, opener);
        this.changes = new ChangesModel(memory, memory.reflection(), background, wording, clock, changed);
        this.known = new KnownModel(memory, memory.reflection(), background, wording);
        getStylesheets()
                .add(Objects.requireNonNull(ReflectionPage.class.getResource("reflection.css"))
                        .toExternalForm());
        getStyleClass().add("reflection");
        setId("reflection-page");
        contents();
        body.getStyleClass().add("body");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, javafx.scene.layout.Priority.ALWAYS);
        VBox head = new VBox(new AwayBar(away, wording), tabBar());
        head.getStyleClass().add("head");
        getChildren().addAll(head, scroll);
        show(Tab.CHANGES);
    }

    private void contents() {
        contents.put(Tab.CHANGES, List.of(new ChangesView(changes, words, wording)));
        contents.put(
                Tab.ABOUT,
                List.of(
                        Words.text(wording.say("about.text"), "muted"),
                        new RowsView<>(
                                known.about(),
                                this::told,
                                Words.empty("fth-user", wording.say("about.empty"), wording.say("about.empty.text")),
                                wording)));
        contents.put(
                Tab.EPISODES,
                List.of(new RowsView<>(
                        known.episodes(),
                        this::episode,
                        Words.empty("fth-book-open", wording.say("episodes.empty"), wording.say("episodes.empty.text")),
                        wording)));
        day.setConverter(new Days(wording));
        day.setAccessibleText(wording.say("timeline.day"));
        day.valueProperty().subscribe((_, chosen) -> {
            if (chosen != null) known.readKnownAt(chosen);
        });
        Label at = Words.text(wording.say("timeline.day"));
        HBox line = new HBox(at, day);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("buttons");
        contents.put(
                Tab.TIMELINE,
                List.of(
                        line,
                        Words.text(wording.say("timeline.text"), "muted"),
                        new RowsView<>(
                                known.knownThen(),
                                this::told,
                                Words.empty(
                                        "fth-clock", wording.say("timeline.empty"), wording.say("timeline.empty.text")),
                                wording)));
    }

    private Node tabBar() {
        ToggleGroup group = new ToggleGroup();
        HBox bar = new HBox();
        bar.getStyleClass().add("tabs");
        for (Tab tab : Tab.values()) {
            ToggleButton button =
                    new ToggleButton(wording.say("tab." + tab.name().toLowerCase(java.util.Locale.ROOT)));
            button.setToggleGroup(group);
            button.setMnemonicParsing(false);
            button.setMinWidth(USE_PREF_SIZE);
            button.setOnAction(_ -> show(tab));
            button.getStyleClass()
                    .add(tab == Tab.CHANGES ? "left-pill" : tab == Tab.TIMELINE ? "right-pill" : "center-pill");
            tabs.put(tab, button);
            bar.getChildren().add(button);
        }
        return bar;
    }

    /// Shows a side of the page, read again.
    public void show(Tab tab) {
        shown = tab;
        if (tab == Tab.TIMELINE) day.setValue(LocalDate.ofInstant(clock.instant(), wording.zone()));
        Objects.requireNonNull(tabs.get(tab)).setSelected(true);
        body.getChildren().setAll(Objects.requireNonNull(contents.get(tab)));
        scroll.setVvalue(0);
        refresh();
    }

    /// Reads what is shown again.
    public void refresh() {
        switch (shown) {
            case CHANGES -> changes.refresh();
            case ABOUT -> known.readAbout();
            case EPISODES -> known.readEpisodes();
            case TIMELINE -> Optional.ofNullable(day.getValue()).ifPresent(known::readKnownAt);
        }
    }

    private Node told(KnownModel.Told told) {
        VBox box = new VBox(Words.text(told.text(), "change-says"), words.sources(told.sources()));
        box.getStyleClass().add("change");
        return box;
    }

    private Node episode(KnownModel.EpisodeRow episode) {
        VBox box = new VBox(Words.text(episode.title(), "run-title"), Words.text(episode.span(), "muted"));
        if (!episode.summary().isBlank()) box.getChildren().add(Words.text(episode.summary()));
        box.getChildren()
                .add(Words.link(
                        wording.say("episode.open"),
                        wording.say("episode.open.accessible", episode.title()),
                        () -> words.open(episode.conversationId(), episode.first())));
        box.getStyleClass().add("run");
        return box;
    }
}
