package keepsake.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javafx.scene.input.KeyCode;
import keepsake.app.assistant.ModelSession.State;
import keepsake.runtime.gguf.TinyModels;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A temporary chat with the real model host: marked, answered, never listed, gone when left.
@Tag("e2e")
@Timeout(240)
class TemporaryChatTest {
    private static final String SECRET = "Remember that my hamster is called Ferdinand";

    @TempDir
    Path folder;

    @Test
    void nothingOfATemporaryChatIsListedOrWritten() throws IOException {
        Path tiny = TinyModels.olmoe(folder.resolve("tiny.gguf"), 7);
        Path home = folder.resolve("home");
        try (WindowDriver window = WindowDriver.open(home, 960, 700)) {
            window.untilText("Welcome to Keepsake");
            window.openModel(tiny);
            window.until("the model is ready", () -> window.keepsake().model().state() instanceof State.Ready);
            window.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.N);
            window.untilText("Nothing of this is kept. It is gone when you leave it.");
            assertThat(window.text("#title")).isEqualTo("Temporary chat");
            window.say(SECRET);
            window.untilText("Known in this chat only: My hamster is called Ferdinand");
            window.until("an answer is under way", () -> window.shows("#stop"));
            window.click("#stop");
            window.until("the answer ended", () -> window.shows("#send"));
            assertThat(window.keepsake().memory().conversations().list()).isEmpty();
            assertThat(window.keepsake().memory().facts().active()).isEmpty();

            window.press(KeyCode.CONTROL, KeyCode.N);
            window.until("it is left", () -> window.text("#title").equals("New conversation"));
            assertThat(window.showsText("Nothing of this is kept. It is gone when you leave it."))
                    .isFalse();
            assertThat(window.showsText(SECRET)).isFalse();
            window.say("The bin is emptied on Mondays");
            window.untilText("The bin is emptied on Mondays");
            window.until("an answer is under way", () -> window.shows("#stop"));
            window.click("#stop");
            window.until("the answer ended", () -> window.shows("#send"));
            assertThat(window.keepsake().memory().conversations().list()).hasSize(1);
        }
        try (Stream<Path> files = Files.walk(home)) {
            assertThat(files.filter(Files::isRegularFile).filter(TemporaryChatTest::saysIt))
                    .isEmpty();
        }
    }

    @Test
    void whatItMayKnowIsChosenBeforeTheFirstMessage() throws IOException {
        Path tiny = TinyModels.olmoe(folder.resolve("tiny.gguf"), 7);
        try (WindowDriver window = WindowDriver.open(folder.resolve("home"), 960, 700)) {
            window.untilText("Welcome to Keepsake");
            window.openModel(tiny);
            window.until("the model is ready", () -> window.keepsake().model().state() instanceof State.Ready);
            var memory = window.keepsake().memory();
            var said = memory.conversations().say(memory.conversations().start().id(), "My dog is called Bruno");
            memory.facts().remember("my dog is called Bruno", said.id(), "My dog is called Bruno");
            window.click("#temporaryButton");
            window.click("#temporary-reads");
            window.say("What is my dog called?");
            window.until("an answer is under way", () -> window.shows("#stop"));
            window.click("#stop");
            window.untilText("Stopped");
            assertThat(window.showsText("1 memory used")).isFalse();
            window.click("#temporaryButton");
            window.say("What is my dog called?");
            window.untilText("1 memory used");
        }
    }

    private static boolean saysIt(Path file) {
        try {
            String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return bytes.contains("Ferdinand") || bytes.contains("ferdinand");
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
