package keepsake.runtime.gguf;

import static keepsake.runtime.gguf.Refusal.quoted;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import keepsake.runtime.engine.EngineException.BadModel;

/// The tensors that an architecture implies, with their shapes, as llama.cpp v0.5.0 demands them in
/// `src/models/<architecture>.cpp`. For the architectures listed here the shapes of all weights it would use are
/// checked; for the others only the width of the token embeddings.
final class ShapeRules {
    private static final Set<String> KNOWN =
            Set.of("llama", "qwen2", "qwen2moe", "qwen3", "qwen3moe", "olmoe", "granite", "granitemoe", "gpt-oss");
    /// Its queries are as wide as the embedding, whatever the heads.
    private static final Set<String> SQUARE_QUERIES = Set.of("qwen2", "qwen2moe", "olmoe");

    private static final Set<String> OUTPUT_REQUIRED = Set.of("qwen2moe", "olmoe", "gpt-oss");
    private static final Set<String> ALWAYS_EXPERTS = Set.of("qwen2moe", "qwen3moe", "olmoe", "granitemoe", "gpt-oss");
    private static final Set<String> NEVER_EXPERTS = Set.of("qwen2", "qwen3", "granite");
    /// Not made for matrix products with activations: ggml aborts.
    private static final Set<GgmlType> NO_WEIGHTS =
            Set.of(GgmlType.I8, GgmlType.I16, GgmlType.I32, GgmlType.I64, GgmlType.F64, GgmlType.Q8_1, GgmlType.Q8_K);

    private static final int MAX_HEADS = 4096;

    private final GgufFile file;
    private final Settings settings;
    private final int layers;
    private final long embedding;
    private final long vocabulary;
    private final long experts;
    private final long used;
    private final String architecture;
    private final Map<String, GgufTensor> tensors;

    ShapeRules(GgufFile file, Settings settings, int layers, long embedding, long vocabulary, long experts, long used) {
        this.file = file;
        this.settings = settings;
        this.layers = layers;
        this.embedding = embedding;
        this.vocabulary = vocabulary;
        this.experts = experts;
        this.used = used;
        this.architecture = file.architecture();
        this.tensors = file.tensors().stream().collect(Collectors.toMap(GgufTensor::name, tensor -> tensor));
    }

    void check() throws BadModel {
        if (!KNOWN.contains(architecture)) {
            GgufTensor embeddings = tensors.get("token_embd.weight");
            if (embeddings != null && embeddings.dim(0) != embedding) throw wrongShape(embeddings, List.of(embedding));
            return;
        }
        if (experts == 0 && ALWAYS_EXPERTS.contains(architecture)) {
            throw Refusal.damaged(
                    file.path(), "%s models have experts, and it says it has none".formatted(architecture));
        }
        needsSettings();
        required("token_embd.weight", embedding, vocabulary);
        required("output_norm.weight", embedding);
        if (OUTPUT_REQUIRED.contains(architecture)) required("output.weight", embedding, vocabulary);
        else optional("output.weight", embedding, vocabulary);
        long[] heads = settings.perLayer("attention.head_count", layers, 0);
        long[] kvHeads = settings.perLayer("attention.head_count_kv", layers, -1);
        long[] feedForward = settings.perLayer("feed_forward_length", layers, 0);
        for (int layer = 0; layer < layers; layer++) {
            long kv = kvHeads[layer] == -1 ? heads[layer] : kvHeads[layer];
            attention("blk." + layer + ".", heads[layer], kv, heads[0]);
            if (experts > 0 && !NEVER_EXPERTS.contains(architecture)) {
                experts("blk." + layer + ".", feedForward[layer]);
            } else {
                feedForward("blk." + layer + ".", feedForward[layer]);
            }
        }
        weightTypes();
    }

    private void needsSettings() throws BadModel {
        settings.u32("context_length");
        double epsilon = file.real(file.key("attention.layer_norm_rms_epsilon")).orElse(-1);
        if (!(epsilon >= 0 && epsilon < 1)) {
            throw Refusal.damaged(file.path(), "its attention.layer_norm_rms_epsilon is missing or impossible");
        }
    }

