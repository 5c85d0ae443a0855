package keepsake.app.assistant;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.DecodeCost;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.engine.Generation;
import keepsake.runtime.engine.Generation.Ending;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.GenerationStats;
import keepsake.runtime.engine.MemoryBudget;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.engine.StopSignal;

/// An engine at the seam: says what a test wants, one word per token, and records what it was asked.
public final class ScriptedEngine implements ChatEngine {
    private final List<GenerationRequest> asked = new ArrayList<>();
    private final List<String> words;
    private final Optional<EngineException> ending;
    private final int contextTokens;
    private boolean closed;

    private ScriptedEngine(List<String> words, Optional<EngineException> ending, int contextTokens) {
        this.words = words;
        this.ending = ending;
        this.contextTokens = contextTokens;
    }

    public static ScriptedEngine saying(String... words) {
        return new ScriptedEngine(List.of(words), Optional.empty(), 4096);
    }

    /// Says the words, then fails.
    public static ScriptedEngine failing(EngineException problem, String... words) {
        return new ScriptedEngine(List.of(words), Optional.of(problem), 4096);
    }

    public ScriptedEngine withContext(int tokens) {
        return new ScriptedEngine(words, ending, tokens);
    }

    public EngineLoader loader() {
        return (request, progress) -> {
            progress.onProgress("reading weights", 1, 2);
            return this;
        };
    }

    public List<GenerationRequest> asked() {
        return asked;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public ModelInfo info() {
        return new ModelInfo(
                EngineKind.FALLBACK,
                "script",
                "scripted",
                "Script",
                Path.of("script.gguf"),
                contextTokens,
                1,
                0,
                0,
                new MemoryBudget(1, 1, 0, 0, 0, 0),
                5,
                Optional.empty());
    }

    @Override
    public int countTokens(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }

    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener, StopSignal stop)
            throws EngineException {
        asked.add(request);
        listener.onPrompt(1, 1);
        StringBuilder said = new StringBuilder();
        for (String word : words) {
            if (stop.isRaised()) return made(said, Ending.STOPPED);
            said.append(word);
            listener.onText(word);
        }
        if (ending.isPresent()) throw ending.get();
        return made(said, stop.isRaised() ? Ending.STOPPED : Ending.COMPLETE);
    }

    private static Generation made(StringBuilder said, Ending ending) {
        List<Integer> tokens = IntStream.range(0, said.length()).boxed().toList();
        return new Generation(
                said.toString(), tokens, ending, new GenerationStats(3, 2, 10, 5, 7, 1, 0, 64, DecodeCost.NONE));
    }

    @Override
    public void close() {
        closed = true;
    }
}
