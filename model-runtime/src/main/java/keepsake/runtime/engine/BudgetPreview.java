package keepsake.runtime.engine;

import java.util.Optional;

/// What budgets would mean for a model, told from its metadata before anything is loaded. The numbers err on the large
/// side by some MiB; after loading, [ModelInfo#budget] has the true ones.
///
/// @param model              its name
/// @param dense              weights that every token needs, MiB
/// @param kv                 keys and values of the context, MiB
/// @param scratch            compute buffers, read buffers, MiB
/// @param host               the host process itself, MiB
/// @param experts            all experts together, MiB; 0 for a dense model
/// @param expertMibPerToken  MiB of experts that one token uses
/// @param leastMib           the smallest budget that works
/// @param spareMib           what this computer can spare now for the model host
public record BudgetPreview(
        String model,
        int dense,
        int kv,
        int scratch,
        int host,
        int experts,
        double expertMibPerToken,
        int leastMib,
        int spareMib) {

    private int fixedMib() {
        return dense + kv + scratch + host;
    }

    /// With so much, every expert fits; more is of no use.
    public int mostMib() {
        return fixedMib() + experts;
    }

    /// What is taken when nobody chooses. May be less than the smallest that works: then there is too little memory.
    public int automaticMib() {
        return Math.min(mostMib(), spareMib);
    }

    /// How a budget would be divided; empty when it is too small.
    public Optional<MemoryBudget> divide(int budgetMib) {
        if (budgetMib < leastMib) return Optional.empty();
        int forExperts = Math.min(budgetMib - fixedMib(), experts);
        return Optional.of(new MemoryBudget(budgetMib, dense, forExperts, kv, scratch, host));
    }

    /// The share of the experts that room for them of this size holds, 0..1; 1 for a dense model.
    public double share(MemoryBudget budget) {
        return experts == 0 ? 1 : Math.clamp((double) budget.experts() / experts, 0, 1);
    }
}
