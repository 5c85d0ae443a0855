package keepsake.app.ui.identity;

import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import keepsake.app.ui.identity.Page.Offer;
import keepsake.app.ui.memory.OpenSource;
import keepsake.app.ui.text.Fxml;
import keepsake.app.ui.wording.Wording;

/// A value found in what the user said: the words it was found in, Confirm and Dismiss.
final class OfferCard extends FlowPane {
    private static final double NARROW = 440;

    private final Offer offer;
    private final IdentityModel model;
    private final OpenSource opener;

    @FXML
    private Region words;

    @FXML
    private Region answers;

    @FXML
    private Label label;

    @FXML
    private Label value;

    @FXML
    private Label replaces;

    @FXML
    private Node source;

    @FXML
    private Label quote;

    @FXML
    private Label where;

    @FXML
    private Hyperlink open;

    @FXML
    private Button confirm;

    @FXML
    private Button dismiss;

    OfferCard(Offer offer, IdentityModel model, OpenSource opener, Wording wording) {
        this.offer = offer;
        this.model = model;
        this.opener = opener;
        Fxml.load(this, "OfferCard.fxml", wording.texts());
        fill(wording);
        widthProperty().subscribe(width -> place(width.doubleValue()));
    }

    private void fill(Wording wording) {
        label.setText(offer.label());
        value.setText(offer.value());
        replaces.setText(
                offer.replaces().map(now -> wording.say("offer.replaces", now)).orElse(""));
        confirm.setAccessibleText(wording.say("offer.confirm.accessible", offer.label(), offer.value()));
        dismiss.setAccessibleText(wording.say("offer.dismiss.accessible", offer.label(), offer.value()));
        source.setVisible(offer.source().isPresent());
        offer.source().ifPresent(origin -> {
            quote.setText(wording.say("quote", origin.quote()));
            where.setText(origin.where());
            open.setAccessibleText(wording.say("source.open.accessible", origin.quote()));
        });
    }

    /// The answers are beside the words when there is room, else below.
    private void place(double width) {
        double inside = width - snappedLeftInset() - snappedRightInset();
        double beside = inside - answers.prefWidth(-1) - getHgap();
        words.setPrefWidth(Math.max(0, width > NARROW ? beside : inside));
    }

    Offer offer() {
        return offer;
    }

    void focus() {
        confirm.requestFocus();
    }

    @FXML
    void onOpen() {
        open.setVisited(false);
        offer.source().ifPresent(origin -> opener.open(origin.conversationId(), origin.message()));
    }

    @FXML
    void onConfirm() {
        model.confirm(offer);
    }

    @FXML
    void onDismiss() {
        model.dismiss(offer);
    }
}
