package keepsake.app.assistant;

import java.util.concurrent.atomic.AtomicReference;
import keepsake.runtime.engine.GenerationStats;

/// How fast the loaded model reads a prompt on this computer, and so how much of a conversation it may have to read
/// again before its first token. In coarse steps: the window of a conversation must not move because one answer was a
/// little slower than the one before.
///
/// Threads: any.
final class PrefillPace {
    /// A person waits this long for the first token of a conversation they come back to.
    private static final int SECONDS = 20;

    private static final int LEAST = 1024;
    // Too few tokens say more about the start of an evaluation than about its pace.
    private static final int TELLING = 64;

    private final AtomicReference<Double> tokensPerSecond = new AtomicReference<>(Double.POSITIVE_INFINITY);

    /// What an answer showed.
    void saw(GenerationStats stats) {
        int evaluated = stats.promptTokens() - stats.reusedTokens();
        if (evaluated < TELLING || !(stats.prefillTps() > 0)) return;
        tokensPerSecond.updateAndGet(
                before -> Double.isInfinite(before) ? stats.prefillTps() : (before + stats.prefillTps()) / 2);
    }

    /// Tokens, a power of two, at least 1,024; as many as there are before anything was seen.
    int historyTokens() {
        double most = tokensPerSecond.get() * SECONDS;
        if (most >= Integer.MAX_VALUE) return Integer.MAX_VALUE;
        return Math.max(LEAST, Integer.highestOneBit((int) Math.ceil(most)));
    }
}
