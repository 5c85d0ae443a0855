package keepsake.runtime.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.gguf.TinyModels;
import keepsake.runtime.streaming.TokenRun.Stats;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenRunTest {
    private static final int[] PROMPT = IntStream.range(300, 440).toArray();

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void writeAModel() throws Exception {
        model = TinyModels.olmoe(folder.resolve("olmoe.gguf"), 3);
    }

    private TokenRun open(StreamingLoader loader) throws EngineException {
        return loader.openForTokens(LoadRequest.of(model), LoadListener.NONE);
    }

    private static List<Integer> greedy(TokenRun run, int count) throws EngineException {
        List<Integer> tokens = new ArrayList<>();
        run.reset();
        int token = run.prefill(PROMPT).orElseThrow();
        for (int i = 0; i < count; i++) {
            tokens.add(token);
            token = run.next(token).orElseThrow();
        }
        return tokens;
    }

    @Test
    void theSameTokensComeForEveryBudgetAndAfterAReset() throws Exception {
        long layer = 16L * 3 * 4 * 128 * 64;
        try (TokenRun roomy = open(new StreamingLoader());
                TokenRun tight = open(StreamingLoader.with(StreamingOptions.DEFAULT.withExpertBytes(layer)))) {
            List<Integer> expected = greedy(roomy, 30);
            assertThat(greedy(roomy, 30)).isEqualTo(expected);
            assertThat(greedy(tight, 30)).isEqualTo(expected);
            assertThat(tight.stats().misses()).isGreaterThan(roomy.stats().misses());
        }
    }

    @Test
    void usesAndReadsAreCounted() throws Exception {
        try (TokenRun run = open(new StreamingLoader())) {
            run.prefill(PROMPT);
            Stats before = run.stats();
            assertThat(before.bytesRead()).isPositive();
            run.next(300);
            Stats after = run.stats();
            assertThat(after.hits() + after.misses() - before.hits() - before.misses())
                    .as("4 layers, 4 experts used")
                    .isEqualTo(16);
        }
    }

    @Test
    void aResetMakesAllTheWorkAgain() throws Exception {
        try (TokenRun run = open(new StreamingLoader())) {
            run.prefill(PROMPT);
            long uses = run.stats().hits() + run.stats().misses();
            run.prefill(PROMPT);
            long reused = run.stats().hits() + run.stats().misses() - uses;
            run.reset();
            run.prefill(PROMPT);
            long whole = run.stats().hits() + run.stats().misses() - uses - reused;
            assertThat(whole).isGreaterThan(reused);
        }
    }

    @Test
    void scoresAreThereForTheWholeVocabulary() throws Exception {
        try (TokenRun run = open(new StreamingLoader())) {
            int likeliest = run.prefill(run.tokensOf("the sea and the river")).orElseThrow();
            float[] scores = run.scores();
            assertThat(scores).hasSize(run.vocabularySize());
            for (float score : scores) assertThat(score).isLessThanOrEqualTo(scores[likeliest]);
        }
    }

    @Test
    void aFullContextAndAnEmptyPromptAreRefused() throws Exception {
        LoadRequest small = new LoadRequest(model, Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), 256);
        try (TokenRun run = new StreamingLoader().openForTokens(small, LoadListener.NONE)) {
            assertThatThrownBy(() -> run.prefill(new int[0])).isInstanceOf(EngineException.BadRequest.class);
            assertThatThrownBy(() -> run.prefill(new int[257])).isInstanceOf(EngineException.BadRequest.class);
            run.prefill(new int[256]);
            assertThatThrownBy(() -> run.next(5)).isInstanceOf(EngineException.BadRequest.class);
        }
    }

    @Test
    void stoppedItGoesNoFurther() throws Exception {
        try (TokenRun run = open(new StreamingLoader())) {
            run.prefill(PROMPT);
            run.stop();
            assertThat(run.next(300)).isEmpty();
            assertThat(run.prefill(PROMPT)).isEmpty();
        }
    }
}
