package keepsake.memory.vector;

/// A vector rounded to signed bytes: dimension i is `scale * values[i]`. Keeps the cosine to about three digits.
@SuppressWarnings("ArrayRecordComponent") // a vector is an array; never compared
record ByteVector(byte[] values, float scale) {

    static ByteVector of(float[] vector) {
        float largest = 0;
        for (float value : vector) largest = Math.max(largest, Math.abs(value));
        byte[] values = new byte[vector.length];
        float scale = largest / Byte.MAX_VALUE;
        if (largest > 0) {
            for (int i = 0; i < vector.length; i++) values[i] = (byte) Math.round(vector[i] / scale);
        }
        return new ByteVector(values, scale);
    }

    /// The cosine with a vector of length 1. Rounding changes the length a little, so it is divided out.
    float cosine(float[] query) {
        float product = 0;
        int squares = 0;
        for (int i = 0; i < values.length; i++) {
            product += values[i] * query[i];
            squares += values[i] * values[i];
        }
        return squares == 0 ? 0 : (float) (product / Math.sqrt(squares));
    }
}
