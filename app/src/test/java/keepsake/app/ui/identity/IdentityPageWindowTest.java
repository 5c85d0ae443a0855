package keepsake.app.ui.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.ShownWindow;
import keepsake.app.ui.gallery.SampleClock;
import keepsake.app.ui.gallery.SampleHome;
import keepsake.memory.Identity.Field;
import keepsake.memory.Identity.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("e2e")
final class IdentityPageWindowTest {
    private Path exported;
    private Keepsake keepsake;
    private ShownWindow window;

    @BeforeEach
    void open(@TempDir Path home) {
        exported = home.resolve("exported");
        SampleClock clock = new SampleClock();
        keepsake = SampleHome.empty(home, clock);
        SampleHome.fill(keepsake, clock);
        window = ShownWindow.of(
                720,
                900,
                background -> new IdentityPage(
                        keepsake,
                        background,
                        (conversation, message) -> {},
                        Optional.of((suggested, kind) -> Optional.of(exported))));
        window.awaitText("Found in what you told Keepsake");
    }

    @AfterEach
    void close() {
        window.close();
        keepsake.close();
    }

    @Test
    void aTypedValueIsKeptOnEnter() {
        window.click(field("honorific-prefix"));
        window.type("Dr.");
        window.push(KeyCode.ENTER);

        window.awaitText("Saved");
        assertThat(confirmed()).containsEntry("honorific-prefix", "Dr.");
    }

    @Test
    void leavingTheBoxKeepsItAndAWrongValueIsSaidBelowIt() {
        window.click(field("email"));
        window.type("ana at home");
        window.push(KeyCode.TAB);

        window.awaitText("'ana at home' is no e-mail address. One looks like ana@example.org. Nothing was changed.");
        assertThat(confirmed()).containsEntry("email", "ana.silva@example.org");
    }

    @Test
    void oneProposalIsConfirmedAndAnotherDismissed() {
        window.click("Confirm City: Leipzig");
        window.await(() -> "Leipzig".equals(((TextInputControl) field("address-level2")).getText()));
        window.click("Dismiss Job title: nurse");
        window.await(() -> !window.says("nurse"));

        assertThat(confirmed()).containsEntry("address-level2", "Leipzig").doesNotContainKey("organization-title");
    }

    @Test
    void theFileIsThePreviewAndCanBeDeletedAgain() throws IOException {
        window.onScreen(() -> {
            ((ScrollPane) window.first(node -> node instanceof ScrollPane)).setVvalue(1);
            return true;
        });
        window.click("Preview the vCard file");
        window.await(() -> preview().startsWith("BEGIN:VCARD"));
        window.click("Save…");
        window.awaitText("Saved to " + exported + "; delete it when you have imported it.");
        assertThat(preview()).contains("N:Silva;Ana");
        assertThat(Files.readString(exported).replace("\r\n", "\n")).isEqualTo(preview());

        window.click("Delete file");
        window.awaitText("Deleted " + exported + ".");
        assertThat(exported).doesNotExist();
    }

    private String preview() {
        return ((TextInputControl) window.named("Preview of the file")).getText();
    }

    private Node field(String name) {
        return window.first(node -> ("field-" + name).equals(node.getId()));
    }

    private Map<String, String> confirmed() {
        return keepsake.memory().identity().fields().stream()
                .filter(field -> field.status() == Status.CONFIRMED)
                .collect(Collectors.toMap(Field::name, Field::value));
    }
}
