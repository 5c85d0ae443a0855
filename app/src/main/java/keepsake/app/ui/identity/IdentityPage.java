package keepsake.app.ui.identity;

import java.io.File;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.identity.Page.Export;
import keepsake.app.ui.identity.Page.Group;
import keepsake.app.ui.identity.Page.Offer;
import keepsake.app.ui.identity.Page.Presence;
import keepsake.app.ui.identity.Page.Readiness;
import keepsake.app.ui.memory.OpenSource;
import keepsake.app.ui.text.Fxml;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Identity.Format;
import keepsake.memory.Identity.Preview;

/// Who the user is: proposals to confirm, fields to fill in, and the file that password managers and address books
/// import. One column when narrow, two when wide.
///
/// Threads: the FX thread.
public final class IdentityPage extends VBox {
    private final Wording wording = Wording.of("keepsake.app.ui.identity.identity", ZoneId.systemDefault());
    private final IdentityModel model;
    private final OpenSource opener;
    private final ChooseFile chooser;
    private final Map<String, GroupBox> boxOf = new HashMap<>();
    private List<Offer> offered = List.of();
    private boolean opening;

    @FXML
    private ScrollPane scroll;

    @FXML
    private Node problemBar;

    @FXML
    private Label problem;

    @FXML
    private Node offersSection;

    @FXML
    private VBox offers;

    @FXML
    private VBox groups;

    @FXML
    private ToggleButton bitwarden;

    @FXML
    private ToggleButton vcard;

    @FXML
    private Node nothing;

    @FXML
    private Node ready;

    @FXML
    private Label summary;

    @FXML
    private TextArea preview;

    @FXML
    private Label exportProblem;

    @FXML
    private Node savedBar;

    @FXML
    private Label saved;

    @FXML
    private Button deleteFile;

    /// Shows the identity of `keepsake` as soon as it is read.
    ///
    /// @param opener shows the message a value came from
    public IdentityPage(Keepsake keepsake, Background background, OpenSource opener) {
        this(keepsake, background, opener, Optional.empty());
    }

    /// @param chooser asks for the file; empty for the system's dialog
    IdentityPage(Keepsake keepsake, Background background, OpenSource opener, Optional<ChooseFile> chooser) {
        this.model = new IdentityModel(keepsake.memory().identity(), background, wording);
        this.opener = opener;
        this.chooser = chooser.orElse(this::askSystem);
        getStylesheets()
                .add(Objects.requireNonNull(IdentityPage.class.getResource("identity.css"))
                        .toExternalForm());
        Fxml.load(this, "IdentityPage.fxml", wording.texts());
        model.show(this::fill);
        model.refresh();
        // What was said since may propose values.
        visibleProperty().subscribe((before, now) -> {
            if (!now) return;
            opening = true;
            model.refresh();
        });
    }

    /// Reads the identity again, for example after something was said that may propose a value.
    public void refresh() {
        model.refresh();
    }

    private void fill(Page page) {
        problem.setText(page.problem().orElse(""));
        problemBar.setVisible(page.problem().isPresent());
        fillOffers(page.offers());
        for (Group group : page.groups()) fillGroup(group);
        fillExport(page.export());
        if (opening) {
            opening = false;
            // The caret goes to some field when the page opens, and the pane scrolls to it; a page begins at its top.
            Platform.runLater(() -> scroll.setVvalue(0));
        }
    }

    private void fillGroup(Group group) {
        GroupBox box = boxOf.get(group.name());
        if (box != null) {
            box.update(group);
            return;
        }
        GroupBox added = new GroupBox(group, model, opener, wording);
        boxOf.put(group.name(), added);
        groups.getChildren().add(added);
    }

    private void fillOffers(List<Offer> now) {
        offersSection.setVisible(!now.isEmpty());
        if (now.equals(offered)) return;
        Optional<Integer> place = focusedOffer();
        offered = now;
        List<Node> cards = new ArrayList<>();
        for (Offer offer : now) cards.add(new OfferCard(offer, model, opener, wording));
        offers.getChildren().setAll(cards);
        // Whoever answers by keyboard goes on with the next one.
        if (place.isPresent() && !cards.isEmpty()) {
            OfferCard next = (OfferCard) cards.get(Math.min(place.get(), cards.size() - 1));
            Platform.runLater(next::focus);
        }
    }

    private Optional<Integer> focusedOffer() {
        if (getScene() == null) return Optional.empty();
        for (Node at = getScene().getFocusOwner(); at != null; at = at.getParent()) {
            int place = offers.getChildren().indexOf(at);
            if (place >= 0) return Optional.of(place);
        }
        return Optional.empty();
    }

    private void fillExport(Export export) {
        bitwarden.setSelected(export.format() == Format.BITWARDEN);
        vcard.setSelected(export.format() == Format.VCARD);
        ready.setVisible(export.ready() == Readiness.READY);
        nothing.setVisible(export.ready() == Readiness.NOTHING_CONFIRMED);
        summary.setText(export.summary());
        if (!preview.getText().equals(export.text())) preview.setText(export.text());
        exportProblem.setText(export.problem().orElse(""));
        exportProblem.setVisible(export.problem().isPresent());
        savedBar.setVisible(export.saved().isPresent());
        export.saved().ifPresent(written -> {
            saved.setText(written.sentence());
            deleteFile.setVisible(written.there() == Presence.THERE);
        });
    }

    private Optional<Path> askSystem(String suggested, String kind) {
        FileChooser dialog = new FileChooser();
        dialog.setTitle(wording.say("export.chooser"));
        dialog.setInitialFileName(suggested);
        String extension = suggested.substring(suggested.lastIndexOf('.'));
        dialog.getExtensionFilters().setAll(new ExtensionFilter(kind, "*" + extension));
        File home = new File(System.getProperty("user.home", ""));
        if (home.isDirectory()) dialog.setInitialDirectory(home);
        return Optional.ofNullable(dialog.showSaveDialog(getScene().getWindow()))
                .map(File::toPath);
    }

    @FXML
    void onFormat() {
        // Pressing the chosen one again must not leave none chosen.
        model.export().choose(vcard.isSelected() ? Format.VCARD : Format.BITWARDEN);
    }

    @FXML
    void onSave() {
        model.export().preview().ifPresent(this::save);
    }

    private void save(Preview shown) {
        String kind = wording.say("export.kind." + shown.format().name().toLowerCase(Locale.ROOT));
        chooser.choose(shown.fileName(), kind).ifPresent(file -> model.export().save(shown, file));
    }

    @FXML
    void onDeleteFile() {
        model.export().deleteFile();
    }

    @FXML
    void onDismissProblem() {
        model.dismissProblem();
    }
}
