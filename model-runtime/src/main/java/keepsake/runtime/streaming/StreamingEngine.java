package keepsake.runtime.streaming;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import keepsake.runtime.chat.AnswerText;
import keepsake.runtime.chat.ChatTemplate;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.ChatTurn;
import keepsake.runtime.engine.DecodeCost;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.Generation;
import keepsake.runtime.engine.Generation.Ending;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.GenerationStats;
import keepsake.runtime.engine.MemoryBudget;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.engine.RoutingLocality;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.natives.Vocabulary;
import keepsake.runtime.residency.ExpertCache;
import keepsake.runtime.residency.ResidentExperts;
import keepsake.runtime.residency.SystemMemory;
import keepsake.runtime.saved.ExpertUse;

/// Answers with a model of llama.cpp whose experts are read from the SSD when they are needed. The same request
/// gives the same tokens whatever the budget. Threads: any; one generation at a time.
final class StreamingEngine implements ChatEngine {
    private static final double NANOS = 1e9;
    private static final double NANOS_OF_MILLI = 1e6;
    private static final double MIB = 1 << 20;

    private final NativeModel model;
    private volatile ModelInfo info;
    private final Room room;
    private final ChatTemplate template;
    private final Vocabulary words;
    private final MemorySegment vocabulary;
    private final Evaluator evaluator;
    private final Arena arena = Arena.ofShared();
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Optional<BetweenRuns> kept;
    private final Optional<SavedBeginnings> beginnings;
    private final Optional<SavedUse> use;
    private final Optional<WarmStart> warmStart;
    private volatile boolean closing;
    private boolean closed;

    /// @param model belongs to the engine from now on
    /// @param kept for the next run, if anything; closed with the engine
    StreamingEngine(NativeModel model, ModelInfo info, ChatTemplate template, Room room, Optional<BetweenRuns> kept) {
        this.model = model;
        this.info = info;
        this.template = template;
        this.room = room;
        this.words = model.cpp().vocabulary();
        this.vocabulary = model.vocabulary();
        this.evaluator = new Evaluator(model, model.batch(), info.contextTokens(), arena);
        this.kept = kept;
        long most = (long) info.budget().total() << 20;
        this.beginnings = kept.map(between -> new SavedBeginnings(between, evaluator, turn, () -> closed, most));
        this.use = model.experts()
                .flatMap(_ -> kept)
                .map(between -> new SavedUse(between, model.hook(), turn, info.layers(), info.experts()));
        this.warmStart = use.map(uses -> new WarmStart(() -> seeded(uses.earlier()), this::warm, turn));
        warmStart.ifPresent(warm -> kept.orElseThrow().run(warm::run));
    }

    /// Tells the cache what earlier runs used; else it would drop first what was read before anybody asked.
    private List<ExpertCache.Key> seeded(ExpertUse earlier) {
        List<ExpertCache.Key> ranked = earlier.ranked();
        turn.lock();
        try {
            if (closed) return List.of();
            ranked.forEach(key -> model.experts().orElseThrow().seed(key, earlier.uses(key)));
        } finally {
            turn.unlock();
        }
        return ranked;
    }

    private boolean warm(ExpertCache.Key expert) throws IOException {
        return !closed && model.experts().orElseThrow().warm(expert);
    }

