package keepsake.memory.recall;

import keepsake.memory.index.Traits;

/// What speaks for one memory as an answer to one question; see [Weights] for each.
///
/// @param near    the question's words at hand: 2 · BM25 ÷ √(the most there could be), so that long and short questions
///                are alike
/// @param wide    the same, looking further
/// @param meaning cosine, or [#NO_VECTOR]
/// @param words   how many it has
/// @param traits  bits, see [Traits]
record Evidence(
        double near,
        double wide,
        double meaning,
        double before,
        double around,
        boolean isNamedSpeaker,
        boolean isReply,
        int words,
        int traits,
        boolean asksWhen,
        boolean asksCount) {
    /// What two texts have in common that have nothing in common (the mean over the dialogues set aside).
    static final double NO_VECTOR = 0.45;

    /// Words, on their scale.
    static double words(double bm25, double mass) {
        return mass == 0 ? 0 : 2 * bm25 / Math.sqrt(mass);
    }

    boolean isQuestion() {
        return Traits.has(traits, Traits.QUESTION);
    }

    boolean hasName() {
        return Traits.has(traits, Traits.NAME);
    }

    boolean hasTime() {
        return Traits.has(traits, Traits.TIME);
    }

    boolean hasNumber() {
        return Traits.has(traits, Traits.NUMBER);
    }
}
