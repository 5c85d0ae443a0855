package keepsake.app.ui.shell;

import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import keepsake.app.ui.shell.ShellModel.Page;
import keepsake.app.ui.shell.ShellModel.Panel;
import keepsake.app.ui.shell.ShellModel.Sidebar;
import keepsake.app.ui.shell.ShellModel.Width;
import keepsake.app.ui.text.Fxml;
import keepsake.app.ui.text.Texts;

/// The window's frame: the list on the left, a page in the middle, a panel on the right or over it.
final class ShellView extends StackPane {
    private static final double SIDEBAR_WIDE = 280;
    private static final double SIDEBAR_NARROW = 212;
    private static final double PANEL = 340;

    private final ShellModel model;
    private final Parts parts;

    @FXML
    private Pane columns;

    @FXML
    private VBox middle;

    @FXML
    private StackPane left;

    @FXML
    private Button sidebar;

    @FXML
    private Label title;

    @FXML
    private ToggleButton memory;

    @FXML
    private ToggleButton modelToggle;

    @FXML
    private StackPane pages;

    @FXML
    private StackPane right;

    @FXML
    private Region scrim;

    @FXML
    private StackPane over;

    private String conversation = "";
    private final VBox middleNote = new VBox();
    private final VBox overNote = new VBox();
    private boolean welcoming;
    private Optional<Node> before = Optional.empty();

    /// What the frame holds.
    record Parts(
            Node conversations,
            Node chat,
            Node welcome,
            Node identity,
            Node reflection,
            Node settings,
            Node memoryPanel,
            Node modelPanel,
            Node speedPanel,
            Node note,
            Node dialog) {}

    ShellView(ShellModel model, Parts parts) {
        this.model = model;
        this.parts = parts;
        Fxml.load(this, "shell");
        left.getChildren().add(parts.conversations());
        pages.getChildren()
                .addAll(parts.chat(), parts.welcome(), parts.identity(), parts.reflection(), parts.settings());
        middle.getChildren().add(1, middleNote);
        getChildren().add(parts.dialog());
        there(parts.dialog(), false);
        sidebar.setOnAction(_ -> model.toggleSidebar());
        memory.setOnAction(_ -> model.toggle(Panel.MEMORY));
        modelToggle.setOnAction(_ -> model.toggle(Panel.MODEL));
        scrim.setOnMouseClicked(_ -> model.closePanel());
        over.setPrefWidth(PANEL);
        right.setMinWidth(PANEL);
        right.setMaxWidth(PANEL);
        widthProperty().addListener((_, _, width) -> model.width(width.doubleValue()));
        model.view().watch(this::show);
    }

    /// The title of the conversation that is shown; empty for a new one.
    void title(String text) {
        conversation = text;
        show(model.view().get());
    }

    /// A question lies over everything: nothing else can be reached until it is answered.
    void dialog(Dialog dialog) {
        boolean open = dialog == Dialog.OPEN;
        if (open == parts.dialog().isVisible()) return;
        if (open) before = Optional.ofNullable(getScene()).map(Scene::getFocusOwner);
        there(parts.dialog(), open);
        columns.setDisable(open);
        over.setDisable(open);
        if (!open) before.filter(node -> node.getScene() != null).ifPresent(Node::requestFocus);
    }

    enum Dialog {
        OPEN,
        CLOSED
    }

    /// There is no model yet, and no conversation to look at instead.
    void welcome(Welcome welcome) {
        welcoming = welcome == Welcome.DUE;
        show(model.view().get());
    }

    enum Welcome {
        DUE,
        NOT_DUE
    }

    private void show(ShellModel.View view) {
        boolean narrow = view.width() == Width.NARROW;
        double sidebarWidth = narrow ? SIDEBAR_NARROW : SIDEBAR_WIDE;
        left.setMinWidth(sidebarWidth);
        left.setMaxWidth(sidebarWidth);
        there(left, view.sidebar() == Sidebar.OPEN);
        page(view.page());
        title.setText(
                switch (view.page()) {
                    case CHAT -> welcoming || conversation.isBlank() ? Texts.of("chat.new") : conversation;
                    case IDENTITY -> Texts.of("identity");
                    case REFLECTION -> Texts.of("reflection");
                    case SETTINGS -> Texts.of("settings");
                });
        memory.setSelected(view.panel().equals(Optional.of(Panel.MEMORY)));
        modelToggle.setSelected(
                view.panel().filter(panel -> panel != Panel.MEMORY).isPresent());
        ContentDisplay display = narrow ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT;
        memory.setContentDisplay(display);
        modelToggle.setContentDisplay(display);
        panel(view);
    }

    private void page(Page page) {
        there(parts.chat(), page == Page.CHAT && !welcoming);
        there(parts.welcome(), page == Page.CHAT && welcoming);
        there(parts.identity(), page == Page.IDENTITY);
        there(parts.reflection(), page == Page.REFLECTION);
        there(parts.settings(), page == Page.SETTINGS);
    }

    private void panel(ShellModel.View view) {
        boolean overlay = view.width() == Width.NARROW;
        StackPane place = overlay ? over : right;
        StackPane other = overlay ? right : over;
        other.getChildren().clear();
        VBox notePlace = overlay && view.panel().isPresent() ? overNote : middleNote;
        if (!notePlace.getChildren().contains(parts.note()))
            notePlace.getChildren().setAll(parts.note());
        view.panel()
                .map(panel -> switch (panel) {
                    case MEMORY -> parts.memoryPanel();
                    case MODEL -> parts.modelPanel();
                    case SPEED -> parts.speedPanel();
                })
                .ifPresentOrElse(
                        node -> put(place, node), () -> place.getChildren().clear());
        boolean open = view.panel().isPresent();
        there(right, open && !overlay);
        there(over, open && overlay);
        there(scrim, open && overlay);
    }

    /// A panel that lies over the page would hide what is noted there, so the note comes along.
    private void put(StackPane place, Node panel) {
        VBox.setVgrow(panel, Priority.ALWAYS);
        if (place == over) place.getChildren().setAll(new VBox(overNote, panel));
        else place.getChildren().setAll(panel);
    }

    private static void there(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