    /// Waits until what runs beside the answers is done; for tests.
    ///
    /// @return experts read before anybody asked
    int awaitIdle() {
        kept.ifPresent(BetweenRuns::await);
        return warmStart.map(WarmStart::read).orElse(0);
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
            return words.tokensOfText(vocabulary, text).length;
        } finally {
            turn.unlock();
        }
    }

    @Override
    public Optional<RoutingLocality> locality() throws EngineException {
        turn.lock();
        try {
            requireOpen();
            return model.experts().flatMap(experts -> experts.recent().locality());
        } finally {
            turn.unlock();
        }
    }

    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener, StopSignal stop)
            throws EngineException {
        warmStart.ifPresent(WarmStart::giveWay);
        turn.lock();
        try {
            AtomicBoolean ending = model.hook().begin();
            requireOpen();
            stop.onRaise(() -> ending.set(true));
            return new Turn(request, listener).run();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public ModelInfo resize(OptionalInt budgetMib) throws EngineException {
        turn.lock();
        try {
            requireOpen();
            MemoryBudget budget = room.divide(budgetMib);
            model.resize(room.bytes(budget), OptionalLong.of((long) budget.total() << 20));
            info = info.with(budget);
            return info;
        } catch (IOException e) {
            throw new EngineException.Failed("The memory budget could not be changed: " + e.getMessage());
        } finally {
            turn.unlock();
        }
    }

    @Override
    public long steps() {
        return model.hook().nodes() + model.weights().piecesRead();
    }

    private void requireOpen() throws EngineException {
        if (closing) throw new EngineException.Failed("The model was unloaded. Load it again to go on.");
    }

    @Override
    public void close() {
        closing = true;
        model.hook().stop();
        warmStart.ifPresent(WarmStart::giveWay);
        use.ifPresent(uses -> kept.orElseThrow().run(uses::write));
        kept.ifPresent(BetweenRuns::close);
        turn.lock();
        try {
            if (closed) return;
            closed = true;
            model.close();
            arena.close();
        } finally {
            turn.unlock();
        }
    }

    private int[] promptTokens(GenerationRequest request) throws EngineException {
        String prompt = template.render(request.turns())
                .orElseThrow(() -> new EngineException.BadRequest(
                        "This model's chat template does not accept these messages. Start a new conversation."));
        int[] tokens = words.tokensOfPrompt(vocabulary, prompt);
        if (tokens.length == 0) throw new EngineException.BadRequest("There is nothing to answer.");
        if (tokens.length >= info.contextTokens()) {
            throw new EngineException.PromptTooLong(
                    "The conversation is %,d tokens long and the model's context holds %,d, so there is no room for an answer. Shorten the message, or start a new conversation."
                            .formatted(tokens.length, info.contextTokens()));
        }
        return tokens;
    }

    /// How many tokens of the prompt are those of its stable turns: as many as it has in common with a prompt that goes
    /// on in another way after them. This asks template and tokenizer where the border is instead of knowing them.
    private int stableTokens(GenerationRequest request, int[] prompt) {
        if (kept.isEmpty() || request.stableTurns() == 0) return 0;
        List<ChatTurn> turns = request.turns();
        int stable = request.stableTurns();
        String next = stable < turns.size() ? turns.get(stable).text() : "";
        List<ChatTurn> other = new ArrayList<>(turns.subList(0, stable));
        other.add(new ChatTurn(ChatTurn.Speaker.USER, next.startsWith("0") ? "1" : "0"));
        return template.render(other)
                .map(text -> Arrays.mismatch(words.tokensOfPrompt(vocabulary, text), prompt))
                .map(common -> common < 0 ? 0 : common)
                .orElse(0);
    }

    /// What residency has done since the model was loaded.
    private record Traffic(long hits, long misses, long bytesRead, long stallNanos) {
        static Traffic of(Optional<ResidentExperts> experts) {
            return experts.map(e -> new Traffic(e.hits(), e.misses(), e.bytesRead(), e.stallNanos()))
                    .orElse(new Traffic(0, 0, 0, 0));
        }

        Traffic since(Traffic before) {
            return new Traffic(
                    hits - before.hits,
                    misses - before.misses,
                    bytesRead - before.bytesRead,
                    stallNanos - before.stallNanos);
        }

        double hitRate() {
            return hits + misses == 0 ? 1 : (double) hits / (hits + misses);
        }
    }

    /// One request being answered.
    private final class Turn {
        private final GenerationRequest request;
        private final GenerationListener listener;
        private final long start = System.nanoTime();
        private final Traffic atStart = Traffic.of(model.experts());
        private Traffic atFirstToken = atStart;
        private final List<Integer> answer = new ArrayList<>();
        private final AnswerText text;
        private int promptTokens;
        private int reusedTokens;
        private int restoredTokens;
        private double prefillTps;
        private long firstToken;
        private long lastToken;

        Turn(GenerationRequest request, GenerationListener listener) {
            this.request = request;
            this.listener = listener;
            this.text = new AnswerText(template.stops(), listener::onText);
        }

        Generation run() throws EngineException {
            int[] prompt = promptTokens(request);
            promptTokens = prompt.length;
            int stable = stableTokens(request, prompt);
            use.ifPresent(SavedUse::begin);
            if (stable > 0) restoredTokens = beginnings.orElseThrow().restore(prompt);
            try (Arena ofTurn = Arena.ofConfined();
                    TokenChooser chooser = new TokenChooser(model, request.sampling(), request.grammar(), ofTurn)) {
                int evaluated = evaluator.begin(prompt, done -> listener.onPrompt(done, prompt.length));
                if (evaluated < 0) return finished(Ending.STOPPED);
                reusedTokens = prompt.length - evaluated;
                prefillTps = evaluated / seconds(start, System.nanoTime());
                chooser.remember(prompt);
                Generation made = finished(answer(chooser));
                if (stable > 0) beginnings.orElseThrow().keepLater(Arrays.copyOf(prompt, stable));
                use.ifPresent(SavedUse::answered);
                return made;
            }
        }

        private Ending answer(TokenChooser chooser) throws EngineException {
            while (true) {
                int token = chooser.choose();
                lastToken = System.nanoTime();
                if (answer.isEmpty()) {
                    firstToken = lastToken;
                    atFirstToken = Traffic.of(model.experts());
                }
                if (words.endsGeneration(vocabulary, token)) return Ending.COMPLETE;
                chooser.accept(token);
                answer.add(token);
                if (!text.append(words.bytesOf(vocabulary, token))) return Ending.COMPLETE;
                if (model.hook().isStopped()) return Ending.STOPPED;
                if (answer.size() == request.maxTokens()) return Ending.LENGTH;
                if (evaluator.count() == info.contextTokens()) return Ending.CONTEXT;
                if (!evaluator.evaluate(token)) return Ending.STOPPED;
            }
        }

        private Generation finished(Ending ending) {
            text.finish();
            return new Generation(text.text(), answer, ending, stats());
        }

        private GenerationStats stats() {
            Traffic now = Traffic.of(model.experts());
            Traffic all = now.since(atStart);
            Traffic decode = now.since(atFirstToken);
            int steps = Math.max(0, answer.size() - 1);
            return new GenerationStats(
                    promptTokens,
                    answer.size(),
                    prefillTps,
                    steps == 0 ? 0 : steps / seconds(firstToken, lastToken),
                    firstToken == 0 ? 0 : (firstToken - start) / 1_000_000,
                    all.hitRate(),
                    all.bytesRead() / MIB,
                    SystemMemory.peakResident() / MIB,
                    steps == 0
                            ? DecodeCost.NONE
                            : new DecodeCost(
                                    decode.hitRate(),
                                    decode.bytesRead() / MIB / steps,
                                    decode.stallNanos() / NANOS_OF_MILLI / steps),
                    reusedTokens,
                    restoredTokens);
        }

        private static double seconds(long from, long to) {
            return Math.max(1, to - from) / NANOS;
        }
    }
}
