package keepsake.runtime.streaming;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntConsumer;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.natives.Llama;
import keepsake.runtime.residency.WeightsLost;

/// Feeds tokens to a context and remembers which it holds, so that the beginning of a prompt that was evaluated
/// before is not evaluated again.
///
/// Answers are not kept, only prompts: kernels round differently for one token and for many ([Batches]), and an answer
/// must not depend on what was asked before. Threads: one at a time.
final class Evaluator {
    private final NativeModel model;
    private final Pace pace;
    private final MemorySegment tokens;
    private int[] held = {};
    private int heldCount;
    private int reusable;

    /// @param batchTokens evaluated at once, at most
    /// @param arena       outlives this
    Evaluator(NativeModel model, int batchTokens, int contextTokens, Arena arena) {
        this.model = model;
        this.pace = new Pace(batchTokens);
        this.tokens = arena.allocate(JAVA_INT, batchTokens);
        this.held = new int[contextTokens];
    }

    /// Tokens in the context.
    int count() {
        return heldCount;
    }

    /// Makes the context hold exactly this prompt.
    ///
    /// @param prompt   not empty, fits the context
    /// @param progress hears how many tokens are done
    /// @return tokens that had to be evaluated; negative when stopped on the way
    int begin(int[] prompt, IntConsumer progress) throws EngineException {
        try {
            model.weights().begin();
        } catch (IOException e) {
            throw failed(e);
        }
        int from = keep(prompt);
        int evaluated = prompt.length - from;
        progress.accept(from);
        for (int at = from; at < prompt.length; ) {
            int count = Batches.next(prompt.length - at, pace.most());
            if (!evaluate(Arrays.copyOfRange(prompt, at, at + count))) return -1;
            at += count;
            progress.accept(at);
        }
        reusable = Batches.kept(prompt.length);
        try {
            model.useWhatIsLeft();
        } catch (IOException e) {
            throw failed(e);
        }
        return evaluated;
    }

    /// How many tokens of a prompt would not have to be evaluated.
    int known(int[] prompt) {
        int common = Arrays.mismatch(held, 0, heldCount, prompt, 0, prompt.length);
        if (common < 0) common = prompt.length;
        return Batches.reusable(prompt.length, common, reusable);
    }

    /// Makes the context hold what it held when a state was taken.
    ///
    /// @return false when the state does not fit; the context is empty then
    boolean restore(int[] tokensOfState, MemorySegment state) {
        clear();
        if (tokensOfState.length > held.length || !model.cpp().states().put(model.context(), state)) {
            clear();
            return false;
        }
        System.arraycopy(tokensOfState, 0, held, 0, tokensOfState.length);
        heldCount = tokensOfState.length;
        reusable = tokensOfState.length;
        return true;
    }

    /// The state of the first tokens.
    ///
    /// @param most  bytes it may have
    /// @param arena owns it
    /// @return empty when the context does not hold these tokens in a way that can be used again
    Optional<MemorySegment> take(int[] beginning, long most, Arena arena) {
        boolean there = beginning.length <= reusable
                && Arrays.equals(held, 0, beginning.length, beginning, 0, beginning.length);
        if (!there || !model.cpp().states().separable(model.model())) return Optional.empty();
        return model.cpp().states().take(model.context(), beginning.length, most, arena);
    }

    /// Forgets what the prompt does not begin with.
    private int keep(int[] prompt) {
        int from = known(prompt);
        if (from > 0 && llama().forgetFrom(model.context(), from)) {
            heldCount = from;
            reusable = from;
            return from;
        }
        clear();
        return 0;
    }

    /// Evaluates tokens after those held.
    ///
    /// @return false when stopped; the context is empty then
    boolean evaluate(int... next) throws EngineException {
        try {
            model.weights().prepare(next);
        } catch (IOException e) {
            throw failed(e);
        }
        MemorySegment.copy(next, 0, tokens, JAVA_INT, 0, next.length);
        int result;
        model.hook().beginEvaluation();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment batch = llama().batch(arena, tokens, next.length);
            result = llama().decode(model.context(), batch);
        }
        GraphHook hook = model.hook();
        if (hook.failure().isPresent()) throw failed(hook.failure().get());
        if (hook.isStopped()) {
            clear();
            return false;
        }
        if (result != 0) {
            throw failed(new IOException(
                    "llama.cpp gave up (" + result + ") " + model.cpp().log().lastError()));
        }
        try {
            model.weights().confirm();
        } catch (IOException e) {
            throw failed(e);
        }
        pace.took(next.length, hook.longestNode());
        System.arraycopy(next, 0, held, heldCount, next.length);
        heldCount += next.length;
        return true;
    }

    /// Forgets all that may have come from what failed.
    private EngineException failed(Throwable cause) {
        clear();
        try {
            model.weights().dropRead();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        String why = cause instanceof WeightsLost said
                ? said.getMessage()
                : "Computing failed (" + cause.getMessage()
                        + "). Ask again; if it happens again, load the model again.";
        return new EngineException.Failed("The answer could not be finished; what you wrote is kept. " + why);
    }

    /// Forgets all tokens.
    void clear() {
        llama().forgetAll(model.context());
        heldCount = 0;
        reusable = 0;
    }

    private Llama llama() {
        return model.cpp().llama();
    }
}
