package keepsake.runtime.streaming;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalInt;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.residency.ResidentExperts;

/// The streaming engine token by token, without template, sampling or an end: for benchmarks, which must give it the
/// same work every time. Loading, residency and evaluation are those of the chat. It runs in this process.
///
/// Threads: one at a time, except [#stop].
public final class TokenRun implements AutoCloseable {
    private final NativeModel model;
    private final ModelInfo info;
    private final Evaluator evaluator;
    private final int vocabularySize;
    private final float[] scores;
    private final Arena arena = Arena.ofShared();
    private boolean closed;

    /// What residency has done since the model was loaded.
    ///
    /// @param hits       uses of experts that were in RAM
    /// @param misses     uses that had to be read; an expert that a batch uses several times counts once
    /// @param bytesRead  of experts
    /// @param stallNanos time for which computing waited for experts
    public record Stats(long hits, long misses, long bytesRead, long stallNanos) {}

    /// @param model belongs to the run from now on
    TokenRun(NativeModel model, ModelInfo info) {
        this.model = model;
        this.info = info;
        this.evaluator = new Evaluator(model, model.batch(), info.contextTokens(), arena);
        this.vocabularySize = model.cpp().vocabulary().size(model.vocabulary());
        this.scores = new float[vocabularySize];
        model.hook().begin();
    }

    public ModelInfo info() {
        return info;
    }

    /// Tokens of a prompt evaluated at once.
    public int batchTokens() {
        return model.batch();
    }

    /// Token ids are `0..vocabularySize - 1`.
    public int vocabularySize() {
        return vocabularySize;
    }

    /// The tokens of a plain text; nothing is added at its ends.
    public int[] tokensOf(String text) {
        return model.cpp().vocabulary().tokensOfText(model.vocabulary(), text);
    }

    /// Makes the context hold exactly these tokens, in batches as the chat does. What it holds already from an earlier
    /// prompt is kept; [#reset] before makes all of it work.
    ///
    /// @param tokens not empty, at most as many as the context holds
    /// @return the likeliest next token; empty when stopped
    public OptionalInt prefill(int[] tokens) throws EngineException {
        if (tokens.length == 0 || tokens.length > info.contextTokens()) {
            throw new EngineException.BadRequest("The context holds 1 to %,d tokens, and %,d were given."
                    .formatted(info.contextTokens(), tokens.length));
        }
        return evaluator.begin(tokens, done -> {}) < 0 ? OptionalInt.empty() : OptionalInt.of(likeliest());
    }

    /// Evaluates one token after those in the context.
    ///
    /// @return the likeliest next token, which may be one that ends an answer; empty when stopped
    /// @throws EngineException.BadRequest when the context is full
    public OptionalInt next(int token) throws EngineException {
        if (evaluator.count() == info.contextTokens()) {
            throw new EngineException.BadRequest("The context of %,d tokens is full.".formatted(info.contextTokens()));
        }
        return evaluator.evaluate(token) ? OptionalInt.of(likeliest()) : OptionalInt.empty();
    }

    /// The scores of the whole vocabulary after the last token.
    public float[] scores() {
        return scores.clone();
    }

    private int likeliest() {
        MemorySegment logits = model.cpp().llama().logits(model.context(), vocabularySize);
        MemorySegment.copy(logits, JAVA_FLOAT, 0, scores, 0, vocabularySize);
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) best = i;
        }
        return best;
    }

    /// Empties the context. The experts in RAM stay there.
    public void reset() {
        evaluator.clear();
    }

    /// What happened so far.
    public Stats stats() {
        Optional<ResidentExperts> experts = model.experts();
        return experts.isEmpty()
                ? new Stats(0, 0, 0, 0)
                : new Stats(
                        experts.get().hits(),
                        experts.get().misses(),
                        experts.get().bytesRead(),
                        experts.get().stallNanos());
    }

    /// Ends the evaluation soon and refuses all later ones. Threads: any.
    public void stop() {
        model.hook().stop();
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        model.close();
        arena.close();
    }
}
