package keepsake.runtime.engine;

/// How the next token is chosen; applied by llama.cpp's samplers in the order repetition penalty, top-k, top-p,
/// min-p, temperature.
///
/// @param temperature       0 takes the most likely token (greedy: the other choices but the penalty are then without
/// effect)
/// @param topK              keep the k likeliest tokens; 0 keeps all
/// @param topP              keep the likeliest tokens up to this share of probability, 0..1; 1 keeps all
/// @param minP              drop tokens less likely than this share of the likeliest one, 0..1; 0 keeps all
/// @param repetitionPenalty divides the score of tokens among the last 64; 1 is none
/// @param seed              of the random choice; the same seed gives the same answer
public record Sampling(double temperature, int topK, double topP, double minP, double repetitionPenalty, long seed) {
    public Sampling {
        require(temperature >= 0 && temperature <= 5, "temperature must be between 0 and 5");
        require(topK >= 0, "top-k must not be negative");
        require(topP >= 0 && topP <= 1, "top-p must be between 0 and 1");
        require(minP >= 0 && minP <= 1, "min-p must be between 0 and 1");
        require(repetitionPenalty > 0 && repetitionPenalty <= 5, "the repetition penalty must be above 0, at most 5");
    }

    /// Always the most likely token.
    public static Sampling greedy() {
        return new Sampling(0, 0, 1, 0, 1, 0);
    }

    /// What a chat uses unless told otherwise.
    public static Sampling chat(long seed) {
        return new Sampling(0.7, 40, 0.9, 0.05, 1.05, seed);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) throw new IllegalArgumentException(sentence);
    }
}
