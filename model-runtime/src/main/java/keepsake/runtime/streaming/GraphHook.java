package keepsake.runtime.streaming;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import keepsake.runtime.natives.ContextSettings;
import keepsake.runtime.natives.Layouts;
import keepsake.runtime.natives.Symbols;
import keepsake.runtime.residency.ResidentExperts;
import keepsake.runtime.saved.ExpertUse;

/// Listens while llama.cpp computes: when a layer's router has chosen, the chosen experts are made resident before
/// they are computed with; and a stop or a failure ends the evaluation. Its callbacks run on the thread that
/// evaluates and never throw.
final class GraphHook {
    private static final MemorySegment RAM = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    /// `ffn_moe_` and `topk` as they lie in memory; the layer's number follows after a dash.
    private static final long FFN_MOE = 0x5f656f6d5f6e6666L;

    private static final int TOPK = 0x6b706f74;
    private static final int LAYER_AT = 13;

    private final BitSet chosen = new BitSet();
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
        if (experts.isEmpty()
                || RAM.get(JAVA_LONG_UNALIGNED, tensor + Layouts.Tensor.NAME) != FFN_MOE
                || RAM.get(JAVA_INT_UNALIGNED, tensor + Layouts.Tensor.NAME + 8) != TOPK) {
            return false;
        }
        if (!experts.get().complete()) return true;
        experts.get().countHits(used(tensor) * tokens(tensor)); // nothing to wait for: the graph runs on
        return false;
    }

    private boolean onChoice(long tensor) throws IOException {
        int layer = Integer.parseInt(RAM.getString(tensor + Layouts.Tensor.NAME + LAYER_AT));
        long used = used(tensor);
        long tokens = tokens(tensor);
        // A view into the sorted scores: rows are a stride apart, not next to each other.
        long stride = RAM.get(JAVA_LONG_UNALIGNED, tensor + Layouts.Tensor.NB + 8);
        long data = RAM.get(JAVA_LONG_UNALIGNED, tensor + Layouts.Tensor.DATA);
        chosen.clear();
        for (long row = 0; row < tokens; row++) {
            for (long i = 0; i < used; i++) {
                int expert = RAM.get(JAVA_INT_UNALIGNED, data + row * stride + 4 * i);
                chosen.set(expert);
                if (use.isPresent()) use.get().count(layer, expert);
            }
        }
        return experts.orElseThrow().require(layer, chosen, this::isStopped);
    }

    private static long used(long tensor) {
        return RAM.get(JAVA_LONG_UNALIGNED, tensor + Layouts.Tensor.NE);
    }

    private static long tokens(long tensor) {
        return RAM.get(JAVA_LONG_UNALIGNED, tensor + Layouts.Tensor.NE + 8);
    }
}
