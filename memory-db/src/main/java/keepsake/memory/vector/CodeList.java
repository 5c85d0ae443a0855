package keepsake.memory.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Codes with the ids of their rows, in blocks, so that growing copies nothing.
///
/// Threads: one appends, any scan at the same time; a scan sees what was there when it began.
final class CodeList {
    static final int BLOCK = 4096;

    private final int words;
    private final List<Block> blocks = new ArrayList<>();
    private volatile View view = new View(List.of(), 0);

    CodeList(int dimensions) {
        this.words = SignCode.words(dimensions);
    }

    /// @param ids     of rows in `embedding`
    /// @param factors see [SignCode]
    /// @param codes   `words` longs each
    @SuppressWarnings("ArrayRecordComponent") // columns; never compared
    record Block(long[] ids, float[] factors, long[] codes) {}

    /// What a scan sees.
    record View(List<Block> blocks, int size) {
        int rows(int block) {
            return Math.min(BLOCK, size - block * BLOCK);
        }
    }

    int words() {
        return words;
    }

    View view() {
        return view;
    }

    int size() {
        return view.size();
    }

    void append(long id, ByteVector vector, float[] mean) {
        Block block = lastBlock();
        int row = view.size() % BLOCK;
        block.ids[row] = id;
        block.factors[row] = SignCode.write(vector, mean, block.codes, row * words);
        publish(view.size() + 1);
    }

    /// A whole block as it was read from a file; the last may hold fewer rows.
    void append(Block block, int rows) {
        if (view.size() % BLOCK != 0) throw new IllegalStateException("the block before is not full");
        blocks.add(block);
        publish(view.size() + rows);
    }

    Block emptyBlock() {
        return new Block(new long[BLOCK], new float[BLOCK], new long[BLOCK * words]);
    }

    private Block lastBlock() {
        if (view.size() == blocks.size() * BLOCK) blocks.add(emptyBlock());
        return blocks.getLast();
    }

    private void publish(int size) {
        View now = view;
        view = new View(now.blocks().size() == blocks.size() ? now.blocks() : List.copyOf(blocks), size);
    }

    /// Offers the rows of some blocks to `best`; ends early when `stop` says so, which it is asked once per block.
    static void scan(View view, int from, int to, QueryCode query, Shortlist best, BooleanSupplier stop) {
        int words = query.words();
        for (int b = from; b < to && !stop.getAsBoolean(); b++) {
            Block block = view.blocks().get(b);
            int rows = view.rows(b);
            float bar = best.bar();
            for (int row = 0, at = 0; row < rows; row++, at += words) {
                float score = block.factors[row] * query.product(block.codes, at);
                if (score > bar) {
                    best.add(block.ids[row], score);
                    bar = best.bar();
                }
            }
        }
    }
}
