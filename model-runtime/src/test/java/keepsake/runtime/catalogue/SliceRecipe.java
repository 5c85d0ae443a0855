package keepsake.runtime.catalogue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepsake.runtime.engine.EngineException.BadModel;
import keepsake.runtime.gguf.GgmlType;
import keepsake.runtime.gguf.GgufFile;
import keepsake.runtime.gguf.GgufReader;
import keepsake.runtime.gguf.GgufTensor;
import keepsake.runtime.gguf.GgufValue;
import keepsake.runtime.gguf.GgufWriter;
import keepsake.runtime.gguf.GgufWriter.TensorPlan;

/// Cuts a dense model of the llama architecture with 32-weight blocks into contiguous slices per layer, all of them
/// used: the same model as a mixture of experts, for tests with real text. Nothing is requantised: gate and up are
/// cut between rows, down between blocks, and down's scales are multiplied by the number of slices, because each
/// gets the weight 1/slices.
public final class SliceRecipe {
    private final GgufFile dense;
    private final int slices;

    private SliceRecipe(GgufFile dense, int slices) {
        this.dense = dense;
        this.slices = slices;
    }

    /// @param slices a power of two, so that the scales stay exact
    public static Path apply(Path dense, Path out, int slices) throws BadModel, IOException {
        SliceRecipe recipe = new SliceRecipe(GgufReader.read(dense), slices);
        try (FileChannel channel = FileChannel.open(dense);
                GgufWriter writer = GgufWriter.create(out, recipe.metadata(), recipe.plans())) {
            for (GgufTensor tensor : recipe.dense.tensors()) recipe.convert(tensor, read(channel, tensor), writer);
            writer.finish();
        }
        return out;
    }

    private Map<String, GgufValue> metadata() {
        Map<String, GgufValue> metadata = new LinkedHashMap<>(dense.metadata());
        long width = dense.integer("llama.feed_forward_length").orElseThrow();
        metadata.replace("llama.feed_forward_length", GgufValue.u32(width / slices));
        metadata.put("llama.expert_count", GgufValue.u32(slices));
        metadata.put("llama.expert_used_count", GgufValue.u32(slices));
        return metadata;
    }

    private List<TensorPlan> plans() {
        List<TensorPlan> plans = new ArrayList<>();
        for (GgufTensor tensor : dense.tensors()) {
            long in = tensor.dim(0);
            long out = tensor.dim(1);
            String experts = tensor.name().replace(".weight", "_exps.weight");
            if (isGateOrUp(tensor)) {
                plans.add(new TensorPlan(experts, List.of(in, out / slices, (long) slices), tensor.type()));
            } else if (isDown(tensor)) {
                plans.add(new TensorPlan(experts, List.of(in / slices, out, (long) slices), tensor.type()));
                plans.add(new TensorPlan(router(tensor), List.of(out, (long) slices), GgmlType.F32));
            } else {
                plans.add(new TensorPlan(tensor.name(), tensor.dims(), tensor.type()));
            }
        }
        return plans;
    }

    private void convert(GgufTensor tensor, ByteBuffer bytes, GgufWriter writer) throws IOException {
        if (isDown(tensor)) {
            writer.write(tensor.name().replace(".weight", "_exps.weight"), cut(tensor, scaled(tensor, bytes)));
            writer.write(router(tensor), ByteBuffer.allocate(Math.toIntExact(tensor.dim(1) * slices * Float.BYTES)));
        } else {
            String name = isGateOrUp(tensor) ? tensor.name().replace(".weight", "_exps.weight") : tensor.name();
            writer.write(name, bytes);
        }
    }

    /// The scales at the beginning of each block, multiplied.
    private ByteBuffer scaled(GgufTensor tensor, ByteBuffer bytes) {
        int halves =
                switch (tensor.type()) {
                    case Q4_0, Q8_0 -> 1;
                    case Q4_1 -> 2;
                    default -> throw new IllegalArgumentException("cannot slice " + tensor.type());
                };
        int block = tensor.type().blockBytes();
        for (int at = 0; at < bytes.limit(); at += block) {
            for (int h = at; h < at + 2 * halves; h += 2) {
                float scale = Float.float16ToFloat(bytes.getShort(h)) * slices;
                bytes.putShort(h, Float.floatToFloat16(scale));
            }
        }
        return bytes;
    }

    /// From row by row to slice by slice.
    private ByteBuffer cut(GgufTensor tensor, ByteBuffer bytes) {
        int rows = Math.toIntExact(tensor.dim(1));
        int rowBytes = Math.toIntExact(tensor.rowBytes());
        int part = rowBytes / slices;
        ByteBuffer cut = ByteBuffer.allocate(bytes.limit());
        for (int slice = 0; slice < slices; slice++) {
            for (int row = 0; row < rows; row++) cut.put(bytes.slice(row * rowBytes + slice * part, part));
        }
        return cut.flip();
    }

    private static ByteBuffer read(FileChannel channel, GgufTensor tensor) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(tensor.size())).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) channel.read(bytes, tensor.offset() + bytes.position());
        return bytes.flip();
    }

    private static boolean isGateOrUp(GgufTensor tensor) {
        return tensor.name().endsWith(".ffn_gate.weight") || tensor.name().endsWith(".ffn_up.weight");
    }

    private static boolean isDown(GgufTensor tensor) {
        return tensor.name().endsWith(".ffn_down.weight");
    }

    private static String router(GgufTensor tensor) {
        return tensor.name().replace("ffn_down", "ffn_gate_inp");
    }
}
