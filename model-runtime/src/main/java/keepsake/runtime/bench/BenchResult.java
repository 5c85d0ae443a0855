package keepsake.runtime.bench;

import java.util.List;
import java.util.OptionalLong;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.streaming.TokenRun;

/// What a benchmark measured.
///
/// @param capBytes         of the tightest memory control group this process is in
/// @param forced           the generated tokens were given, not chosen by the model
/// @param prefill          what residency did for the prompt
/// @param prefillNanos     until the first choice was known
/// @param decode           what residency did for the generated part
/// @param decodeNanos      of the generated part
/// @param peakResident     bytes, of the whole process
/// @param tokens           the model's choice after each evaluated token of the generated part; the same for every
///                         budget
public record BenchResult(
        BenchRequest request,
        ModelInfo info,
        FileFacts file,
        OptionalLong capBytes,
        int batchTokens,
        boolean forced,
        Traffic prefill,
        long prefillNanos,
        Traffic decode,
        long decodeNanos,
        long peakResident,
        Bound bound,
        List<Integer> tokens) {
    private static final double NANOS = 1e9;

    /// What residency did meanwhile.
    ///
    /// @param hits       uses of experts that were in RAM
    /// @param misses     uses that had to be read
    /// @param bytesRead  of experts
    /// @param stallNanos time the computation waited for experts
    public record Traffic(long hits, long misses, long bytesRead, long stallNanos) {
        static Traffic between(TokenRun.Stats before, TokenRun.Stats after) {
            return new Traffic(
                    after.hits() - before.hits(),
                    after.misses() - before.misses(),
                    after.bytesRead() - before.bytesRead(),
                    after.stallNanos() - before.stallNanos());
        }

        /// Share of uses found in RAM, 0 to 1; 1 when nothing was used.
        public double hitRate() {
            return hits + misses == 0 ? 1 : (double) hits / (hits + misses);
        }
    }

    public double prefillTps() {
        return request.promptTokens() * NANOS / Math.max(1, prefillNanos);
    }

    public double decodeTps() {
        return request.generatedTokens() * NANOS / Math.max(1, decodeNanos);
    }

    /// How much of what is possible was reached, 0 to 1.
    public double boundFraction() {
        return decodeTps() / bound.decodeTps();
    }
}
