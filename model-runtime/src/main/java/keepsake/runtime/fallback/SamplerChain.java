package keepsake.runtime.fallback;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.Sampling;

/// llama.cpp's samplers for one answer, in the order repetition penalty, grammar, top-k, top-p, min-p, temperature,
/// choice. Owns the chain.
final class SamplerChain implements AutoCloseable {
    /// Tokens that the repetition penalty looks back at, the prompt's included.
    private static final int LAST_TOKENS = 64;
    /// llama.cpp reads this seed as "any".
    private static final int ANY_SEED = -1;

    private final NativeModel model;
    private final Llama llama;
    private final MemorySegment chain;

    SamplerChain(NativeModel model, GenerationRequest request, int[] prompt) throws EngineException.BadRequest {
        this.model = model;
        this.llama = model.llama();
        this.chain = llama.newChain();
        boolean complete = false;
        try {
            build(request, prompt);
            complete = true;
        } finally {
            if (!complete) close();
        }
    }

    private void build(GenerationRequest request, int[] prompt) throws EngineException.BadRequest {
        Sampling sampling = request.sampling();
        if (sampling.repetitionPenalty() != 1) addPenalty((float) sampling.repetitionPenalty(), prompt);
        if (request.grammar().isPresent()) addGrammar(request.grammar().get());
        if (sampling.temperature() == 0) {
            add(Llama.run(() -> (MemorySegment) llama.greedy.invokeExact()));
            return;
        }
        if (sampling.topK() > 0) add(Llama.run(() -> (MemorySegment) llama.topK.invokeExact(sampling.topK())));
        if (sampling.topP() < 1) {
            add(Llama.run(() -> (MemorySegment) llama.topP.invokeExact((float) sampling.topP(), 1L)));
        }
        if (sampling.minP() > 0) {
            add(Llama.run(() -> (MemorySegment) llama.minP.invokeExact((float) sampling.minP(), 1L)));
        }
        add(Llama.run(() -> (MemorySegment) llama.temperature.invokeExact((float) sampling.temperature())));
        int seed = (int) sampling.seed() == ANY_SEED ? 0 : (int) sampling.seed();
        add(Llama.run(() -> (MemorySegment) llama.distribution.invokeExact(seed)));
    }

    private void addPenalty(float penalty, int[] prompt) {
        MemorySegment sampler =
                Llama.run(() -> (MemorySegment) llama.penalties.invokeExact(LAST_TOKENS, penalty, 0f, 0f));
        add(sampler);
        for (int i = Math.max(0, prompt.length - LAST_TOKENS); i < prompt.length; i++) {
            int token = prompt[i];
            Llama.run(() -> {
                llama.accept.invokeExact(sampler, token);
                return true;
            });
        }
    }

    private void addGrammar(String grammar) throws EngineException.BadRequest {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(grammar);
            MemorySegment root = arena.allocateFrom("root");
            if (!parses(text, root)) {
                throw new EngineException.BadRequest(
                        "The grammar is not valid GBNF, or has no rule named root. Correct it and ask again.");
            }
            add(Llama.run(() -> (MemorySegment) llama.grammar.invokeExact(model.vocab(), text, root)));
        }
    }

    private boolean parses(MemorySegment text, MemorySegment root) {
        MemorySegment parsed = Llama.run(() -> (MemorySegment) llama.parseGrammar.invokeExact(
                model.vocab(), text, root, false, MemorySegment.NULL, 0L, MemorySegment.NULL, 0L));
        if (parsed.equals(MemorySegment.NULL)) return false;
        Llama.run(() -> {
            llama.freeGrammar.invokeExact(parsed);
            return true;
        });
        return true;
    }

    private void add(MemorySegment sampler) {
        Llama.run(() -> {
            llama.addToChain.invokeExact(chain, sampler);
            return true;
        });
    }

    /// Chooses the next token from the logits computed last, and takes note of it.
    int next() {
        return Llama.run(() -> (int) llama.sample.invokeExact(chain, model.context(), -1));
    }

    @Override
    public void close() {
        Llama.run(() -> {
            llama.freeSampler.invokeExact(chain);
            return true;
        });
    }
}
