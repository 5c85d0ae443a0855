package keepsake.runtime.synthetic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepsake.runtime.gguf.GgmlType;
import keepsake.runtime.gguf.GgufFile;
import keepsake.runtime.gguf.GgufType;
import keepsake.runtime.gguf.GgufValue;
import keepsake.runtime.gguf.GgufWriter.TensorPlan;

/// A model to be made up: its dimensions, and from them its metadata and tensors, as llama.cpp v0.5.0 demands them.
///
/// @param embedding   width of the residual stream, a multiple of 256 or the shape's own
/// @param expertWidth of one routed expert
/// @param type        of the experts: `Q4_K`, `Q6_K`, `Q8_0`, `MXFP4`
/// @param locality    0: every token routes as it likes; 1: all tokens use the same experts of a layer
/// @param seed        of the weights
public record SyntheticModel(
        SyntheticShape shape,
        int layers,
        int embedding,
        int expertWidth,
        int experts,
        int expertsUsed,
        GgmlType type,
        double locality,
        long seed) {
    /// Metadata: the dial, the seed, the shape.
    public static final String LOCALITY = "keepsake.synthetic.locality";

    public static final String SEED = "keepsake.synthetic.seed";
    public static final String SHAPE = "keepsake.synthetic.shape";

    private static final int CONTEXT = 32_768;
    private static final SmallVocabulary VOCABULARY = new SmallVocabulary();

    /// Bytes of all tensors.
    public long bytes() {
        return plans().stream().mapToLong(TensorPlan::size).sum();
    }

    /// Bytes of one expert.
    public long expertBytes() {
        return 3 * type.bytes((long) embedding * expertWidth);
    }

    int headSize() {
        return shape == SyntheticShape.GPTOSS ? 64 : 128;
    }

    int heads() {
        return switch (shape) {
            case OLMOE, QWEN2MOE -> embedding / 128;
            case QWEN3MOE -> embedding / 64;
            // 64 heads of 64 on a width of 2880; a multiple of the eight that share a key
            case GPTOSS -> Math.max(8, Math.round(embedding / 45f / 8) * 8);
        };
    }

    int kvHeads() {
        return switch (shape) {
            case OLMOE, QWEN2MOE -> heads();
            case QWEN3MOE, GPTOSS -> Math.max(1, heads() / 8);
        };
    }

    /// MXFP4 is for experts only, in the real model too.
    private GgmlType denseType() {
        return type == GgmlType.MXFP4 ? GgmlType.Q8_0 : type;
    }

    Map<String, GgufValue> metadata() {
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        metadata.put(GgufFile.ARCHITECTURE, GgufValue.text(shape.architecture()));
        metadata.put("general.type", GgufValue.text("model"));
        metadata.put("general.name", GgufValue.text(name()));
        metadata.put("general.file_type", GgufValue.u32(fileType()));
        metadata.put(SHAPE, GgufValue.text(shape.id()));
        metadata.put(LOCALITY, GgufValue.f32((float) locality));
        metadata.put(SEED, new GgufValue.Int(GgufType.INT64, seed));
        u32(metadata, "block_count", layers);
        u32(metadata, "context_length", CONTEXT);
        u32(metadata, "embedding_length", embedding);
        u32(metadata, "feed_forward_length", shape.sharedWidths > 0 ? sharedWidth() : expertWidth);
        u32(metadata, "attention.head_count", heads());
        u32(metadata, "attention.head_count_kv", kvHeads());
        metadata.put(shape.architecture() + ".rope.freq_base", GgufValue.f32(10_000));
        u32(metadata, "rope.dimension_count", headSize());
        metadata.put(shape.architecture() + ".attention.layer_norm_rms_epsilon", GgufValue.f32(1e-5f));
        u32(metadata, "expert_count", experts);
        u32(metadata, "expert_used_count", expertsUsed);
        if (shape != SyntheticShape.OLMOE) u32(metadata, "expert_feed_forward_length", expertWidth);
        if (shape.sharedWidths > 0) u32(metadata, "expert_shared_feed_forward_length", sharedWidth());
        if (shape == SyntheticShape.QWEN3MOE || shape == SyntheticShape.GPTOSS) {
            u32(metadata, "attention.key_length", headSize());
            u32(metadata, "attention.value_length", headSize());
        }
        if (shape == SyntheticShape.GPTOSS) u32(metadata, "attention.sliding_window", 128);
        VOCABULARY.describe(metadata);
        return metadata;
    }

    private String name() {
        return "Synthetic " + shape.id() + " " + layers + " layers " + type + " locality "
                + Math.round(locality * 1000) / 1000.0;
    }

    /// `llama_ftype`.
    private int fileType() {
        return switch (type) {
            case Q4_K -> 14;
            case Q6_K -> 18;
            case Q8_0 -> 7;
            case MXFP4 -> 38;
            default -> 0;
        };
    }

    private int sharedWidth() {
        return shape.sharedWidths * expertWidth;
    }

    private void u32(Map<String, GgufValue> metadata, String setting, long value) {
        metadata.put(shape.architecture() + "." + setting, GgufValue.u32(value));
    }

    /// The tensors, layer by layer.
    List<TensorPlan> plans() {
        List<TensorPlan> plans = new ArrayList<>();
        plans.add(matrix("token_embd.weight", GgmlType.Q8_0, embedding, VOCABULARY.size()));
        plans.add(vector("output_norm.weight", embedding));
        plans.add(matrix("output.weight", GgmlType.Q8_0, embedding, VOCABULARY.size()));
        for (int layer = 0; layer < layers; layer++) layer(plans, "blk." + layer + ".");
        return plans;
    }

    private void layer(List<TensorPlan> plans, String blk) {
        int queries = heads() * headSize();
        int keys = kvHeads() * headSize();
        GgmlType dense = denseType();
        plans.add(vector(blk + "attn_norm.weight", embedding));
        plans.add(matrix(blk + "attn_q.weight", dense, embedding, queries));
        plans.add(matrix(blk + "attn_k.weight", dense, embedding, keys));
        plans.add(matrix(blk + "attn_v.weight", dense, embedding, keys));
        plans.add(matrix(blk + "attn_output.weight", dense, queries, embedding));
        if (shape == SyntheticShape.OLMOE || shape == SyntheticShape.QWEN3MOE) {
            plans.add(vector(blk + "attn_q_norm.weight", shape == SyntheticShape.OLMOE ? queries : headSize()));
            plans.add(vector(blk + "attn_k_norm.weight", shape == SyntheticShape.OLMOE ? keys : headSize()));
        } else {
            plans.add(vector(blk + "attn_q.bias", queries));
            plans.add(vector(blk + "attn_k.bias", keys));
            plans.add(vector(blk + "attn_v.bias", keys));
        }
        boolean openAi = shape == SyntheticShape.GPTOSS;
        plans.add(vector(blk + (openAi ? "post_attention_norm.weight" : "ffn_norm.weight"), embedding));
        plans.add(matrix(blk + "ffn_gate_inp.weight", GgmlType.F32, embedding, experts));
        plans.add(new TensorPlan(blk + "ffn_gate_exps.weight", dims(embedding, expertWidth, experts), type));
        plans.add(new TensorPlan(blk + "ffn_up_exps.weight", dims(embedding, expertWidth, experts), type));
        plans.add(new TensorPlan(blk + "ffn_down_exps.weight", dims(expertWidth, embedding, experts), type));
        if (openAi) {
            plans.add(vector(blk + "attn_sinks.weight", heads()));
            plans.add(vector(blk + "attn_output.bias", embedding));
            plans.add(vector(blk + "ffn_gate_inp.bias", experts));
            plans.add(matrix(blk + "ffn_gate_exps.bias", GgmlType.F32, expertWidth, experts));
            plans.add(matrix(blk + "ffn_up_exps.bias", GgmlType.F32, expertWidth, experts));
            plans.add(matrix(blk + "ffn_down_exps.bias", GgmlType.F32, embedding, experts));
        }
        if (shape.sharedWidths > 0) {
            plans.add(vector(blk + "ffn_gate_inp_shexp.weight", embedding));
            plans.add(matrix(blk + "ffn_gate_shexp.weight", dense, embedding, sharedWidth()));
            plans.add(matrix(blk + "ffn_up_shexp.weight", dense, embedding, sharedWidth()));
            plans.add(matrix(blk + "ffn_down_shexp.weight", dense, sharedWidth(), embedding));
        }
    }

    private static TensorPlan matrix(String name, GgmlType type, int in, int out) {
        return new TensorPlan(name, dims(in, out), type);
    }

    private static TensorPlan vector(String name, int size) {
        return new TensorPlan(name, dims(size), GgmlType.F32);
    }

    private static List<Long> dims(int... dims) {
        List<Long> list = new ArrayList<>();
        for (int dim : dims) list.add((long) dim);
        return list;
    }
}
