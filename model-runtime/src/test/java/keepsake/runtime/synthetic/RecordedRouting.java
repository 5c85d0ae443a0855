package keepsake.runtime.synthetic;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.natives.ContextSettings;
import keepsake.runtime.natives.Layouts;
import keepsake.runtime.natives.Llama;
import keepsake.runtime.natives.LlamaCpp;
import keepsake.runtime.natives.Symbols;

/// Which experts a model's routers choose, token by token, as llama.cpp itself computes it with the file mapped: what
/// caches are judged by.
final class RecordedRouting {
    private static final String CHOICE = "ffn_moe_topk-";

    private final Map<Integer, List<List<Integer>>> chosen = new TreeMap<>();

    private RecordedRouting() {}

    /// Runs the tokens one by one.
    ///
    /// @param threads that compute
    static RecordedRouting of(Path model, int[] tokens, int threads) throws EngineException {
        LlamaCpp cpp = LlamaCpp.load();
        Llama llama = cpp.llama();
        RecordedRouting routing = new RecordedRouting();
        try (Arena arena = Arena.ofShared()) {
            FunctionDescriptor onNode = FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_BOOLEAN, ADDRESS);
            MemorySegment loaded = llama.modelFromFile(
                    model.toString(), llama.modelSettings(arena).mapped().withoutRepacking());
            ContextSettings settings = llama.contextSettings(arena)
                    .context((tokens.length + 255) / 256 * 256)
                    .batch(1)
                    .threads(threads)
                    .onNode(Symbols.upcall(MethodHandles.lookup(), routing, "onNode", onNode, arena));
            MemorySegment context = llama.newContext(loaded, settings);
            MemorySegment pool = cpp.ggml().newThreadpool(threads, 50);
            llama.attachThreadpool(context, pool);
            MemorySegment one = arena.allocate(JAVA_INT);
            for (int token : tokens) {
                one.set(JAVA_INT, 0, token);
                if (llama.decode(context, llama.batch(arena, one, 1)) != 0)
                    throw new IllegalStateException("no decode");
            }
            llama.freeContext(context);
            cpp.ggml().freeThreadpool(pool);
            llama.freeModel(loaded);
        }
        return routing;
    }

    @SuppressWarnings("unused") // called by llama.cpp
    private boolean onNode(MemorySegment tensor, boolean ask, MemorySegment ignored) {
        MemorySegment struct = tensor.reinterpret(Layouts.Tensor.SIZE);
        String name = struct.getString(Layouts.Tensor.NAME);
        if (!name.startsWith(CHOICE)) return !ask;
        if (ask) return true;
        int used = Math.toIntExact(struct.get(JAVA_LONG, Layouts.Tensor.NE));
        MemorySegment ids = MemorySegment.ofAddress(struct.get(JAVA_LONG, Layouts.Tensor.DATA))
                .reinterpret(4L * used);
        List<Integer> experts = new ArrayList<>();
        for (int i = 0; i < used; i++) experts.add(ids.getAtIndex(JAVA_INT, i));
        chosen.computeIfAbsent(Integer.parseInt(name.substring(CHOICE.length())), layer -> new ArrayList<>())
                .add(experts);
        return true;
    }

    /// Layers that route.
    int layers() {
        return chosen.size();
    }

    /// Share of uses, over all layers, that a cache of `slots` experts per layer answers when it evicts the least
    /// recently used.
    ///
    /// @param from the first token that counts; those before fill the cache
    double hitRate(int slots, int from) {
        return chosen.values().stream()
                .mapToDouble(layer -> hitRate(layer, slots, from))
                .average()
                .orElseThrow();
    }

    /// The same for each layer.
    List<Double> hitRates(int slots, int from) {
        return chosen.values().stream()
                .map(layer -> hitRate(layer, slots, from))
                .toList();
    }

    private static double hitRate(List<List<Integer>> tokens, int slots, int from) {
        LinkedHashSet<Integer> recent = new LinkedHashSet<>();
        int hits = 0;
        int uses = 0;
        for (int token = 0; token < tokens.size(); token++) {
            for (int expert : tokens.get(token)) {
                boolean hit = recent.remove(expert);
                recent.add(expert);
                if (recent.size() > slots) recent.removeFirst();
                if (token < from) continue;
                uses++;
                if (hit) hits++;
            }
        }
        return (double) hits / uses;
    }

    /// Share of a token's experts that the token before used too, over all layers.
    double repeated() {
        int same = 0;
        int uses = 0;
        for (List<List<Integer>> layer : chosen.values()) {
            for (int token = 1; token < layer.size(); token++) {
                List<Integer> before = layer.get(token - 1);
                for (int expert : layer.get(token)) {
                    uses++;
                    if (before.contains(expert)) same++;
                }
            }
        }
        return (double) same / uses;
    }
}
