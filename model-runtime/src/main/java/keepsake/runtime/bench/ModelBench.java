package keepsake.runtime.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.residency.SystemMemory;
import keepsake.runtime.streaming.StreamingLoader;
import keepsake.runtime.streaming.TokenRun;
import keepsake.runtime.streaming.TokenRun.Stats;

/// Measures the streaming engine with a model: a prompt in batches, then tokens one by one. The model runs in this
/// process, so that one memory limit covers everything. Threads: one benchmark at a time.
public final class ModelBench {
    private final BenchRequest request;
    private final LoadListener progress;
    private final StopSignal stop;

    private ModelBench(BenchRequest request, LoadListener progress, StopSignal stop) {
        this.request = request;
        this.progress = progress;
        this.stop = stop;
    }

    /// Runs the benchmark; blocks.
    ///
    /// @param progress hears stages and how far they are
    /// @return empty when stopped
    public static Optional<BenchResult> run(BenchRequest request, LoadListener progress, StopSignal stop)
            throws EngineException {
        return new ModelBench(request, progress, stop).run();
    }

    private Optional<BenchResult> run() throws EngineException {
        FileFacts file = FileFacts.of(request);
        progress.onProgress("measuring the drive", 0, 1);
        double drive = drive();
        Optional<Measured> measured;
        try (TokenRun run = new StreamingLoader().openForTokens(request.load(), progress)) {
            stop.onRaise(run::stop);
            measured = measure(run);
        }
        if (measured.isEmpty() || stop.isRaised()) return Optional.empty();
        // After the model, because the room that this takes is not the model's.
        progress.onProgress("measuring the memory", 0, 1);
        double memory = Bandwidth.ofMemory(Runtime.getRuntime().availableProcessors());
        return Optional.of(measured.get().result(request, file, new Bound.Rates(drive, memory)));
    }

    private double drive() throws EngineException.Failed {
        try {
            return Bandwidth.ofDrive(request.model());
        } catch (IOException e) {
            throw new EngineException.Failed("The model file cannot be read: " + e.getMessage()
                    + ". Check the file and its drive, then measure again.");
        }
    }

    /// What was measured while the model was there.
    private record Measured(
            ModelInfo info,
            int batchTokens,
            boolean forced,
            BenchResult.Traffic prefill,
            long prefillNanos,
            BenchResult.Traffic decode,
            long decodeNanos,
            long peakResident,
            List<Integer> tokens) {

        BenchResult result(BenchRequest request, FileFacts file, Bound.Rates rates) {
            Bound bound = Bound.of(rates, file, info, decode.hitRate(), request, batchTokens);
            return new BenchResult(
                    request,
                    info,
                    file,
                    SystemMemory.cap(),
                    batchTokens,
                    forced,
                    prefill,
                    prefillNanos,
                    decode,
                    decodeNanos,
                    peakResident,
                    bound,
                    tokens);
        }
    }

    private Optional<Measured> measure(TokenRun run) throws EngineException {
        TokenSource.Tokens tokens = request.source().take(run, request.promptTokens(), request.generatedTokens());
        progress.onProgress("prompt", 0, request.promptTokens());
        int[] prompt = tokens.prompt().stream().mapToInt(Integer::intValue).toArray();
        Stats before = run.stats();
        long start = System.nanoTime();
        OptionalInt next = run.prefill(prompt);
        long prefilled = System.nanoTime();
        Stats afterPrompt = run.stats();
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < request.generatedTokens() && next.isPresent(); i++) {
            progress.onProgress("tokens", i, request.generatedTokens());
            next = run.next(tokens.forced() ? tokens.generated().get(i) : next.getAsInt());
            next.ifPresent(chosen::add);
        }
        long done = System.nanoTime();
        if (next.isEmpty()) return Optional.empty();
        return Optional.of(new Measured(
                run.info(),
                run.batchTokens(),
                tokens.forced(),
                BenchResult.Traffic.between(before, afterPrompt),
                prefilled - start,
                BenchResult.Traffic.between(afterPrompt, run.stats()),
                done - prefilled,
                SystemMemory.peakResident(),
                chosen));
    }
}
