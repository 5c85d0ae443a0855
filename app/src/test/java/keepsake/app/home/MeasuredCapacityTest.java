package keepsake.app.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import keepsake.app.assistant.StreamedScript;
import keepsake.runtime.engine.MemoryBudget;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.gguf.TinyModels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredCapacityTest {
    @TempDir
    Path folder;

    private Home home;
    private Path remembered;

    @BeforeEach
    void home() {
        home = Home.locate(Optional.of(folder.resolve("home")));
        remembered = home.cache().resolve("speed.json");
    }

    private ModelInfo model() throws IOException {
        Path file = TinyModels.olmoe(folder.resolve("tiny.gguf"), 3);
        MemoryBudget budget = new MemoryBudget(100, 10, 10, 10, 10, 10);
        return new StreamedScript(file, budget, new CountDownLatch(0)).info();
    }

    private OptionalDouble bound() throws IOException {
        return new MeasuredCapacity(home).bound(model(), StreamedScript.STATS);
    }

    @Test
    void whatWasMeasuredIsRememberedAndNotMeasuredAgain() throws IOException {
        double measured = bound().orElseThrow();
        assertThat(measured).isPositive();
        String kept = Files.readString(remembered);

        assertThat(bound().orElseThrow()).isCloseTo(measured, withinPercentage(0.1));
        assertThat(remembered).hasContent(kept);
    }

    @Test
    void theRememberedSpeedsDecide() throws IOException {
        bound();
        String kept = Files.readString(remembered);
        // A drive that reads one byte per second.
        Files.writeString(remembered, kept.replaceAll("(\\)\" : )\\d+", "$11"));
        assertThat(bound().orElseThrow()).isLessThan(0.01);
    }

    @Test
    void aDamagedFileIsReplaced() throws IOException {
        Files.createDirectories(home.cache());
        Files.writeString(remembered, "{ half of");
        assertThat(bound()).isPresent();
        assertThat(Files.readString(remembered)).contains("processors", "drives", "memory");
    }

    @Test
    void aModelThatIsGoneHasNoBound() throws IOException {
        ModelInfo model = model();
        Files.delete(model.path());
        assertThat(new MeasuredCapacity(home).bound(model, StreamedScript.STATS))
                .isEmpty();
        assertThat(remembered).doesNotExist();
    }
}
