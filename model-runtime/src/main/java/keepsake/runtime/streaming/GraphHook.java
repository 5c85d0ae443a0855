package keepsake.runtime.streaming;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import keepsake.runtime.natives.ContextSettings;
import keepsake.runtime.natives.Symbols;
import keepsake.runtime.residency.ResidentExperts;
import keepsake.runtime.saved.ExpertUse;

/// Listens while llama.cpp computes: when a layer's router has chosen, the chosen experts are made resident before
/// they are computed with; and a stop or a failure ends the evaluation. Its callbacks run on the thread that
/// evaluates and never throw.
final class GraphHook {
    private Optional<ResidentExperts> experts = Optional.empty();
    private Optional<ExpertUse> use = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();
    private volatile AtomicBoolean stopped = new AtomicBoolean();

    /// Has llama.cpp call us.
    void attach(ContextSettings settings, Arena arena) {
        MethodHandles.Lookup own = MethodHandles.lookup();
        FunctionDescriptor onNode = FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_BOOLEAN, ADDRESS);
        settings.onNode(Symbols.upcall(own, this, "onNode", onNode, arena));
        settings.abort(Symbols.upcall(own, this, "abort", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS), arena));
    }

    void serve(ResidentExperts resident) {
        experts = Optional.of(resident);
    }

    /// Has uses counted from now on; not while all experts are in RAM, when nothing is asked.
    void countUses(ExpertUse counts) {
        use = Optional.of(counts);
    }

    /// Begins an answer without stop or failure.
    ///
    /// @return set it to end this answer soon, and no other; from any thread
    AtomicBoolean begin() {
        failure = Optional.empty();
        AtomicBoolean fresh = new AtomicBoolean();
        stopped = fresh;
        return fresh;
    }

    /// Ends the current answer soon. Threads: any.
    void stop() {
        stopped.set(true);
    }

    boolean isStopped() {
        return stopped.get();
    }

    /// Why the evaluation could not go on.
    Optional<Throwable> failure() {
        return failure;
    }

    @SuppressWarnings("unused") // called by llama.cpp before each node
    private boolean abort(MemorySegment ignored) {
        return stopped.get() || failure.isPresent();
    }

    /// Called for every node, before (ask) and after it is computed. Only the routers' choices are of interest.
    @SuppressWarnings("unused")
    private boolean onNode(MemorySegment tensor, boolean ask, MemorySegment ignored) {
        try {
            return ask ? isChoice(tensor.address()) : onChoice(tensor.address());
        } catch (Throwable t) { // an exception here would end the process: it is thrown when the evaluation has ended
            failure = Optional.of(t);
            return false;
        }
    }

    private boolean isChoice(long tensor) {
        if (experts.isEmpty() || !RouterChoice.isOne(tensor)) return false;
        if (!experts.get().complete()) return true;
        experts.get().countHits(RouterChoice.at(tensor).uses()); // nothing to wait for: the graph runs on
        return false;
    }

    private boolean onChoice(long tensor) throws IOException {
        RouterChoice choice = RouterChoice.at(tensor);
        ResidentExperts resident = experts.orElseThrow();
        choice.forEachToken(ranking -> {
            resident.observe(choice.layer(), ranking, choice.ranked(), choice.used());
            count(choice, ranking);
        });
        if (!resident.require(choice.layer(), choice.chosen(), this::isStopped)) return false;
        if (choice.tokens() > 1) resident.expectAll(choice.layer() + 1);
        return true;
    }

    private void count(RouterChoice choice, int[] ranking) {
        if (use.isEmpty()) return;
        for (int i = 0; i < choice.used(); i++) use.get().count(choice.layer(), ranking[i]);
    }
}
