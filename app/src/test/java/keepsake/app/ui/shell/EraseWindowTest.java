package keepsake.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javafx.scene.input.KeyCode;
import keepsake.memory.Conversations;
import keepsake.memory.Fact;
import keepsake.memory.Facts;
import keepsake.memory.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Erasing for good as a person does it: asked, told what goes, and nothing happens by Enter or Esc.
@Tag("e2e")
@Timeout(240)
class EraseWindowTest {
    @TempDir
    Path folder;

    @BeforeEach
    void talk() {
        try (WindowDriver window = open()) {
            Conversations conversations = window.keepsake().memory().conversations();
            Facts facts = window.keepsake().memory().facts();
            long dogs = conversations.start().id();
            Message said = conversations.say(dogs, "Remember that my dog is called Bruno");
            facts.remember("my dog is called Bruno", said.id(), "my dog is called Bruno");
            conversations.say(conversations.start().id(), "The bin is emptied on Mondays");
        }
    }

    private WindowDriver open() {
        return WindowDriver.open(folder.resolve("home"), 960, 700);
    }

    private static void ask(WindowDriver window) {
        window.clickText("Remember that my dog is called Bruno");
        window.until("it is open", () -> window.text("#title").startsWith("Remember that my dog"));
        window.press(KeyCode.SHIFT, KeyCode.DELETE);
        window.untilText("1 message goes");
    }

    @Test
    void aConversationIsErasedFromTheListAfterTheQuestion() {
        try (WindowDriver window = open()) {
            ask(window);
            window.untilText("1 fact goes");
            window.clickText("Erase 1 message and 1 fact for good");
            window.untilText("Erased for good: 1 message and 1 fact.");
            window.until("the list has it no more", () -> !window.showsText("Remember that my dog is called Bruno"));
            assertThat(window.text("#title")).isEqualTo("New conversation");
            assertThat(window.keepsake().memory().facts().active()).isEmpty();
            assertThat(window.keepsake().memory().conversations().list()).hasSize(1);
        }
    }

    @Test
    void enterAndEscapeLeaveEverythingAndNoShortcutReachesBehindTheQuestion() {
        try (WindowDriver window = open()) {
            ask(window);
            window.press(KeyCode.CONTROL, KeyCode.COMMA);
            assertThat(window.text("#title")).startsWith("Remember that my dog");
            window.press(KeyCode.ENTER);
            window.until("the question is gone", () -> !window.shows("#erase-dialog"));
            window.press(KeyCode.SHIFT, KeyCode.DELETE);
            window.untilText("1 message goes");
            window.press(KeyCode.ESCAPE);
            window.until("the question is gone", () -> !window.shows("#erase-dialog"));
            assertThat(window.keepsake().memory().facts().active()).hasSize(1);
            assertThat(window.keepsake().memory().conversations().list()).hasSize(2);
        }
    }

    @Test
    void aFactIsErasedWithTheMessageThatSaysIt() {
        try (WindowDriver window = open()) {
            Fact dog = window.keepsake().memory().facts().active().getFirst();
            window.press(KeyCode.CONTROL, KeyCode.M);
            window.untilText("My dog is called Bruno");
            window.click("#more");
            window.press(KeyCode.DOWN);
            window.press(KeyCode.ENTER);
            window.untilText("1 message stays, but says it or was given it");
            window.clickText("Erase these, too");
            window.untilText("1 message goes");
            window.click("#erase");
            window.untilText("Erased for good: 1 message and 1 fact.");
            window.untilText("Nothing kept yet");
            assertThat(window.keepsake().memory().facts().find(dog.id())).isEmpty();
        }
    }
}