    private void attention(String blk, long heads, long kvHeads, long firstHeads) throws BadModel {
        if (heads < 1 || heads > MAX_HEADS || kvHeads < 1 || kvHeads > heads || heads % kvHeads != 0) {
            throw Refusal.damaged(file.path(), "it claims %,d attention heads on %,d".formatted(heads, kvHeads));
        }
        long keyLength = settings.u32("attention.key_length", embedding / firstHeads);
        long valueLength = settings.u32("attention.value_length", embedding / firstHeads);
        long rotated = settings.u32("rope.dimension_count", keyLength);
        if (keyLength < 1 || keyLength > embedding * 16 || keyLength != valueLength || keyLength != rotated) {
            throw Refusal.damaged(
                    file.path(),
                    "its heads are %,d wide for keys, %,d for values and %,d for positions, which must be one number"
                            .formatted(keyLength, valueLength, rotated));
        }
        long queries = heads * keyLength;
        long keys = kvHeads * keyLength;
        if (SQUARE_QUERIES.contains(architecture) && queries != embedding) {
            throw Refusal.damaged(
                    file.path(),
                    "%,d heads of %,d do not make its width of %,d".formatted(heads, keyLength, embedding));
        }
        if (architecture.equals("olmoe") && keys != embedding) {
            throw Refusal.damaged(file.path(), "olmoe models have as many key heads as query heads");
        }
        required(blk + "attn_norm.weight", embedding);
        if (tensors.containsKey(blk + "attn_qkv.weight")) {
            required(blk + "attn_qkv.weight", embedding, queries + 2 * keys);
            optional(blk + "attn_qkv.bias", queries + 2 * keys);
        } else {
            required(blk + "attn_q.weight", embedding, queries);
            required(blk + "attn_k.weight", embedding, keys);
            required(blk + "attn_v.weight", embedding, keys);
            optional(blk + "attn_q.bias", queries);
            optional(blk + "attn_k.bias", keys);
            optional(blk + "attn_v.bias", keys);
        }
        required(blk + "attn_output.weight", queries, embedding);
        optional(blk + "attn_output.bias", embedding);
        optional(blk + "rope_freqs.weight", rotated / 2);
        optional("rope_freqs.weight", rotated / 2);
        switch (architecture) {
            case "olmoe" -> {
                required(blk + "attn_q_norm.weight", embedding);
                required(blk + "attn_k_norm.weight", embedding);
            }
            case "qwen3", "qwen3moe" -> {
                required(blk + "attn_q_norm.weight", keyLength);
                required(blk + "attn_k_norm.weight", keyLength);
            }
            case "gpt-oss" -> required(blk + "attn_sinks.weight", heads);
            default -> {}
        }
        required(blk + (architecture.equals("gpt-oss") ? "post_attention_norm.weight" : "ffn_norm.weight"), embedding);
    }

    private void feedForward(String blk, long width) throws BadModel {
        if (width < 1) throw settings.missing("feed_forward_length");
        required(blk + "ffn_gate.weight", embedding, width);
        required(blk + "ffn_up.weight", embedding, width);
        required(blk + "ffn_down.weight", width, embedding);
        optional(blk + "ffn_gate.bias", width);
        optional(blk + "ffn_up.bias", width);
        optional(blk + "ffn_down.bias", embedding);
    }

    private void experts(String blk, long feedForward) throws BadModel {
        long width =
                switch (architecture) {
                    case "qwen2moe", "qwen3moe" -> {
                        long own = settings.u32("expert_feed_forward_length", 0);
                        yield own > 0 ? own : feedForward / used;
                    }
                    case "gpt-oss" -> settings.u32("expert_feed_forward_length");
                    default -> feedForward;
                };
        if (width < 1) throw settings.missing("feed_forward_length");
        required(blk + "ffn_gate_inp.weight", embedding, experts);
        required(blk + "ffn_down_exps.weight", width, embedding, experts);
        if (tensors.containsKey(blk + "ffn_gate_up_exps.weight")) {
            required(blk + "ffn_gate_up_exps.weight", embedding, 2 * width, experts);
        } else {
            required(blk + "ffn_up_exps.weight", embedding, width, experts);
            if (architecture.equals("llama")) optional(blk + "ffn_gate_exps.weight", embedding, width, experts);
            else required(blk + "ffn_gate_exps.weight", embedding, width, experts);
        }
        optional(blk + "ffn_gate_inp.bias", experts);
        optional(blk + "ffn_gate_exps.bias", width, experts);
        optional(blk + "ffn_up_exps.bias", width, experts);
        optional(blk + "ffn_down_exps.bias", embedding, experts);
        sharedExpert(blk, feedForward);
    }

    private void sharedExpert(String blk, long feedForward) throws BadModel {
        long width = settings.u32("expert_shared_feed_forward_length", 0);
        if (architecture.equals("qwen2moe")) {
            required(blk + "ffn_gate_inp_shexp.weight", embedding);
            if (width == 0) width = feedForward;
        }
        if (width == 0) return;
        required(blk + "ffn_gate_shexp.weight", embedding, width);
        required(blk + "ffn_up_shexp.weight", embedding, width);
        required(blk + "ffn_down_shexp.weight", width, embedding);
    }

    private void weightTypes() throws BadModel {
        for (GgufTensor tensor : file.tensors()) {
            if (tensor.name().endsWith(".weight") && NO_WEIGHTS.contains(tensor.type())) {
                throw Refusal.damaged(
                        file.path(),
                        "the weights %s are stored as %s, which cannot be computed with"
                                .formatted(quoted(tensor.name()), tensor.type()));
            }
        }
    }

    private void required(String name, long... dims) throws BadModel {
        if (!tensors.containsKey(name)) {
            throw Refusal.of(
                    file.path(),
                    "lacks the weights %s that every %s model has".formatted(quoted(name), architecture),
                    Refusal.GET_AGAIN);
        }
        optional(name, dims);
    }

    private void optional(String name, long... dims) throws BadModel {
        GgufTensor tensor = tensors.get(name);
        if (tensor == null) return;
        for (int d = 0; d < 4; d++) {
            if (tensor.dim(d) != (d < dims.length ? dims[d] : 1)) {
                throw wrongShape(tensor, Arrays.stream(dims).boxed().toList());
            }
        }
    }

    private BadModel wrongShape(GgufTensor tensor, List<Long> wanted) {
        return Refusal.damaged(
                file.path(),
                "the weights %s are %s where its settings imply %s"
                        .formatted(quoted(tensor.name()), shape(tensor.dims()), shape(wanted)));
    }

    private static String shape(List<Long> dims) {
        return dims.stream().map(String::valueOf).collect(Collectors.joining(" × "));
    }
}
