package keepsake.memory.vector;

/// One bit per dimension: on which side of the mean a vector lies there.
///
/// With r = vector - mean and s = its signs (+1, -1), a query's product with r is estimated by `factor * (query · s)`,
/// where factor = |r|² / (r · s): exact when query and r point the same way. The idea is RaBitQ's (Gao and Long,
/// 2024), without its random rotation, which embeddings do not need.
final class SignCode {
    private SignCode() {}

    /// Longs that a code takes.
    static int words(int dimensions) {
        return (dimensions + Long.SIZE - 1) / Long.SIZE;
    }

    /// Writes the code of `vector` to `codes[at..]`.
    ///
    /// @return its factor
    static float write(ByteVector vector, float[] mean, long[] codes, int at) {
        byte[] values = vector.values();
        double squares = 0;
        double sum = 0;
        long word = 0;
        for (int i = 0; i < values.length; i++) {
            float rest = values[i] * vector.scale() - mean[i];
            squares += rest * rest;
            sum += Math.abs(rest);
            if (rest > 0) word |= 1L << i;
            if ((i & 63) == 63 || i == values.length - 1) {
                codes[at + (i >> 6)] = word;
                word = 0;
            }
        }
        return sum == 0 ? 0 : (float) (squares / sum);
    }
}
