package keepsake.runtime.streaming;

/// How many tokens to evaluate at once, so that an answer can be stopped quickly: llama.cpp looks for a stop between
/// two nodes of its graph, and the time that the longest node takes grows with the tokens. It is measured, because it
/// depends on model and computer; the results do not depend on it ([Batches]). Threads: one at a time.
final class Pace {
    /// A stop is promised within 200 ms; the rest is for the processes to hear of it.
    static final long LONGEST_NODE_NANOS = 180_000_000;

    private final int largest;
    private int most;

    /// @param largest batch that there is scratch for; a multiple of [Batches#GROUP], at least twice [Batches#LEAST]
    Pace(int largest) {
        this.largest = largest;
        this.most =
                largest; // every batch reads nearly all experts once, so small ones cost the most where reading does
    }

    /// Tokens at once, at most; a multiple of [Batches#GROUP], at least twice [Batches#LEAST].
    int most() {
        return most;
    }

    /// A batch was evaluated.
    ///
    /// @param longestNodeNanos 0 when unknown
    void took(int tokens, long longestNodeNanos) {
        if (tokens < Batches.LEAST || longestNodeNanos <= 0) return;
        long fitting = tokens * LONGEST_NODE_NANOS / longestNodeNanos;
        most = (int) Math.max(2 * Batches.LEAST, Math.min(largest, fitting)) / Batches.GROUP * Batches.GROUP;
    }
}
