package keepsake.app.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import keepsake.app.assistant.StreamedScript;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.ShownWindow;
import keepsake.app.ui.TestKeepsake;
import keepsake.runtime.engine.BudgetPreview;
import keepsake.runtime.engine.MemoryBudget;
import keepsake.runtime.gguf.TinyModels;
import keepsake.runtime.host.HostedLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("e2e")
final class SpeedPanelWindowTest {
    private Keepsake keepsake;
    private ShownWindow window;
    private final List<SpeedModel> speeds = new ArrayList<>();
    private BudgetPreview preview;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        Path model = TinyModels.olmoe(folder.resolve("tiny.gguf"), 3);
        preview = HostedLoader.preview(model, 0);
        MemoryBudget usual = preview.divide(preview.leastMib()).orElseThrow();
        keepsake = TestKeepsake.open(folder, StreamedScript.loader(usual, new CountDownLatch(0)));
        window = ShownWindow.of(340, 960, background -> {
            ModelDesk desk = new ModelDesk(keepsake, background, Platform::runLater);
            SpeedModel speed = new SpeedModel(keepsake, background, desk, new NoAnswers());
            desk.load(model, Optional.empty(), OptionalInt.empty());
            speeds.add(speed);
            return new SpeedPanel(speed, () -> {}, () -> {});
        });
        window.awaitText("Choose a budget");
    }

    private static final class NoAnswers implements SpeedModel.Answers {
        @Override
        public boolean running() {
            return false;
        }

        @Override
        public List<CompletableFuture<?>> stop() {
            return List.of();
        }
    }

    @AfterEach
    void close() {
        window.close();
        keepsake.close();
    }

    private TextField field() {
        return (TextField) window.first(
                node -> node instanceof TextField && "Memory budget in MiB".equals(node.getAccessibleText()));
    }

    @Test
    void beforeTheFirstAnswerThePanelSaysWhatItWillShow() {
        assertThat(window.says("Nothing measured yet")).isTrue();
        window.onScreen(() -> {
            speeds.getLast().answered(StreamedScript.STATS);
            return true;
        });
        window.awaitText("6.4 tokens/s");
        window.awaitText("21.4 MiB");
        window.awaitText("88.0 ms");
        window.awaitText("This model on your chats");
        assertThat(window.says("Nothing measured yet")).isFalse();
    }

    @Test
    void aBudgetThatIsTooSmallIsRefusedBeforeItIsTried() {
        window.onScreen(() -> {
            field().setText(Integer.toString(preview.leastMib() - 1));
            return true;
        });
        window.awaitText(SpeedWords.refusal(preview));
        assertThat(window.named("Use this budget").isDisabled()).isTrue();
    }

    @Test
    void theSliderChoosesAndTheModelIsLoadedWithThat() {
        int wanted = preview.mostMib();
        window.onScreen(() -> {
            ((Slider) window.first(node -> node instanceof Slider)).setValue(wanted);
            return true;
        });
        window.awaitText("Everything fits: once it is read, nothing has to be read again.");
        assertThat(field().getText()).isEqualTo(Integer.toString(wanted));
        window.onScreen(() -> {
            ((Button) window.named("Use this budget")).fire();
            return true;
        });
        window.await(() -> keepsake.model()
                .request()
                .filter(request -> request.budgetMib().equals(OptionalInt.of(wanted)))
                .isPresent());
    }
}
