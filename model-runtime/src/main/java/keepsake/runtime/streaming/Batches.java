package keepsake.runtime.streaming;

/// How a prompt is cut into batches so that the results do not depend on the cuts, on the budget or on what was held
/// before. Measured with llama.cpp v0.5.0: a batch of 64 tokens or more runs other attention kernels than a smaller
/// one, and matrix kernels take tokens four at a time and the rest one by one; all else is the same for every cut.
/// So: no batch under 64 tokens unless the whole prompt is, and every cut at a multiple of four.
final class Batches {
    /// Tokens from which the kernels for many tokens are used.
    static final int LEAST = 64;

    /// Tokens that matrix kernels take together.
    static final int GROUP = 4;

    private Batches() {}

    /// Tokens to evaluate next.
    ///
    /// @param remaining tokens of the prompt
    /// @param most      tokens at once; a multiple of [#GROUP], at least twice [#LEAST]
    static int next(int remaining, int most) {
        if (remaining <= most) return remaining;
        return remaining - most >= LEAST ? most : most - LEAST;
    }

    /// Tokens at the beginning of a prompt that need not be evaluated again.
    ///
    /// @param prompt its length
    /// @param common tokens it has in common with what is held
    /// @param held   tokens held that were evaluated as [#next] says and are whole groups
    static int reusable(int prompt, int common, int held) {
        return Math.max(0, Math.min(Math.min(common, held), prompt - LEAST)) / GROUP * GROUP;
    }

    /// Tokens of a prompt that a later one may reuse.
    static int kept(int prompt) {
        return prompt < LEAST ? 0 : prompt / GROUP * GROUP;
    }
}
