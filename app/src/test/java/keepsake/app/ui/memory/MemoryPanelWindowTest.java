package keepsake.app.ui.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.input.KeyCode;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.ShownWindow;
import keepsake.app.ui.gallery.SampleClock;
import keepsake.app.ui.gallery.SampleHome;
import keepsake.memory.Fact;
import keepsake.memory.MemoryId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("e2e")
final class MemoryPanelWindowTest {
    private static final String DOG = "Our dog Bruno sees the vet every March";

    private final List<MemoryId> opened = new ArrayList<>();
    private final AskedToErase asked = new AskedToErase();
    private Keepsake keepsake;
    private ShownWindow window;

    @BeforeEach
    void open(@TempDir Path home) {
        SampleClock clock = new SampleClock();
        keepsake = SampleHome.empty(home, clock);
        SampleHome.fill(keepsake, clock);
        window = ShownWindow.of(
                340,
                900,
                background ->
                        new MemoryPanel(keepsake, background, (conversation, message) -> opened.add(message), asked));
        window.awaitText(DOG);
    }

    @AfterEach
    void close() {
        window.close();
        keepsake.close();
    }

    @Test
    void aFactIsCorrectedInPlace() {
        window.click("Correct “" + DOG + "”");
        window.type("Our dog Luna sees the vet every May");
        window.push(KeyCode.ENTER);

        window.awaitText("Our dog Luna sees the vet every May");
        assertThat(window.says(DOG)).isFalse();
        assertThat(statements()).contains("Our dog Luna sees the vet every May").doesNotContain(DOG);
    }

    @Test
    void escapeLeavesTheFactAsItWas() {
        window.click("Correct “" + DOG + "”");
        window.type("nonsense");
        window.push(KeyCode.ESCAPE);

        window.awaitText(DOG);
        assertThat(statements()).contains(DOG);
    }

    @Test
    void aForgottenFactComesBackByUndo() {
        window.click("Forget “" + DOG + "”");
        window.awaitText("Forgot “" + DOG + "”");
        assertThat(statements()).doesNotContain(DOG);

        window.click("Undo");

        window.awaitText(DOG);
        assertThat(statements()).contains(DOG);
    }

    @Test
    void theSourceOpensInItsConversation() {
        window.click("Open the source of “our dog Bruno sees the vet every March” in its conversation");

        MemoryId source = keepsake.memory()
                .facts()
                .search("Bruno")
                .getFirst()
                .sources()
                .getFirst()
                .message();
        window.await(() -> opened.equals(List.of(source)));
    }

    @Test
    void searchShowsWhatMatches() {
        window.click("Search what Keepsake knows");
        window.type("train");

        window.awaitText("1 of 4");
        assertThat(window.says(DOG)).isFalse();
    }

    @Test
    void erasingIsAskedForAFactAndForItsMessage() {
        window.click("More about “" + DOG + "”");
        window.push(KeyCode.DOWN);
        window.push(KeyCode.ENTER);
        window.await(() -> asked.seen().equals(List.of("fact " + DOG)));

        window.click("More about “" + DOG + "”");
        window.push(KeyCode.DOWN);
        window.push(KeyCode.DOWN);
        window.push(KeyCode.ENTER);
        window.await(() -> asked.seen().size() == 2);
        assertThat(asked.seen().getLast()).isEqualTo("message our dog Bruno sees the vet every March");
        assertThat(statements()).contains(DOG);
    }

    private List<String> statements() {
        return keepsake.memory().facts().active().stream().map(Fact::statement).toList();
    }
}
