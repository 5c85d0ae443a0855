package keepsake.runtime.engine;

/// What an answer cost.
///
/// @param promptTokens     tokens of the prompt
/// @param answerTokens     tokens of the answer
/// @param prefillTps       prompt tokens per second
/// @param decodeTps        answer tokens per second
/// @param firstTokenMillis from the request to the first token
/// @param hitRate          share of expert uses found in RAM, 0..1; 1 when nothing is streamed
/// @param mibRead          MiB of experts read from the SSD for this answer
/// @param peakRssMib       largest resident set of the model host so far, MiB
/// @param reusedTokens     tokens of the prompt that did not have to be evaluated
/// @param restoredTokens   how many of those came from the disk
public record GenerationStats(
        int promptTokens,
        int answerTokens,
        double prefillTps,
        double decodeTps,
        long firstTokenMillis,
        double hitRate,
        double mibRead,
        double peakRssMib,
        int reusedTokens,
        int restoredTokens) {

    /// Of an answer whose prompt was evaluated as a whole.
    public GenerationStats(
            int promptTokens,
            int answerTokens,
            double prefillTps,
            double decodeTps,
            long firstTokenMillis,
            double hitRate,
            double mibRead,
            double peakRssMib) {
        this(promptTokens, answerTokens, prefillTps, decodeTps, firstTokenMillis, hitRate, mibRead, peakRssMib, 0, 0);
    }
}
