package keepsake.app.ui.reflection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javafx.application.Platform;
import javafx.scene.input.KeyCode;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.ShownWindow;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.gallery.SampleClock;
import keepsake.app.ui.gallery.SampleHome;
import keepsake.app.ui.reflection.AwayModel.Surroundings;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Fact;
import keepsake.memory.Memory;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.Reflection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What changed, why, and undo: on the real memory, with the real rules.
@Tag("e2e")
final class ReflectionPageWindowTest {
    private static final Wording WORDS = Wording.of("keepsake.app.ui.reflection.reflection", ZoneOffset.UTC);

    private final SampleClock clock = new SampleClock();
    private final List<MemoryId> opened = new ArrayList<>();
    private Keepsake keepsake;
    private Memory memory;
    private ShownWindow window;

    @BeforeEach
    void open(@TempDir Path home) {
        keepsake = SampleHome.empty(home, clock);
        memory = keepsake.memory();
        window = ShownWindow.of(720, 900, this::page);
    }

    private ReflectionPage page(Background background) {
        AwayModel away = new AwayModel(
                memory.reflection(),
                background,
                Platform::runLater,
                WORDS,
                new Surroundings(keepsake.settings(), clock, () -> false, Reflection.Request::byRules),
                this::refresh);
        return new ReflectionPage(
                memory, away, background, (conversation, message) -> opened.add(message), WORDS, clock, () -> {});
    }

    private void refresh() {
        ((ReflectionPage) window.first(ReflectionPage.class::isInstance)).refresh();
    }

    @AfterEach
    void close() {
        window.close();
        keepsake.close();
    }

    private Message say(String text) {
        Message said = memory.conversations().say(memory.conversations().start().id(), text);
        clock.advance(Duration.ofDays(1));
        return said;
    }

    private void think() {
        window.click("Think about what was said now");
        window.await(() -> !memory.reflection().runs(1).isEmpty());
        window.awaitText("Hide");
    }

    @Test
    void beforeAnythingChangedItSaysWhatWillBeHere() {
        window.awaitText("Nothing changed yet");
    }

    @Test
    void whatChangedSaysFromWhichMessage() {
        Message said = say("I live in Leeds.");
        think();
        window.awaitText("Proposed; counts when you keep it");
        window.awaitText("I live in Leeds");
        window.click("Open the source of “I live in Leeds” in its conversation");
        window.await(() -> opened.contains(said.id()));
    }

    @Test
    void aProposalIsKeptThenCorrectedThenForgottenThenKnownAgain() {
        say("I live in Leeds.");
        think();
        window.click("Keep “I live in Leeds” as a fact");
        window.awaitText("Kept as a fact.");
        assertThat(statements()).containsExactly("I live in Leeds");

        window.click("Correct “I live in Leeds”");
        window.type("I live near Leeds");
        window.push(KeyCode.ENTER);
        window.awaitText("Corrected: I live near Leeds");
        assertThat(statements()).containsExactly("I live near Leeds");
    }

    @Test
    void forgettingIsTakenBack() {
        say("I live in Leeds.");
        think();
        window.click("Keep “I live in Leeds” as a fact");
        window.click("Forget “I live in Leeds”");
        window.awaitText("Forgotten. “Know it again” brings it back.");
        assertThat(statements()).isEmpty();
        window.click("Know “I live in Leeds” again");
        window.awaitText("Known again.");
        assertThat(statements()).containsExactly("I live in Leeds");
    }

    @Test
    void aWholeRunIsTakenBack() {
        say("I live in Leeds.");
        think();
        assertThat(memory.reflection().episodes(10)).isNotEmpty();
        window.click("Undo");
        window.await(() -> memory.reflection().runs(1).getFirst().state() == Reflection.Run.State.UNDONE);
        window.await(() -> !window.says("Undo"));
        assertThat(memory.reflection().episodes(10)).isEmpty();
        assertThat(memory.facts().candidates()).isEmpty();
    }

    @Test
    void whatIsKnownAboutTheUserAndWhatHappenedIsShownWithItsSources() {
        Message said = say("Remember that I play the oboe.");
        memory.facts().remember("I play the oboe", said.id(), "I play the oboe");
        think();
        window.click("Episodes");
        window.awaitText("Open conversation");
        window.click("Open conversation");
        window.await(() -> opened.contains(said.id()));
        window.click("Known when");
        window.awaitText("I play the oboe");
        window.click("About you");
        window.awaitText("Open source");
    }

    private List<String> statements() {
        return memory.facts().active().stream().map(Fact::statement).toList();
    }
}
