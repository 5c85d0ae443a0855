package keepsake.runtime.streaming;

import java.nio.file.Path;
import keepsake.runtime.engine.BudgetPreview;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.gguf.GgufFile;
import keepsake.runtime.gguf.GgufReader;
import keepsake.runtime.gguf.GgufValidator;
import keepsake.runtime.gguf.ModelDescription;
import keepsake.runtime.residency.SystemMemory;

/// What budgets would mean for a model, by the same rules that [StreamingLoader] applies. Reads metadata only.
public final class BudgetEstimate {
    private static final long MIB = 1 << 20;

    /// A fresh host before it loads: resident set and what heap and code may grow by; a round figure on the large side.
    private static final long FRESH_HOST = 80 * MIB;

    /// Left to everything else, as when a budget is sized.
    private static final long RESERVE = 512 * MIB;

    private BudgetEstimate() {}

    /// @param heldMib what the model host that is there now holds and would give back first
    /// @throws EngineException.BadModel when the file is no usable model
    public static BudgetPreview of(Path model, int heldMib) throws EngineException.BadModel {
        GgufFile file = GgufReader.read(model);
        ModelDescription described = GgufValidator.check(file);
        int trained = described.contextLength();
        int context = trained == 0 ? LoadRequest.DEFAULT_CONTEXT : Math.min(LoadRequest.DEFAULT_CONTEXT, trained);
        MemoryNeeds needs =
                new ModelShape(file, described, context, StreamingLoader.SMALLEST_BATCH).needs(FRESH_HOST, 0);
        double used = described.hasExperts() ? (double) described.expertUsedCount() / described.expertCount() : 0;
        long spare = SystemMemory.available() - RESERVE;
        return new BudgetPreview(
                described.name(),
                mib(needs.dense()),
                mib(needs.kv()),
                mib(needs.scratch()),
                mib(needs.host()),
                mib(needs.experts()),
                used * needs.experts() / MIB,
                needs.leastMib(),
                (int) Math.max(0, Math.min(spare / MIB + heldMib, 1 << 24)));
    }

    private static int mib(long bytes) {
        return Math.toIntExact((bytes + MIB - 1) / MIB);
    }
}
