package keepsake.runtime.streaming;

import java.util.OptionalInt;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.MemoryBudget;

/// What a loaded model's experts get of a budget.
///
/// @param needs       as measured when it was loaded
/// @param expertBytes of all experts
/// @param sharedPages bytes of pages that two experts share, which the cache does not count
/// @param weights     whether they are streamed at all
record Room(MemoryNeeds needs, long expertBytes, long sharedPages, StreamingLoader.Weights weights) {
    private static final long MIB = 1 << 20;

    /// @throws EngineException.BudgetTooSmall naming the smallest that works
    MemoryBudget divide(OptionalInt budgetMib) throws EngineException.BudgetTooSmall {
        return switch (weights) {
            case STREAMED -> needs.divide(budgetMib);
            case MAPPED -> needs.whole();
        };
    }

    /// Bytes for experts as the cache counts them.
    long bytes(MemoryBudget budget) {
        long room = budget.experts() * MIB;
        return room >= expertBytes ? expertBytes : room - sharedPages;
    }
}
