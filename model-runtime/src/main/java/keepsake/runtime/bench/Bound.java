package keepsake.runtime.bench;

import java.util.OptionalDouble;
import keepsake.runtime.engine.ModelInfo;

/// What drive and memory allow, whatever the program: `tokens/s ≤ 1 / max(t_io, t_c)`.
///
/// @param driveBytes    per second that the drive reads
/// @param memoryBytes   per second that the compute threads read from RAM
/// @param decodeTps     t_io: the missed share of a token's experts from the drive; t_c: every byte a token touches
/// from
///                      memory, keys and values included
/// @param prefillTps    for a cold prompt: a batch's tokens for one sweep over all experts; empty without experts
public record Bound(double driveBytes, double memoryBytes, double decodeTps, OptionalDouble prefillTps) {

    static Bound of(Rates rates, FileFacts file, ModelInfo info, double hitRate, BenchRequest request, int batch) {
        double seen = request.promptTokens() + request.generatedTokens() / 2.0;
        OptionalDouble prefill = file.expertBytes() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(batch, request.promptTokens()) * rates.drive() / file.expertBytes());
        return new Bound(rates.drive(), rates.memory(), decodeTps(rates, file, info, hitRate, seen), prefill);
    }

    /// @param seen tokens in the context, on average
    static double decodeTps(Rates rates, FileFacts file, ModelInfo info, double hitRate, double seen) {
        double expertsOfToken =
                info.experts() == 0 ? 0 : (double) file.expertBytes() * info.expertsUsed() / info.experts();
        double keysAndValues = (double) (1 << 20) * info.budget().kv() * seen / info.contextTokens();
        double io = (1 - hitRate) * expertsOfToken / rates.drive();
        double compute = (file.denseBytes() + expertsOfToken + keysAndValues) / rates.memory();
        return 1 / Math.max(io, compute);
    }

    /// @param drive  bytes per second
    /// @param memory bytes per second
    record Rates(double drive, double memory) {}
}
