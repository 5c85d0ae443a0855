package keepsake.runtime.streaming;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.function.Consumer;
import keepsake.runtime.natives.Layouts;

/// What a layer's router has chosen: the tensor `ffn_moe_topk-<layer>`, ids as I32, one row per token. It is a view of
/// all experts sorted by their scores, so rows are a stride apart, and the ranking goes on behind the chosen ones.
///
/// @param used   experts chosen per token
/// @param tokens of the batch
/// @param stride bytes from one row to the next
/// @param data   address of the first row
record RouterChoice(int layer, int used, int tokens, long stride, long data) {
    private static final MemorySegment RAM = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    /// `ffn_moe_` and `topk` as they lie in memory; the layer's number follows after a dash.
    private static final long FFN_MOE = 0x5f656f6d5f6e6666L;

    private static final int TOPK = 0x6b706f74;
    private static final int LAYER_AT = 13;

    static boolean isOne(long tensor) {
        return RAM.get(JAVA_LONG_UNALIGNED, tensor + Layouts.Tensor.NAME) == FFN_MOE
                && RAM.get(JAVA_INT_UNALIGNED, tensor + Layouts.Tensor.NAME + 8) == TOPK;
    }

    static RouterChoice at(long tensor) {
        return new RouterChoice(
                Integer.parseInt(RAM.getString(tensor + Layouts.Tensor.NAME + LAYER_AT)),
                (int) RAM.get(JAVA_LONG_UNALIGNED, tensor + Layouts.Tensor.NE),
                (int) RAM.get(JAVA_LONG_UNALIGNED, tensor + Layouts.Tensor.NE + 8),
                RAM.get(JAVA_LONG_UNALIGNED, tensor + Layouts.Tensor.NB + 8),
                RAM.get(JAVA_LONG_UNALIGNED, tensor + Layouts.Tensor.DATA));
    }

    long uses() {
        return (long) used * tokens;
    }

    /// Experts of a row whose order is known: all of them where the ids are a view of the sorted scores.
    int ranked() {
        return (int) (stride / Integer.BYTES);
    }

    /// Hands over each token's ranking, best first, in an array that is used again.
    void forEachToken(Consumer<int[]> action) {
        int[] ranking = new int[ranked()];
        for (int row = 0; row < tokens; row++) {
            MemorySegment.copy(RAM, JAVA_INT_UNALIGNED, data + row * stride, ranking, 0, ranking.length);
            action.accept(ranking);
        }
    }

    /// The experts that any token uses.
    BitSet chosen() {
        BitSet chosen = new BitSet();
        for (long row = 0; row < tokens; row++) {
            for (long i = 0; i < used; i++) chosen.set(RAM.get(JAVA_INT_UNALIGNED, data + row * stride + 4 * i));
        }
        return chosen;
    }
}
