package keepsake.runtime.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.IntStream;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.gguf.TinyModels;
import keepsake.runtime.residency.SystemMemory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten thousand tokens with room for less than half of the experts: memory must not creep.
@Tag("e2e")
class SoakTest {
    private static final int TOKENS = 10_000;
    private static final int WARM = 5_000;
    private static final int TO_A_CONTEXT = 200;
    /// Far less than what was read meanwhile, and more than what the heap of this process takes up by and by.
    private static final long MOST_GROWTH = 32 << 20;

    @TempDir
    Path folder;

    @Test
    void theResidentSetStaysFlat() throws Exception {
        Path model = TinyModels.olmoe(folder.resolve("olmoe.gguf"), 3);
        long twoLayers = 2 * 16L * 3 * 4 * 128 * 64;
        int[] prompt = IntStream.range(300, 380).toArray();
        StreamingLoader tight = StreamingLoader.with(StreamingOptions.DEFAULT.withExpertBytes(twoLayers));
        try (TokenRun run = tight.openForTokens(LoadRequest.of(model), LoadListener.NONE)) {
            long warm = 0;
            for (int done = 0; done < TOKENS; done += TO_A_CONTEXT) {
                if (done == WARM) warm = resident();
                run.reset();
                int token = run.prefill(prompt).orElseThrow();
                for (int i = 0; i < TO_A_CONTEXT; i++) token = run.next(token).orElseThrow();
            }
            assertThat(run.stats().misses())
                    .as("experts were read all the time")
                    .isGreaterThan(TOKENS / 10);
            assertThat(resident()).isLessThan(warm + MOST_GROWTH);
        }
    }

    private static long resident() {
        System.gc();
        return SystemMemory.resident();
    }
}
