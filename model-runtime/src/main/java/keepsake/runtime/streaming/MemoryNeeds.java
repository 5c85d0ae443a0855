package keepsake.runtime.streaming;

import java.util.OptionalInt;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.MemoryBudget;
import keepsake.runtime.residency.SystemMemory;

/// What a model needs, in bytes, and how a budget is divided.
///
/// @param model        its name, for messages
/// @param dense        weights that every token needs
/// @param experts      all experts together
/// @param expertsLeast the least room for experts: those of the two largest layers
/// @param kv           keys and values of the context
/// @param scratch      compute buffers, read buffers, embedding rows
/// @param host         the process itself: JVM, libraries, vocabulary
record MemoryNeeds(String model, long dense, long experts, long expertsLeast, long kv, long scratch, long host) {
    private static final long MIB = 1 << 20;
    /// Left to everything else on the computer when nobody has said how much may be used.
    private static final long RESERVE = 512 * MIB;

    MemoryNeeds withMeasured(long measuredDense, long measuredKv, long measuredScratch, long measuredHost) {
        return new MemoryNeeds(model, measuredDense, experts, expertsLeast, measuredKv, measuredScratch, measuredHost);
    }

    private int fixedMib() {
        return mib(dense) + mib(kv) + mib(scratch) + mib(host);
    }

    /// The smallest budget that works, MiB.
    int leastMib() {
        return fixedMib() + mib(expertsLeast);
    }

    /// Divides a budget; what the parts beside the experts leave is theirs, as far as they need it.
    ///
    /// @param budgetMib empty takes what the system can spare
    /// @throws EngineException.BudgetTooSmall naming the smallest that works
    MemoryBudget divide(OptionalInt budgetMib) throws EngineException.BudgetTooSmall {
        int most = fixedMib() + mib(experts);
        int allowed = budgetMib.orElseGet(() -> Math.min(most, spareMib()));
        if (allowed < leastMib()) throw tooSmall(allowed, budgetMib.isPresent());
        int total = budgetMib.isPresent() ? allowed : Math.min(allowed, most);
        int forExperts = Math.min(total - fixedMib(), mib(experts));
        return new MemoryBudget(total, mib(dense), forExperts, mib(kv), mib(scratch), mib(host));
    }

    /// Everything in RAM, whatever the budget.
    MemoryBudget whole() {
        return new MemoryBudget(fixedMib() + mib(experts), mib(dense), mib(experts), mib(kv), mib(scratch), mib(host));
    }

    private EngineException.BudgetTooSmall tooSmall(int allowed, boolean chosen) {
        String sentence = chosen
                ? "“%s” needs a budget of at least %,d MiB, and %,d MiB were allowed. Allow more, or choose a smaller model."
                : "“%s” needs at least %,d MiB of memory, and this computer can spare %,d MiB now. Close other programs, or choose a smaller model.";
        return new EngineException.BudgetTooSmall(sentence.formatted(model, leastMib(), allowed), leastMib());
    }

    private static int spareMib() {
        long spare = SystemMemory.available() + SystemMemory.resident() - RESERVE;
        return (int) Math.max(0, Math.min(spare / MIB, 1 << 24));
    }

    private static int mib(long bytes) {
        return Math.toIntExact((bytes + MIB - 1) / MIB);
    }
}
