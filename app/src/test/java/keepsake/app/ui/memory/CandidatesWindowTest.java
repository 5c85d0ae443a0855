package keepsake.app.ui.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.ShownWindow;
import keepsake.app.ui.gallery.SampleClock;
import keepsake.app.ui.gallery.SampleHome;
import keepsake.memory.Fact;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("e2e")
final class CandidatesWindowTest {
    private final List<MemoryId> opened = new ArrayList<>();
    private Keepsake keepsake;
    private ShownWindow window;
    private Message said;
    private String statement;

    @BeforeEach
    void open(@TempDir Path home) {
        keepsake = SampleHome.empty(home, new SampleClock());
        var conversations = keepsake.memory().conversations();
        said = conversations.say(conversations.start().id(), "I live in Leeds.");
        statement = keepsake.memory().facts().candidates().getFirst().statement();
        window = ShownWindow.of(
                340,
                700,
                background -> new MemoryPanel(
                        keepsake, background, (conversation, message) -> opened.add(message), new AskedToErase()));
        window.awaitText("Keepsake thinks it heard…");
    }

    @AfterEach
    void close() {
        window.close();
        keepsake.close();
    }

    @Test
    void aProposalIsKeptAndBecomesAFact() {
        window.click("Keep “" + statement + "” as a fact");
        window.awaitText("1 fact");
        assertThat(keepsake.memory().facts().active())
                .extracting(Fact::statement)
                .containsExactly(statement);
        window.await(() -> !window.says("Keepsake thinks it heard…"));
    }

    @Test
    void aDismissalIsTakenBack() {
        window.click("Dismiss “" + statement + "”");
        window.awaitText("Dismissed “" + statement + "”");
        window.click("Undo");
        window.awaitText("Keepsake thinks it heard…");
        assertThat(keepsake.memory().facts().candidates())
                .extracting(Fact::statement)
                .containsExactly(statement);
    }

    @Test
    void aProposalIsDismissedForGood() {
        window.click("Dismiss “" + statement + "”");
        window.awaitText("Nothing kept yet");
        assertThat(keepsake.memory().facts().candidates()).isEmpty();
        assertThat(keepsake.memory().facts().active()).isEmpty();
    }

    @Test
    void itsSourceIsShown() {
        window.click("Open source");
        window.await(() -> opened.equals(List.of(said.id())));
    }
}
