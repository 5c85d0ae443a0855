package keepsake.runtime.streaming;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.gguf.GgufFile;
import keepsake.runtime.gguf.GgufReader;
import keepsake.runtime.gguf.GgufValidator;
import keepsake.runtime.natives.LlamaCpp;

/// A model evaluated token by token, its scores open to look at.
final class ScoredModel implements AutoCloseable {
    private static final int CONTEXT = 512;

    private final LlamaCpp cpp;
    private final NativeModel model;
    private final Arena arena = Arena.ofShared();
    private final Evaluator evaluator;
    private final int vocabulary;

    ScoredModel(LlamaCpp cpp, Path file, long room, OptionalInt slicesUsed) throws Exception {
        this.cpp = cpp;
        GgufFile gguf = GgufReader.read(file);
        this.vocabulary = gguf.array("tokenizer.ggml.tokens").orElseThrow().length();
        ModelShape shape = new ModelShape(gguf, GgufValidator.check(gguf), CONTEXT, StreamingLoader.SMALLEST_BATCH);
        this.model = NativeModel.open(
                cpp,
                new StreamedWeights(shape, slicesUsed, StreamingOptions.DEFAULT),
                new NativeModel.ContextSize(CONTEXT, StreamingLoader.SMALLEST_BATCH, 1),
                LoadListener.NONE);
        model.start(Math.min(room, shape.model().expertBytes()), OptionalLong.empty());
        this.evaluator = new Evaluator(model, StreamingLoader.SMALLEST_BATCH, CONTEXT, arena);
    }

    /// The question in ChatML, as both models were trained on it.
    int[] prompt(String question) {
        return cpp.vocabulary()
                .tokensOfPrompt(
                        model.vocabulary(), "<|im_start|>user\n" + question + "<|im_end|>\n<|im_start|>assistant\n");
    }

    void begin(int[] prompt) throws Exception {
        model.hook().begin();
        evaluator.begin(prompt, _ -> {});
    }

    void add(int token) throws Exception {
        assertThat(evaluator.evaluate(token)).isTrue();
    }

    float score(int token) {
        return scores().getAtIndex(JAVA_FLOAT, token);
    }

    int best() {
        MemorySegment scores = scores();
        int best = 0;
        for (int i = 1; i < vocabulary; i++) {
            if (scores.getAtIndex(JAVA_FLOAT, i) > scores.getAtIndex(JAVA_FLOAT, best)) best = i;
        }
        return best;
    }

    long bytesRead() {
        return model.experts().orElseThrow().bytesRead();
    }

    private MemorySegment scores() {
        return cpp.llama().logits(model.context(), vocabulary);
    }

    @Override
    public void close() {
        model.close();
        arena.close();
    }

    /// How far a second model's scores are from the first's, when both read what the first writes.
    ///
    /// @param tokens       compared
    /// @param otherBest    places where the likeliest token is another one
    /// @param widestGap    the most by which the first model preferred its own token at such a place
    /// @param meanDistance of the two scores of the first model's token
    record Comparison(int tokens, int otherBest, double widestGap, double meanDistance) {}

    static Comparison compare(ScoredModel first, ScoredModel second, List<String> questions, int answerTokens)
            throws Exception {
        double distance = 0;
        double widest = 0;
        int tokens = 0;
        int otherBest = 0;
        for (String question : questions) {
            int[] prompt = first.prompt(question);
            first.begin(prompt);
            second.begin(prompt);
            for (int i = 0; i < answerTokens; i++) {
                int token = first.best();
                int other = second.best();
                if (other != token) {
                    otherBest++;
                    widest = Math.max(widest, first.score(token) - first.score(other));
                }
                distance += Math.abs(first.score(token) - second.score(token));
                tokens++;
                first.add(token);
                second.add(token);
            }
        }
        return new Comparison(tokens, otherBest, widest, distance / tokens);
    }
}
