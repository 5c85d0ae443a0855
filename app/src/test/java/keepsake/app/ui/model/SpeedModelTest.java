package keepsake.app.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import keepsake.app.assistant.ModelSession.State;
import keepsake.app.assistant.StreamedScript;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.TestKeepsake;
import keepsake.app.ui.UiThread;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.engine.MemoryBudget;
import keepsake.runtime.gguf.TinyModels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SpeedModelTest {
    private static final MemoryBudget BUDGET = new MemoryBudget(1200, 500, 480, 112, 48, 60);

    @TempDir
    Path folder;

    private final UiThread thread = new UiThread();
    private final ScriptedAnswers answers = new ScriptedAnswers();
    private Keepsake keepsake;
    private ModelDesk desk;
    private SpeedModel speed;

    private static final class ScriptedAnswers implements SpeedModel.Answers {
        private boolean running;

        @Override
        public boolean running() {
            return running;
        }

        @Override
        public List<CompletableFuture<?>> stop() {
            running = false;
            return List.of(CompletableFuture.completedFuture(true));
        }
    }

    @BeforeEach
    void openAModel() throws IOException {
        Path model = TinyModels.olmoe(folder.resolve("tiny.gguf"), 3);
        keepsake = TestKeepsake.open(folder, StreamedScript.loader(BUDGET, new CountDownLatch(0)));
        desk = new ModelDesk(keepsake, thread.background(), thread);
        speed = new SpeedModel(keepsake, thread.background(), desk, answers);
        desk.load(model, Optional.of(EngineKind.STREAMING), OptionalInt.empty());
        thread.until(() -> view().session() instanceof State.Ready);
    }

    @AfterEach
    void close() {
        thread.close();
        keepsake.close();
    }

    private SpeedModel.View view() {
        return speed.view().get();
    }

    private int budget() {
        return view().model().orElseThrow().budget().total();
    }

    @Test
    void anAnswerIsShownAtOnceAndExplainedLater() {
        assertThat(view().answer()).isEmpty();
        speed.answered(StreamedScript.STATS);
        assertThat(view().answer().orElseThrow().stats()).isEqualTo(StreamedScript.STATS);
        assertThat(view().locality()).isEmpty();
        thread.until(() -> view().locality().isPresent());
        assertThat(view().locality()).contains(StreamedScript.LOCALITY);
        assertThat(view().answer().orElseThrow().bound().orElseThrow()).isPositive();
    }

    @Test
    void budgetsAreToldBeforeTheyAreChosen() {
        thread.until(() -> view().preview().isPresent());
        assertThat(view().preview().orElseThrow().leastMib()).isPositive();
    }

    @Test
    void anotherBudgetLoadsTheModelAgainAndIsKept() {
        speed.answered(StreamedScript.STATS);
        thread.until(() -> view().locality().isPresent());
        speed.use(OptionalInt.of(1500));
        thread.until(() -> view().session() instanceof State.Ready && budget() == 1500);
        // The numbers were those of another budget; the chats are the same.
        assertThat(view().answer()).isEmpty();
        assertThat(view().locality()).isPresent();
        assertThat(keepsake.settings().choice().budgetMib()).hasValue(1500);
        assertThat(keepsake.model().request().orElseThrow().engine()).contains(EngineKind.STREAMING);
    }

    @Test
    void anAnswerUnderWayIsNotCutOffWithoutAsking() {
        answers.running = true;
        speed.use(OptionalInt.of(1500));
        assertThat(view().asking()).contains(new SpeedModel.Wanted(OptionalInt.of(1500)));
        speed.keep();
        assertThat(view().asking()).isEmpty();
        assertThat(budget()).isEqualTo(1200);
        assertThat(answers.running).isTrue();

        speed.use(OptionalInt.of(1600));
        speed.stopAndUse();
        thread.until(() -> view().session() instanceof State.Ready && budget() == 1600);
        assertThat(answers.running).isFalse();
        assertThat(view().asking()).isEmpty();
    }
}
