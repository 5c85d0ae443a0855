package keepsake.runtime.gguf;

import java.io.IOException;
import java.nio.file.Path;

/// Writes small but real models that llama.cpp loads and can chat with: random weights from a seed, a vocabulary
/// that can tokenise any text, a ChatML template. What they say is nonsense, always the same nonsense for a seed.
/// They never end an answer by themselves when greedy (the end-of-turn token has a logit of zero).
public final class TinyModels {
    private TinyModels() {}

    /// OLMoE-shaped: 4 layers, 16 experts, 4 of them used; loads in llama.cpp v0.5.0 and in de.kherud:llama 4.2.0.
    public static Path olmoe(Path path, long seed) throws IOException {
        return olmoe().withSeed(seed).write(path);
    }

    /// The same with experts of another type.
    ///
    /// @param experts `F32`, `F16` or `Q8_0`
    public static Path olmoe(Path path, long seed, GgmlType experts) throws IOException {
        return olmoe().withSeed(seed).withExpertType(experts).write(path);
    }

    /// With a shared expert and biases; grouped-query attention.
    public static Path qwen2moe(Path path, long seed) throws IOException {
        return shape("qwen2moe").withSeed(seed).write(path);
    }

    /// With normalised queries and keys; heads wider than `n_embd / heads`.
    public static Path qwen3moe(Path path, long seed) throws IOException {
        return shape("qwen3moe").withSeed(seed).write(path);
    }

    /// Mixture-of-experts model of the llama architecture, as Mixtral.
    public static Path mixtral(Path path, long seed) throws IOException {
        return shape("llama").withSeed(seed).write(path);
    }

    /// No experts.
    public static Path llamaDense(Path path, long seed) throws IOException {
        return shape("llama").withExperts(0, 0).withSeed(seed).write(path);
    }

    public static TinyModel olmoe() {
        return shape("olmoe");
    }

    /// The shape of an architecture's tiny model, to be varied: `llama`, `qwen2moe`, `qwen3moe`, `olmoe`.
    public static TinyModel shape(String architecture) {
        int kvHeads = architecture.equals("olmoe") ? 4 : 2;
        return new TinyModel(architecture, 4, 128, 4, kvHeads, 64, 16, 4, GgmlType.F32, GgmlType.F32, 1);
    }

    /// As few bytes as possible, for tests that read it thousands of times.
    public static TinyModel smallest() {
        return new TinyModel("olmoe", 1, 8, 2, 2, 4, 2, 1, GgmlType.F32, GgmlType.F32, 1);
    }
}
