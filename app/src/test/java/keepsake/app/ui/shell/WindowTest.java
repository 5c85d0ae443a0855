package keepsake.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import javafx.scene.input.KeyCode;
import keepsake.app.assistant.ModelSession.State;
import keepsake.memory.Message;
import keepsake.runtime.gguf.TinyModels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a person meets, from the first start on, with the real model host and a tiny real model.
@Tag("e2e")
@Timeout(240)
class WindowTest {
    @TempDir
    Path folder;

    private Path tiny;

    @BeforeEach
    void writeAModel() throws IOException {
        tiny = TinyModels.olmoe(folder.resolve("tiny.gguf"), 7);
    }

    private WindowDriver open() {
        return WindowDriver.open(folder.resolve("home"), 960, 700);
    }

    private void ready(WindowDriver window) {
        window.until("the model is ready", () -> window.keepsake().model().state() instanceof State.Ready);
    }

    private static void answered(WindowDriver window) {
        window.until("an answer is under way", () -> window.shows("#stop"));
        window.click("#stop");
        window.until("the answer ended", () -> window.shows("#send"));
    }

    @Test
    void firstStartOffersAModelThenEverythingSaidIsKeptAndFound() {
        try (WindowDriver window = open()) {
            window.untilText("Welcome to Keepsake");
            window.untilText("Get the starter model");
            window.openModel(tiny);
            ready(window);
            window.until("the chat is there", () -> window.shows("#input"));
            window.say("Remember that my dog is called Bruno");
            window.untilText("Remembered: My dog is called Bruno");
            answered(window);
        }
        try (WindowDriver window = open()) {
            ready(window);
            window.untilText("Remember that my dog is called Bruno");
            assertThat(window.showsText("Welcome to Keepsake")).isFalse();
            window.press(KeyCode.CONTROL, KeyCode.K);
            window.write("bruno");
            window.untilText("Remember that my dog is called Bruno");
            window.press(KeyCode.CONTROL, KeyCode.N);
            window.say("What is my dog called?");
            window.untilText("1 memory used");
            answered(window);
            window.clickText("1 memory used");
            window.untilText("My dog is called Bruno");
            window.click(".given-row");
            window.until("the source is shown", () -> window.text("#title").startsWith("Remember that my dog"));
        }
    }

    @Test
    void aKilledModelHostIsToldAndRestartedAndNothingIsLost() {
        try (WindowDriver window = open()) {
            window.untilText("Welcome to Keepsake");
            window.openModel(tiny);
            ready(window);
            window.say("Tell me a long story");
            window.until("it is being written", () -> window.showsText("Writing"));
            long host = window.keepsake().model().hostPid().orElseThrow();
            ProcessHandle.of(host).orElseThrow().destroyForcibly();
            window.until("it is told", () -> window.shows("#remedy-restart-model"));
            assertThat(window.keepsake()
                            .memory()
                            .conversations()
                            .messages(window.keepsake()
                                    .memory()
                                    .conversations()
                                    .list()
                                    .getFirst()
                                    .id()))
                    .extracting(Message::state)
                    .containsExactly(Message.State.COMPLETE, Message.State.FAILED);
            window.click("#remedy-restart-model");
            ready(window);
            assertThat(window.keepsake().model().hostPid().orElseThrow()).isNotEqualTo(host);
            window.click("#remedy-try-again");
            window.until("it is being written again", () -> window.showsText("Writing"));
            answered(window);
            window.untilText("Stopped");
        }
    }
}
