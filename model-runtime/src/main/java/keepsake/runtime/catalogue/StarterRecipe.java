package keepsake.runtime.catalogue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import keepsake.runtime.engine.EngineException.BadModel;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.GgmlType;
import keepsake.runtime.gguf.GgufFile;
import keepsake.runtime.gguf.GgufReader;
import keepsake.runtime.gguf.GgufTensor;
import keepsake.runtime.gguf.GgufValue;
import keepsake.runtime.gguf.GgufWriter;
import keepsake.runtime.gguf.GgufWriter.TensorPlan;

/// Turns the dense starter into a mixture of experts that says the same: `qwen2` into `qwen2moe`.
///
/// Per layer a recipe file gives the order of the feed-forward neurons (first those of the shared expert, then
/// expert by expert) and the router. Rows of gate and up are gathered in that order; the quantised bytes of a row
/// stay as they are. Down has its blocks across neurons, so it is read as floats, its columns are reordered, and it
/// is quantised again to Q6_K. llama.cpp multiplies the shared expert by sigmoid(gate) and each routed one by its
/// softmax weight. The router's scores are tiny, so these are 1/2 and 1/experts; down is multiplied by 2 and by the
/// number of experts to make up for it. The shared gate is a row of the router and not zeros, because llama.cpp
/// computes the sigmoid as silu(x)/x.
///
/// Two threads, a layer each; memory: some 30 MB beside the mapped input.
final class StarterRecipe {
    private static final int THREADS = 2;
    private static final float SHARED_SCALE = 2;
    private static final int ROWS_AT_ONCE = 64;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    private final GgufFile dense;
    private final GgufFile recipe;
    private final GgmlBase ggml;
    private final int experts;
    private final int expertWidth;
    private final int sharedWidth;

    private StarterRecipe(GgufFile dense, GgufFile recipe, GgmlBase ggml) {
        this.dense = dense;
        this.recipe = recipe;
        this.ggml = ggml;
        this.experts = setting("split.expert_count");
        this.expertWidth = setting("split.expert_feed_forward_length");
        this.sharedWidth = setting("split.expert_shared_feed_forward_length");
    }

    /// Writes the mixture, to the disk when this returns.
    ///
    /// @param dense  the verified dense file
    /// @param recipe the recipe's file
    /// @param out    replaced when it exists
    /// @return false when `stop` was raised; `out` is then not whole
    /// @throws BadModel when one of the files is not what the recipe is for
    static boolean apply(Path dense, Path recipe, GgmlBase ggml, Path out, RecipeProgress progress, StopSignal stop)
            throws BadModel, IOException, InterruptedException {
        StarterRecipe work = new StarterRecipe(GgufReader.read(dense), GgufReader.read(recipe), ggml);
        work.check();
        try (Arena arena = Arena.ofShared();
                FileChannel denseChannel = FileChannel.open(dense);
                FileChannel recipeChannel = FileChannel.open(recipe);
                GgufWriter writer = GgufWriter.create(out, work.metadata(), work.plans())) {
            MemorySegment denseBytes = denseChannel.map(FileChannel.MapMode.READ_ONLY, 0, denseChannel.size(), arena);
            MemorySegment recipeBytes =
                    recipeChannel.map(FileChannel.MapMode.READ_ONLY, 0, recipeChannel.size(), arena);
            boolean whole = work.run(denseBytes, recipeBytes, writer, progress, stop);
            if (whole) writer.finish();
            return whole;
        }
    }

    private void check() throws BadModel {
        String wanted = recipe.text("split.source.architecture").orElse("");
        long width = dense.integer(dense.key("feed_forward_length")).orElse(0);
        if (!dense.architecture().equals(wanted) || width != sharedWidth + (long) experts * expertWidth) {
            throw new BadModel("The file to be split into experts is not the model that the recipe was made for.");
        }
    }

    private int setting(String key) {
        return Math.toIntExact(recipe.integer(key).orElseThrow());
    }

