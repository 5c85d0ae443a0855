package keepsake.runtime.fallback;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import keepsake.runtime.chat.AnswerText;
import keepsake.runtime.chat.ChatTemplate;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.Generation;
import keepsake.runtime.engine.Generation.Ending;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.GenerationStats;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.fallback.NativeModel.Marks;
import keepsake.runtime.fallback.NativeModel.Outcome;
import keepsake.runtime.residency.SystemMemory;

/// Generates with llama.cpp b4916. The keys and values of a prompt's beginning are kept from one generation to the
/// next.
public final class FallbackEngine implements ChatEngine {
    private final NativeModel model;
    private final ChatTemplate template;
    private final ModelInfo info;
    private final ReentrantLock turn = new ReentrantLock(true);

    /// Raised by close: ends the generation under way. Each generation has its own signal, which follows this one.
    private final StopSignal closing = new StopSignal();

    /// The tokens whose keys and values the context holds.
    private int[] held = new int[0];

    /// How many of them were computed in whole batches of a prompt. Only these are kept for the next one: kernels round
    /// differently for one token and for many, and an answer must not depend on what was asked before.
    private int heldInBatches;

    FallbackEngine(NativeModel model, ChatTemplate template, ModelInfo info) {
        this.model = model;
        this.template = template;
        this.info = info;
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public int countTokens(String text) throws EngineException {
        turn.lock();
        try {
            requireOpen();
            return model.tokenize(text, Marks.TEXT).length;
        } finally {
            turn.unlock();
        }
    }

    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener, StopSignal stop)
            throws EngineException {
        turn.lock();
        try {
            requireOpen();
            return new Run(request, listener, stop).generate();
        } finally {
            turn.unlock();
        }
    }

    private void requireOpen() throws EngineException {
        if (closing.isRaised()) {
            throw new EngineException.Failed("The model was unloaded. Load it again to go on.");
        }
    }

    /// Ends the generation under way, then frees the model.
    @Override
    public void close() {
        closing.raise();
        turn.lock();
        try {
            model.close();
        } finally {
            turn.unlock();
        }
    }

    /// One generation.
    private final class Run {
        private final GenerationRequest request;
        private final GenerationListener listener;
        private final StopSignal stop = new StopSignal();
        private final AnswerText text;
        private final List<Integer> tokens = new ArrayList<>();
        private final long begin = System.nanoTime();
        private int promptTokens;
        private int computedTokens;
        private long firstToken;
        private long prefillEnd;

        Run(GenerationRequest request, GenerationListener listener, StopSignal stop) {
            this.request = request;
            this.listener = listener;
            this.text = new AnswerText(template.stops(), listener::onText);
            stop.onRaise(this.stop::raise);
            closing.onRaise(this.stop::raise);
        }

        Generation generate() throws EngineException {
            int[] prompt = promptOf(request);
            promptTokens = prompt.length;
            if (prompt.length >= info.contextTokens()) {
                throw new EngineException.PromptTooLong("The conversation is " + prompt.length
                        + " tokens long, but this model's context holds " + info.contextTokens()
                        + ". Start a new conversation or shorten the message.");
            }
            try (var sampler = new SamplerChain(model, request, prompt)) {
                Ending ending = read(prompt) == Outcome.STOPPED ? Ending.STOPPED : answer(sampler);
                text.finish();
                return new Generation(text.text(), tokens, ending, stats());
            }
        }

        private Outcome read(int[] prompt) throws EngineException {
            int same = Arrays.mismatch(held, prompt);
            if (same < 0) same = prompt.length;
            // The last token is computed again: its logits begin the answer.
            int whole = Math.min(Math.min(same, prompt.length - 1), heldInBatches);
            int from = model.forgetFrom(whole / FallbackLoader.BATCH * FallbackLoader.BATCH);
            held = Arrays.copyOf(held, from);
            heldInBatches = from;
            computedTokens = prompt.length - from;
            listener.onPrompt(from, prompt.length);
            while (held.length < prompt.length) {
                int end = Math.min(held.length + FallbackLoader.BATCH, prompt.length);
                if (advance(Arrays.copyOfRange(prompt, held.length, end)) == Outcome.STOPPED) return Outcome.STOPPED;
                if (end % FallbackLoader.BATCH == 0) heldInBatches = end;
                listener.onPrompt(end, prompt.length);
            }
            prefillEnd = System.nanoTime();
            return Outcome.DONE;
        }

        private Ending answer(SamplerChain sampler) throws EngineException {
            while (true) {
                if (stop.isRaised()) return Ending.STOPPED;
                int token = sampler.next();
                if (firstToken == 0) firstToken = System.nanoTime();
                if (model.endsGeneration(token)) return Ending.COMPLETE;
                tokens.add(token);
                if (!text.append(model.piece(token))) return Ending.COMPLETE;
                if (tokens.size() >= request.maxTokens()) return Ending.LENGTH;
                if (held.length >= info.contextTokens()) return Ending.CONTEXT;
                if (advance(new int[] {token}) == Outcome.STOPPED) return Ending.STOPPED;
            }
        }

        private Outcome advance(int[] next) throws EngineException {
            int from = held.length;
            if (stop.isRaised()) return Outcome.STOPPED;
            Outcome outcome = model.decode(next, from, stop);
            if (outcome == Outcome.DONE) {
                held = Arrays.copyOf(held, from + next.length);
                System.arraycopy(next, 0, held, from, next.length);
            }
            return outcome;
        }

        private GenerationStats stats() {
            long now = System.nanoTime();
            return new GenerationStats(
                    promptTokens,
                    tokens.size(),
                    prefillEnd == 0 ? 0 : perSecond(computedTokens, prefillEnd - begin),
                    prefillEnd == 0 ? 0 : perSecond(tokens.size(), now - prefillEnd),
                    firstToken == 0 ? 0 : (firstToken - begin) / 1_000_000,
                    1,
                    0,
                    SystemMemory.peakResident() / (double) (1 << 20),
                    prefillEnd == 0 ? 0 : promptTokens - computedTokens,
                    0);
        }
    }

    private int[] promptOf(GenerationRequest request) throws EngineException.BadRequest {
        String prompt = template.render(request.turns())
                .orElseThrow(() -> new EngineException.BadRequest(
                        "This model's chat template does not accept these messages. Start a new conversation."));
        int[] tokens = model.tokenize(prompt, Marks.TEMPLATE);
        // Some templates write the beginning of text themselves; the tokenizer has added it then, too.
        boolean twice = tokens.length > 1 && tokens[0] == model.bos() && tokens[1] == tokens[0];
        return twice ? Arrays.copyOfRange(tokens, 1, tokens.length) : tokens;
    }

    private static double perSecond(int count, long nanos) {
        return nanos <= 0 ? 0 : count * 1e9 / nanos;
    }
}
