package keepsake.runtime.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import keepsake.runtime.gguf.GgufWriter.TensorPlan;
import keepsake.runtime.synthetic.SmallVocabulary;

/// The shape of a tiny model.
///
/// @param architecture `llama`, `qwen2moe`, `qwen3moe` or `olmoe`
/// @param feedForward  width of one expert, or of the whole feed-forward part of a dense model
/// @param experts      0 for a dense model (`llama` only)
/// @param expertType   `F32`, `F16`, `Q8_0` or `Q4_0`
/// @param denseType    of the other matrices
/// @param seed         of the weights
public record TinyModel(
        String architecture,
        int layers,
        int embedding,
        int heads,
        int kvHeads,
        int feedForward,
        int experts,
        int expertsUsed,
        GgmlType expertType,
        GgmlType denseType,
        long seed) {

    public TinyModel withSeed(long other) {
        return new TinyModel(
                architecture,
                layers,
                embedding,
                heads,
                kvHeads,
                feedForward,
                experts,
                expertsUsed,
                expertType,
                denseType,
                other);
    }

    public TinyModel withExpertType(GgmlType other) {
        return new TinyModel(
                architecture,
                layers,
                embedding,
                heads,
                kvHeads,
                feedForward,
                experts,
                expertsUsed,
                other,
                denseType,
                seed);
    }

    public TinyModel withDenseType(GgmlType other) {
        return new TinyModel(
                architecture,
                layers,
                embedding,
                heads,
                kvHeads,
                feedForward,
                experts,
                expertsUsed,
                expertType,
                other,
                seed);
    }

    public TinyModel withExperts(int count, int used) {
        return new TinyModel(
                architecture, layers, embedding, heads, kvHeads, feedForward, count, used, expertType, denseType, seed);
    }

    public TinyModel withLayers(int other) {
        return new TinyModel(
                architecture,
                other,
                embedding,
                heads,
                kvHeads,
                feedForward,
                experts,
                expertsUsed,
                expertType,
                denseType,
                seed);
    }

    /// Writes the file, replacing one that is there.
    public Path write(Path path) throws IOException {
        return write(path, metadata(), plans());
    }

    /// Writes a file with another description but weights by the same rules; for files that are wrong in one thing.
    Path write(Path path, Map<String, GgufValue> metadata, List<TensorPlan> plans) throws IOException {
        Random random = new Random(seed);
        try (GgufWriter writer = GgufWriter.create(path, metadata, plans)) {
            for (TensorPlan plan : plans) writer.write(plan.name(), weights(plan, random));
            writer.finish();
        }
        return path;
    }

    private int headSize() {
        return architecture.equals("qwen3moe") ? 2 * embedding / heads : embedding / heads;
    }

    Map<String, GgufValue> metadata() {
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        metadata.put(GgufFile.ARCHITECTURE, GgufValue.text(architecture));
        metadata.put("general.type", GgufValue.text("model"));
        metadata.put("general.name", GgufValue.text("Tiny " + architecture + " " + seed));
        metadata.put("general.file_type", GgufValue.u32(0));
        u32(metadata, "block_count", layers);
        u32(metadata, "context_length", 4096);
        u32(metadata, "embedding_length", embedding);
        u32(metadata, "feed_forward_length", feedForward);
        u32(metadata, "attention.head_count", heads);
        u32(metadata, "attention.head_count_kv", kvHeads);
        metadata.put(architecture + ".rope.freq_base", GgufValue.f32(10_000));
        u32(metadata, "rope.dimension_count", headSize());
        metadata.put(architecture + ".attention.layer_norm_rms_epsilon", GgufValue.f32(1e-5f));
        if (experts > 0) {
            u32(metadata, "expert_count", experts);
            u32(metadata, "expert_used_count", expertsUsed);
        }
        if (architecture.startsWith("qwen")) u32(metadata, "expert_feed_forward_length", feedForward);
        if (architecture.equals("qwen2moe")) u32(metadata, "expert_shared_feed_forward_length", 2L * feedForward);
        if (architecture.equals("qwen3moe")) {
            u32(metadata, "attention.key_length", headSize());
            u32(metadata, "attention.value_length", headSize());
        }
        new SmallVocabulary().describe(metadata);
        return metadata;
    }

    private void u32(Map<String, GgufValue> metadata, String setting, long value) {
        metadata.put(architecture + "." + setting, GgufValue.u32(value));
    }

    List<TensorPlan> plans() {
        List<TensorPlan> plans = new ArrayList<>();
        long n = embedding;
        long vocabulary = new SmallVocabulary().size();
        matrix(plans, "token_embd.weight", n, vocabulary);
        vector(plans, "output_norm.weight", n);
        matrix(plans, "output.weight", n, vocabulary);
        for (int layer = 0; layer < layers; layer++) layer(plans, "blk." + layer + ".", n);
        return plans;
    }

    private void layer(List<TensorPlan> plans, String blk, long n) {
        long queries = (long) heads * headSize();
        long keys = (long) kvHeads * headSize();
        vector(plans, blk + "attn_norm.weight", n);
        matrix(plans, blk + "attn_q.weight", n, queries);
        matrix(plans, blk + "attn_k.weight", n, keys);
        matrix(plans, blk + "attn_v.weight", n, keys);
        matrix(plans, blk + "attn_output.weight", queries, n);
        switch (architecture) {
            case "olmoe" -> {
                vector(plans, blk + "attn_q_norm.weight", queries);
                vector(plans, blk + "attn_k_norm.weight", keys);
            }
            case "qwen3moe" -> {
                vector(plans, blk + "attn_q_norm.weight", headSize());
                vector(plans, blk + "attn_k_norm.weight", headSize());
            }
            case "qwen2moe" -> {
                vector(plans, blk + "attn_q.bias", queries);
                vector(plans, blk + "attn_k.bias", keys);
                vector(plans, blk + "attn_v.bias", keys);
            }
            default -> {}
        }
        vector(plans, blk + "ffn_norm.weight", n);
        if (experts == 0) {
            matrix(plans, blk + "ffn_gate.weight", n, feedForward);
            matrix(plans, blk + "ffn_up.weight", n, feedForward);
            matrix(plans, blk + "ffn_down.weight", feedForward, n);
            return;
        }
        plans.add(new TensorPlan(blk + "ffn_gate_inp.weight", List.of(n, (long) experts), GgmlType.F32));
        experts(plans, blk + "ffn_gate_exps.weight", n, feedForward);
        experts(plans, blk + "ffn_up_exps.weight", n, feedForward);
        experts(plans, blk + "ffn_down_exps.weight", feedForward, n);
        if (architecture.equals("qwen2moe")) {
            vector(plans, blk + "ffn_gate_inp_shexp.weight", n);
            matrix(plans, blk + "ffn_gate_shexp.weight", n, 2L * feedForward);
            matrix(plans, blk + "ffn_up_shexp.weight", n, 2L * feedForward);
            matrix(plans, blk + "ffn_down_shexp.weight", 2L * feedForward, n);
        }
    }

    private void matrix(List<TensorPlan> plans, String name, long in, long out) {
        plans.add(new TensorPlan(name, List.of(in, out), denseType));
    }

    private void experts(List<TensorPlan> plans, String name, long in, long out) {
        plans.add(new TensorPlan(name, List.of(in, out, (long) experts), expertType));
    }

    private static void vector(List<TensorPlan> plans, String name, long size) {
        plans.add(new TensorPlan(name, List.of(size), GgmlType.F32));
    }

    private static ByteBuffer weights(TensorPlan plan, Random random) {
        int in = Math.toIntExact(plan.dims().getFirst());
        int count = Math.toIntExact(plan.dims().stream().reduce(1L, Math::multiplyExact));
        float[] weights = new float[count];
        boolean norm = plan.name().endsWith("norm.weight");
        double scale =
                switch (plan.name()) {
                    case "token_embd.weight" -> 1;
                    case "output.weight" -> 4 / Math.sqrt(in);
                    default -> plan.name().endsWith(".bias") ? 0.1 : 1.5 / Math.sqrt(in);
                };
        for (int i = 0; i < count; i++) {
            weights[i] = (float) (norm ? 1 + 0.1 * random.nextGaussian() : scale * random.nextGaussian());
        }
        if (plan.name().equals("output.weight")) silence(weights, in);
        return encode(weights, plan.type());
    }

    /// Bytes and special tokens get a logit of zero, so that (almost) only text comes out.
    private static void silence(float[] output, int embedding) {
        SmallVocabulary vocabulary = new SmallVocabulary();
        for (int i = 0; i < output.length; i++) {
            int token = i / embedding;
            if (token < vocabulary.size() && !vocabulary.isText(token)) output[i] = 0;
        }
    }

    private static ByteBuffer encode(float[] weights, GgmlType type) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(type.bytes(weights.length))).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F32 -> {
                for (float weight : weights) bytes.putFloat(weight);
            }
            case F16 -> {
                for (float weight : weights) bytes.putShort(Float.floatToFloat16(weight));
            }
            case Q8_0 -> {
                for (int block = 0; block < weights.length; block += type.blockSize()) {
                    quantise(weights, block, bytes);
                }
            }
            case Q4_0 -> {
                for (int block = 0; block < weights.length; block += type.blockSize()) halve(weights, block, bytes);
            }
            default -> throw new IllegalArgumentException("tiny models cannot be " + type);
        }
        return bytes.flip();
    }

    /// One block of Q8_0: a half-precision scale, 32 signed bytes.
    private static void quantise(float[] weights, int from, ByteBuffer into) {
        float most = 0;
        for (int i = from; i < from + 32; i++) most = Math.max(most, Math.abs(weights[i]));
        float scale = most / 127;
        into.putShort(Float.floatToFloat16(scale));
        for (int i = from; i < from + 32; i++) into.put((byte) (scale == 0 ? 0 : Math.round(weights[i] / scale)));
    }

    /// One block of Q4_0: a half-precision scale, 16 bytes with a weight of each half of the block.
    private static void halve(float[] weights, int from, ByteBuffer into) {
        float most = 0;
        for (int i = from; i < from + 32; i++) most = Math.max(most, Math.abs(weights[i]));
        float scale = most / 7;
        into.putShort(Float.floatToFloat16(scale));
        for (int i = from; i < from + 16; i++) {
            into.put((byte) (nibble(weights[i], scale) | nibble(weights[i + 16], scale) << 4));
        }
    }

    private static int nibble(float weight, float scale) {
        return scale == 0 ? 8 : Math.round(weight / scale) + 8;
    }
}