    private Map<String, GgufValue> metadata() {
        String from = dense.architecture() + ".";
        String target = recipe.text("split.target.architecture").orElseThrow();
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        metadata.put(GgufFile.ARCHITECTURE, GgufValue.text(target));
        dense.metadata().forEach((key, value) -> {
            if (key.equals(GgufFile.ARCHITECTURE)) return;
            metadata.put(key.startsWith(from) ? target + "." + key.substring(from.length()) : key, value);
        });
        metadata.replace(
                "general.name", GgufValue.text("Keepsake starter (Qwen2.5-Coder-1.5B-Instruct, split into experts)"));
        metadata.put(target + ".expert_count", GgufValue.u32(experts));
        metadata.put(target + ".expert_used_count", GgufValue.u32(setting("split.expert_used_count")));
        metadata.put(target + ".expert_feed_forward_length", GgufValue.u32(expertWidth));
        metadata.put(target + ".expert_shared_feed_forward_length", GgufValue.u32(sharedWidth));
        return metadata;
    }

    private List<TensorPlan> plans() {
        List<TensorPlan> plans = new ArrayList<>();
        for (GgufTensor tensor : dense.tensors()) {
            String base = base(tensor);
            if (isGateOrUp(tensor)) {
                long in = tensor.dim(0);
                plans.add(new TensorPlan(base + "_shexp.weight", List.of(in, (long) sharedWidth), tensor.type()));
                plans.add(new TensorPlan(
                        base + "_exps.weight", List.of(in, (long) expertWidth, (long) experts), tensor.type()));
            } else if (isDown(tensor)) {
                long out = tensor.dim(1);
                plans.add(new TensorPlan(base + "_shexp.weight", List.of((long) sharedWidth, out), GgmlType.Q6_K));
                plans.add(new TensorPlan(
                        base + "_exps.weight", List.of((long) expertWidth, out, (long) experts), GgmlType.Q6_K));
                String router = base.replace("ffn_down", "ffn_gate_inp");
                plans.add(new TensorPlan(router + ".weight", List.of(out, (long) experts), GgmlType.F32));
                plans.add(new TensorPlan(router + "_shexp.weight", List.of(out), GgmlType.F32));
            } else {
                plans.add(new TensorPlan(tensor.name(), tensor.dims(), tensor.type()));
            }
        }
        return plans;
    }

