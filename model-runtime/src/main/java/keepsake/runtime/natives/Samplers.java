package keepsake.runtime.natives;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// llama.cpp's samplers: small machines that change the scores of candidate tokens, or choose one.
public final class Samplers {
    private final MethodHandle chainInit;
    private final MethodHandle chainAdd;
    private final MethodHandle greedy;
    private final MethodHandle dist;
    private final MethodHandle topK;
    private final MethodHandle topP;
    private final MethodHandle minP;
    private final MethodHandle temperature;
    private final MethodHandle penalties;
    private final MethodHandle grammar;
    private final MethodHandle apply;
    private final MethodHandle accept;
    private final MethodHandle free;

    Samplers(Symbols llama) {
        chainInit = llama.function("llama_sampler_chain_init", ADDRESS, Layouts.SAMPLER_CHAIN_PARAMS);
        chainAdd = llama.procedure("llama_sampler_chain_add", ADDRESS, ADDRESS);
        greedy = llama.function("llama_sampler_init_greedy", ADDRESS);
        dist = llama.function("llama_sampler_init_dist", ADDRESS, JAVA_INT);
        topK = llama.function("llama_sampler_init_top_k", ADDRESS, JAVA_INT);
        topP = llama.function("llama_sampler_init_top_p", ADDRESS, JAVA_FLOAT, JAVA_LONG);
        minP = llama.function("llama_sampler_init_min_p", ADDRESS, JAVA_FLOAT, JAVA_LONG);
        temperature = llama.function("llama_sampler_init_temp", ADDRESS, JAVA_FLOAT);
        penalties = llama.function(
                "llama_sampler_init_penalties", ADDRESS, JAVA_INT, JAVA_INT, JAVA_FLOAT, JAVA_FLOAT, JAVA_FLOAT);
        grammar = llama.function("llama_sampler_init_grammar", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        apply = llama.procedure("llama_sampler_apply", ADDRESS, ADDRESS);
        accept = llama.procedure("llama_sampler_accept", ADDRESS, JAVA_INT);
        free = llama.procedure("llama_sampler_free", ADDRESS);
    }

    /// An empty chain; it owns what is added to it.
    public MemorySegment chain() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = arena.allocate(Layouts.SAMPLER_CHAIN_PARAMS);
            params.set(JAVA_BYTE, 0, (byte) 1);
            return (MemorySegment) chainInit.invokeExact(params);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    public void addGreedy(MemorySegment chain) {
        try {
            chainAdd.invokeExact(chain, (MemorySegment) greedy.invokeExact());
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    public void addRandom(MemorySegment chain, int seed) {
        try {
            chainAdd.invokeExact(chain, (MemorySegment) dist.invokeExact(seed));
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    public void addTopK(MemorySegment chain, int k) {
        try {
            chainAdd.invokeExact(chain, (MemorySegment) topK.invokeExact(k));
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    public void addTopP(MemorySegment chain, float p) {
        try {
            chainAdd.invokeExact(chain, (MemorySegment) topP.invokeExact(p, 1L));
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    public void addMinP(MemorySegment chain, float p) {
        try {
            chainAdd.invokeExact(chain, (MemorySegment) minP.invokeExact(p, 1L));
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    public void addTemperature(MemorySegment chain, float value) {
        try {
            chainAdd.invokeExact(chain, (MemorySegment) temperature.invokeExact(value));
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// Divides the scores of tokens among the last `window` accepted ones.
    public void addRepetitionPenalty(MemorySegment chain, int vocabularySize, int window, float penalty) {
        try {
            chainAdd.invokeExact(chain, (MemorySegment) penalties.invokeExact(vocabularySize, window, penalty, 0f, 0f));
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// A sampler that rules out every token a GBNF grammar (root rule `root`) does not allow next.
    ///
    /// @return null address when the grammar does not parse
    public MemorySegment grammar(MemorySegment vocabulary, String gbnf) {
        try (Arena arena = Arena.ofConfined()) {
            return (MemorySegment)
                    grammar.invokeExact(vocabulary, arena.allocateFrom(gbnf), arena.allocateFrom("root"));
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    public void apply(MemorySegment sampler, Candidates candidates) {
        try {
            apply.invokeExact(sampler, candidates.struct);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    public void accept(MemorySegment sampler, int token) {
        try {
            accept.invokeExact(sampler, token);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    public void free(MemorySegment sampler) {
        try {
            free.invokeExact(sampler);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// Candidate tokens with their scores, in native memory that is used again for every token.
    public static final class Candidates {
        private static final long ENTRY = Layouts.Candidates.ENTRY;

        private final MemorySegment struct;
        private final MemorySegment entries;

        /// @param arena outlives it
        public Candidates(Arena arena, int vocabularySize) {
            struct = arena.allocate(Layouts.Candidates.SIZE, 8);
            entries = arena.allocate(ENTRY * vocabularySize, 8);
        }

        /// The whole vocabulary with these scores.
        public void fill(MemorySegment logits) {
            long count = logits.byteSize() / 4;
            for (long i = 0; i < count; i++) {
                entries.set(JAVA_INT, i * ENTRY + Layouts.Candidates.ENTRY_ID, (int) i);
                entries.set(
                        JAVA_INT,
                        i * ENTRY + Layouts.Candidates.ENTRY_LOGIT,
                        logits.get(JAVA_INT, i * 4)); // the bits of a float
            }
            reset(count);
        }

        /// One token alone, with any score.
        public void fill(int token) {
            entries.set(JAVA_INT, Layouts.Candidates.ENTRY_ID, token);
            entries.set(JAVA_FLOAT, Layouts.Candidates.ENTRY_LOGIT, 1f);
            reset(1);
        }

        private void reset(long count) {
            struct.set(ADDRESS, Layouts.Candidates.DATA, entries);
            struct.set(JAVA_LONG, Layouts.Candidates.COUNT, count);
            struct.set(JAVA_LONG, Layouts.Candidates.SELECTED, -1);
            struct.set(JAVA_BYTE, Layouts.Candidates.SORTED, (byte) 0);
        }

        /// The token that was chosen.
        public int chosen() {
            return entry().get(JAVA_INT, Layouts.Candidates.ENTRY_ID);
        }

        /// Whether the chosen token, or else the first, has been ruled out.
        public boolean ruledOut() {
            return entry().get(JAVA_FLOAT, Layouts.Candidates.ENTRY_LOGIT) == Float.NEGATIVE_INFINITY;
        }

        private MemorySegment entry() {
            long index = Math.max(0, struct.get(JAVA_LONG, Layouts.Candidates.SELECTED));
            return struct.get(ADDRESS, Layouts.Candidates.DATA)
                    .reinterpret((index + 1) * ENTRY)
                    .asSlice(index * ENTRY, ENTRY);
        }
    }
}
