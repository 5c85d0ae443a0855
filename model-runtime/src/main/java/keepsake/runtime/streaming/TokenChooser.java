package keepsake.runtime.streaming;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.Sampling;
import keepsake.runtime.natives.Samplers;

/// Chooses tokens for one answer: llama.cpp's samplers in the order repetition penalty, top-k, top-p, min-p,
/// temperature, under a grammar if there is one. The grammar sees only the chosen token first, and the whole
/// vocabulary only where it objects: going through a grammar for 150,000 tokens each time would be slower than the
/// model. Threads: one at a time.
final class TokenChooser implements AutoCloseable {
    private static final int PENALTY_WINDOW = 64;
    /// llama.cpp takes this seed for "surprise me".
    private static final int RANDOM_SEED = -1;

    private final NativeModel model;
    private final Samplers samplers;
    private final int vocabularySize;
    private final Samplers.Candidates candidates;
    private final MemorySegment chain;
    private final Optional<MemorySegment> grammar;

    /// @throws EngineException.BadRequest when the grammar does not parse
    TokenChooser(NativeModel model, Sampling sampling, Optional<String> gbnf, Arena arena)
            throws EngineException.BadRequest {
        this.model = model;
        this.samplers = model.cpp().samplers();
        this.vocabularySize = model.cpp().vocabulary().size(model.vocabulary());
        this.grammar = gbnf.isEmpty() ? Optional.empty() : Optional.of(parsed(gbnf.get()));
        this.candidates = new Samplers.Candidates(arena, vocabularySize);
        this.chain = samplers.chain();
        fill(sampling);
    }

    private MemorySegment parsed(String gbnf) throws EngineException.BadRequest {
        MemorySegment sampler = samplers.grammar(model.vocabulary(), gbnf);
        if (sampler.address() == 0) {
            throw new EngineException.BadRequest(
                    "The grammar for this answer could not be understood. It must be GBNF with a rule named root.");
        }
        return sampler;
    }

    private void fill(Sampling sampling) {
        if (sampling.repetitionPenalty() != 1) {
            samplers.addRepetitionPenalty(chain, vocabularySize, PENALTY_WINDOW, (float) sampling.repetitionPenalty());
        }
        if (sampling.temperature() == 0) {
            samplers.addGreedy(chain);
            return;
        }
        if (sampling.topK() > 0) samplers.addTopK(chain, sampling.topK());
        if (sampling.topP() < 1) samplers.addTopP(chain, (float) sampling.topP());
        if (sampling.minP() > 0) samplers.addMinP(chain, (float) sampling.minP());
        samplers.addTemperature(chain, (float) sampling.temperature());
        int seed = Long.hashCode(sampling.seed());
        samplers.addRandom(chain, seed == RANDOM_SEED ? 0 : seed);
    }

    /// The penalty counts the end of the prompt too.
    void remember(int[] prompt) {
        for (int i = Math.max(0, prompt.length - PENALTY_WINDOW); i < prompt.length; i++) {
            samplers.accept(chain, prompt[i]);
        }
    }

    /// The next token after those evaluated.
    ///
    /// @throws EngineException.BadRequest when the grammar allows none
    int choose() throws EngineException.BadRequest {
        MemorySegment logits = model.cpp().llama().logits(model.context(), vocabularySize);
        candidates.fill(logits);
        samplers.apply(chain, candidates);
        int token = candidates.chosen();
        if (grammar.isEmpty()) return token;
        candidates.fill(token);
        samplers.apply(grammar.get(), candidates);
        if (!candidates.ruledOut()) return token;
        candidates.fill(logits);
        samplers.apply(grammar.get(), candidates);
        samplers.apply(chain, candidates);
        if (candidates.ruledOut()) throw new EngineException.BadRequest("The grammar leaves no way to go on.");
        return candidates.chosen();
    }

    /// The token is part of the answer.
    void accept(int token) {
        samplers.accept(chain, token);
        grammar.ifPresent(sampler -> samplers.accept(sampler, token));
    }

    @Override
    public void close() {
        samplers.free(chain);
        grammar.ifPresent(samplers::free);
    }
}