    private boolean run(
            MemorySegment denseBytes,
            MemorySegment recipeBytes,
            GgufWriter writer,
            RecipeProgress progress,
            StopSignal stop)
            throws IOException, InterruptedException {
        List<Future<Boolean>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (GgufTensor tensor : dense.tensors()) {
                Callable<Boolean> task = () -> {
                    if (stop.isRaised()) return false;
                    convert(tensor, denseBytes.asSlice(tensor.offset(), tensor.size()), recipeBytes, writer);
                    progress.wrote(tensor.size());
                    return true;
                };
                results.add(threads.submit(task));
            }
        }
        boolean whole = true;
        for (Future<Boolean> result : results) {
            try {
                whole &= result.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException io) throw io;
                throw new IllegalStateException(e.getCause());
            }
        }
        return whole;
    }

    private void convert(GgufTensor tensor, MemorySegment bytes, MemorySegment recipeBytes, GgufWriter writer)
            throws IOException {
        if (isGateOrUp(tensor)) {
            gather(tensor, bytes, order(tensor, recipeBytes), writer);
        } else if (isDown(tensor)) {
            MemorySegment router = slice(recipeBytes, base(tensor).replace("ffn_down", "ffn_gate_inp") + ".weight");
            String name = base(tensor).replace("ffn_down", "ffn_gate_inp");
            writer.write(name + ".weight", router.asByteBuffer());
            writer.write(
                    name + "_shexp.weight",
                    router.asSlice(0, tensor.dim(1) * Float.BYTES).asByteBuffer());
            reorder(tensor, bytes, order(tensor, recipeBytes), writer);
        } else {
            writer.write(tensor.name(), bytes.asByteBuffer());
        }
    }

    /// Rows of gate or up, one per neuron.
    private void gather(GgufTensor tensor, MemorySegment bytes, int[] order, GgufWriter writer) throws IOException {
        int rowBytes = Math.toIntExact(tensor.rowBytes());
        ByteBuffer gathered = ByteBuffer.allocate(Math.toIntExact(tensor.size()));
        for (int neuron : order)
            gathered.put(bytes.asSlice((long) neuron * rowBytes, rowBytes).asByteBuffer());
        gathered.flip();
        int shared = sharedWidth * rowBytes;
        writer.write(base(tensor) + "_shexp.weight", gathered.slice(0, shared));
        writer.write(base(tensor) + "_exps.weight", gathered.slice(shared, gathered.limit() - shared));
    }

    /// Columns of down, one per neuron: floats, new order, quantised again. Some rows at a time.
    private void reorder(GgufTensor tensor, MemorySegment bytes, int[] order, GgufWriter writer) throws IOException {
        int neurons = order.length;
        int out = Math.toIntExact(tensor.dim(1));
        long blockBytes = GgmlType.Q6_K.bytes(expertWidth);
        long sharedRowBytes = GgmlType.Q6_K.bytes(sharedWidth);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment row = arena.allocate((long) neurons * Float.BYTES);
            MemorySegment shared = arena.allocate((long) ROWS_AT_ONCE * sharedWidth * Float.BYTES);
            MemorySegment routed = arena.allocate((long) ROWS_AT_ONCE * experts * expertWidth * Float.BYTES);
            MemorySegment sharedOut = arena.allocate(out * sharedRowBytes);
            MemorySegment routedOut = arena.allocate((long) out * experts * blockBytes);
            for (int first = 0; first < out; first += ROWS_AT_ONCE) {
                int rows = Math.min(ROWS_AT_ONCE, out - first);
                for (int r = 0; r < rows; r++) {
                    ggml.dequantise(tensor.type(), bytes.asSlice((first + r) * tensor.rowBytes()), row, neurons);
                    scatter(row, order, r, rows, shared, routed);
                }
                ggml.quantise(GgmlType.Q6_K, shared, sharedOut.asSlice(first * sharedRowBytes), rows, sharedWidth);
                for (int e = 0; e < experts; e++) {
                    ggml.quantise(
                            GgmlType.Q6_K,
                            routed.asSlice((long) e * rows * expertWidth * Float.BYTES),
                            routedOut.asSlice(((long) e * out + first) * blockBytes),
                            rows,
                            expertWidth);
                }
            }
            writer.write(base(tensor) + "_shexp.weight", sharedOut.asByteBuffer());
            writer.write(base(tensor) + "_exps.weight", routedOut.asByteBuffer());
        }
    }

    /// Puts one row of down where the experts want it: the shared part as row `r`, then `rows` rows for each expert.
    private void scatter(MemorySegment row, int[] order, int r, int rows, MemorySegment shared, MemorySegment routed) {
        for (int i = 0; i < sharedWidth; i++) {
            shared.setAtIndex(FLOAT, (long) r * sharedWidth + i, row.getAtIndex(FLOAT, order[i]) * SHARED_SCALE);
        }
        for (int i = sharedWidth; i < order.length; i++) {
            int expert = (i - sharedWidth) / expertWidth;
            int column = (i - sharedWidth) % expertWidth;
            long at = ((long) expert * rows + r) * expertWidth + column;
            routed.setAtIndex(FLOAT, at, row.getAtIndex(FLOAT, order[i]) * experts);
        }
    }

    /// The layer's neurons in their new order, each once.
    private int[] order(GgufTensor tensor, MemorySegment recipeBytes) {
        String layer = tensor.name().substring(0, tensor.name().indexOf("ffn_"));
        MemorySegment order = slice(recipeBytes, layer + "ffn_neuron_order");
        int[] neurons = new int[Math.toIntExact(order.byteSize() / Integer.BYTES)];
        for (int i = 0; i < neurons.length; i++) neurons[i] = order.getAtIndex(INT, i);
        return neurons;
    }

    private MemorySegment slice(MemorySegment recipeBytes, String name) {
        GgufTensor tensor = recipe.tensor(name).orElseThrow();
        return recipeBytes.asSlice(tensor.offset(), tensor.size());
    }

    private static boolean isGateOrUp(GgufTensor tensor) {
        return tensor.name().endsWith(".ffn_gate.weight") || tensor.name().endsWith(".ffn_up.weight");
    }

    private static boolean isDown(GgufTensor tensor) {
        return tensor.name().endsWith(".ffn_down.weight");
    }

    private static String base(GgufTensor tensor) {
        return tensor.name().replace(".weight", "");
    }
}
