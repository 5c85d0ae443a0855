package keepsake.memory.vector;

/// A query, rounded to four bits per dimension and laid out as four planes of bits, so that its product with the signs
/// of a code is a few AND and POPCNT. As Lucene's and RaBitQ's asymmetric search does.
final class QueryCode {
    private static final int PLANES = 4;
    private static final int STEPS = (1 << PLANES) - 1;

    private final int words;
    private final long[] planes;
    private final float step;
    private final float least;
    private final float sum;

    QueryCode(float[] query) {
        words = SignCode.words(query.length);
        planes = new long[PLANES * words];
        float low = Float.MAX_VALUE;
        float high = -Float.MAX_VALUE;
        for (float value : query) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        least = low;
        step = high > low ? (high - low) / STEPS : 1;
        long total = 0;
        for (int i = 0; i < query.length; i++) {
            int rounded = Math.clamp(Math.round((query[i] - low) / step), 0, STEPS);
            total += rounded;
            for (int plane = 0; plane < PLANES; plane++) {
                // Words of a plane lie side by side with the same word of the others: one pass over a code needs them
                // all.
                if ((rounded >> plane & 1) != 0) planes[(i >> 6) * PLANES + plane] |= 1L << i;
            }
        }
        sum = low * query.length + step * total;
    }

    int words() {
        return words;
    }

    /// The product of the query with the signs at `codes[at..]`.
    float product(long[] codes, int at) {
        int weighted = 0;
        int set = 0;
        for (int word = 0, plane = 0; word < words; word++, plane += PLANES) {
            long code = codes[at + word];
            set += Long.bitCount(code);
            weighted += Long.bitCount(code & planes[plane])
                    + (Long.bitCount(code & planes[plane + 1]) << 1)
                    + (Long.bitCount(code & planes[plane + 2]) << 2)
                    + (Long.bitCount(code & planes[plane + 3]) << 3);
        }
        return 2 * (least * set + step * weighted) - sum;
    }
}
