package keepsake.runtime.synthetic;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import keepsake.runtime.gguf.GgmlType;

/// Random weights written straight as quantised blocks, as fast as random bits come: mean 0, a given standard
/// deviation, every field of a block in use. The layouts are those of ggml's `ggml-common.h`.
final class RandomBlocks {
    /// Root mean square of a uniform signed byte.
    private static final double BYTE = 73.9;
    /// Standard deviation of a uniform number of 0 to 15, times the root mean square of one of 0 to 63.
    private static final double Q4_K = 4.61 * 36.5;

    private static final double Q6_K = 18.47 * BYTE;
    /// Root mean square of MXFP4's values 0, ½, 1, 1½, 2, 3, 4, 6.
    private static final double E2M1 = 2.926;

    private final GgmlType type;
    private final double deviation;
    private final SplittableRandom random;

    RandomBlocks(GgmlType type, double deviation, SplittableRandom random) {
        this.type = type;
        this.deviation = deviation;
        this.random = random;
    }

    /// Fills the buffer from 0 to its limit.
    ///
    /// @param bytes little-endian, its limit a multiple of a block
    void fill(ByteBuffer bytes) {
        noise(bytes);
        switch (type) {
            case Q4_K -> heads(bytes, this::q4k);
            case Q6_K -> {
                short scale = Float.floatToFloat16((float) (deviation / Q6_K));
                heads(bytes, (block, at) -> block.putShort(at + 208, scale));
            }
            case Q8_0 -> {
                short scale = Float.floatToFloat16((float) (deviation / BYTE));
                heads(bytes, (block, at) -> block.putShort(at, scale));
            }
            case MXFP4 -> mxfp4(bytes);
            default -> throw new IllegalArgumentException("no random blocks of " + type);
        }
    }

    private void noise(ByteBuffer bytes) {
        int at = 0;
        for (; at + 8 <= bytes.limit(); at += 8) bytes.putLong(at, random.nextLong());
        for (; at < bytes.limit(); at++) bytes.put(at, (byte) random.nextInt());
    }

    private interface Head {
        void write(ByteBuffer block, int at);
    }

    private void heads(ByteBuffer bytes, Head head) {
        for (int at = 0; at < bytes.limit(); at += type.blockBytes()) head.write(bytes, at);
    }

    /// Half-precision scale and minimum, twelve bytes with eight 6-bit scales and eight 6-bit minima, 4-bit weights
    /// `d·scale·q − dmin·min`. Minima equal to the scales, and `dmin = 7.5 d`, make the mean 0.
    private void q4k(ByteBuffer block, int at) {
        double scale = deviation / Q4_K;
        block.putShort(at, Float.floatToFloat16((float) scale));
        block.putShort(at + 2, Float.floatToFloat16((float) (7.5 * scale)));
        block.putInt(at + 8, block.getInt(at + 4));
        int low = block.getInt(at + 12) & 0x0f0f0f0f;
        block.putInt(at + 12, low | low << 4);
    }

    /// An exponent, then 4-bit floats. The deviation lies between two powers of two; the exponents are mixed so that
    /// the mean square is right.
    private void mxfp4(ByteBuffer bytes) {
        double exponent = Math.log(deviation / E2M1) / Math.log(2);
        int lower = (int) Math.floor(exponent);
        double share = (Math.pow(4, exponent - lower) - 1) / 3;
        // The bits of the exponent's place are random already: they decide.
        int most = (int) Math.round(share * 256);
        heads(bytes, (block, at) -> {
            int drawn = Byte.toUnsignedInt(block.get(at));
            block.put(at, (byte) (127 + lower + (drawn < most ? 1 : 0)));
        });
    }
}
