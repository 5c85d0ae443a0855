package keepsake.runtime.synthetic;

import java.util.Arrays;
import java.util.Optional;
import keepsake.runtime.gguf.GgmlType;

/// The proportions of a real mixture of experts.
public enum SyntheticShape {
    /// OLMoE-1B-7B.
    OLMOE("olmoe", "olmoe", 16, 2048, 1024, 0, 64, 8, GgmlType.Q4_K),
    /// Qwen3-30B-A3B.
    QWEN3MOE("qwen3moe", "qwen3moe", 48, 2048, 768, 0, 128, 8, GgmlType.Q4_K),
    /// gpt-oss-20b.
    GPTOSS("gptoss", "gpt-oss", 24, 2880, 2880, 0, 32, 4, GgmlType.MXFP4),
    /// Qwen1.5-MoE-A2.7B, with a shared expert four times as wide as the routed ones.
    QWEN2MOE("qwen2moe", "qwen2moe", 24, 2048, 1408, 4, 60, 4, GgmlType.Q4_K);

    private final String id;
    private final String architecture;
    final int layers;
    final int embedding;
    final int expertWidth;
    /// The shared expert's width in widths of a routed one.
    final int sharedWidths;

    final int experts;
    final int expertsUsed;
    private final GgmlType usualType;

    SyntheticShape(
            String id,
            String architecture,
            int layers,
            int embedding,
            int expertWidth,
            int sharedWidths,
            int experts,
            int expertsUsed,
            GgmlType usualType) {
        this.id = id;
        this.architecture = architecture;
        this.layers = layers;
        this.embedding = embedding;
        this.expertWidth = expertWidth;
        this.sharedWidths = sharedWidths;
        this.experts = experts;
        this.expertsUsed = expertsUsed;
        this.usualType = usualType;
    }

    /// As commands name it.
    public String id() {
        return id;
    }

    /// `general.architecture`.
    public String architecture() {
        return architecture;
    }

    /// How its experts are stored unless said otherwise.
    public GgmlType usualType() {
        return usualType;
    }

    /// The shape of this name.
    public static Optional<SyntheticShape> of(String id) {
        return Arrays.stream(values()).filter(shape -> shape.id.equals(id)).findFirst();
    }
}
