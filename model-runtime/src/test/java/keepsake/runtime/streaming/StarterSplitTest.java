package keepsake.runtime.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import keepsake.runtime.catalogue.Keep;
import keepsake.runtime.catalogue.LocalModelFolder;
import keepsake.runtime.catalogue.ModelFolder.DownloadListener;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.natives.LlamaCpp;
import keepsake.runtime.streaming.ScoredModel.Comparison;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The starter against the dense model it was cut from. Downloads 1.1 GB into the folder `-Dkeepsake.starter`, so it
/// runs only when asked: `mvn -pl model-runtime test-compile surefire:test@starter -Dkeepsake.starter=FOLDER`.
@Tag("starter")
class StarterSplitTest {
    private static final List<String> QUESTIONS = List.of(
            "What is the capital of France?",
            "Write a Python function that reverses a string.",
            "Explain photosynthesis in two sentences.",
            "What is 17 times 23?",
            "Name three rivers in Germany.",
            "Translate \"good morning\" to Spanish.",
            "What does HTTP stand for?",
            "Give me a recipe for pancakes.",
            "Who wrote Pride and Prejudice?",
            "Sort the numbers 5, 3, 9, 1 in ascending order.");

    /// The down projections were quantised twice, once before and once after the cut; that and rounding explain less.
    private static final double TWICE_QUANTISED = 0.5;

    @Test
    void saysWhatTheDenseModelSays() throws Exception {
        Path folder = Path.of(System.getProperty("keepsake.starter", ""));
        Path split =
                new LocalModelFolder(folder).get("starter", Keep.ORIGINAL_TOO, DownloadListener.NONE, new StopSignal());
        LlamaCpp cpp = LlamaCpp.load();
        try (ScoredModel dense = new ScoredModel(
                        cpp, folder.resolve("starter-dense.gguf"), Long.MAX_VALUE, OptionalInt.empty());
                ScoredModel experts = new ScoredModel(cpp, split, Long.MAX_VALUE, OptionalInt.empty())) {
            Comparison comparison = ScoredModel.compare(dense, experts, QUESTIONS, 48);
            System.out.println("The starter against its dense original: " + comparison);
            assertThat(comparison.meanDistance()).isLessThan(TWICE_QUANTISED);
            assertThat(comparison.otherBest()).isLessThan(comparison.tokens() / 10);
        }
    }
}
