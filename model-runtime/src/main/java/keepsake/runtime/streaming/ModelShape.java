package keepsake.runtime.streaming;

import java.util.Arrays;
import keepsake.runtime.gguf.GgmlType;
import keepsake.runtime.gguf.GgufArray;
import keepsake.runtime.gguf.GgufFile;
import keepsake.runtime.gguf.GgufTensor;
import keepsake.runtime.gguf.ModelDescription;
import keepsake.runtime.residency.AddressSpace;
import keepsake.runtime.residency.WeightFile;

/// What the metadata says about memory before anything is loaded. The estimates err on the large side; after
/// loading they are replaced by what llama.cpp reports.
///
/// @param batch tokens evaluated at once
record ModelShape(GgufFile file, ModelDescription model, int contextTokens, int batch) {
    static final String EMBEDDINGS = "token_embd.weight";

    /// RAM for embedding rows where those are read on demand.
    static final long EMBEDDING_ROWS = 8L << 20;

    private static final long MIB = 1 << 20;
    /// Buffers of the readers, of the samplers and the like.
    private static final long SMALL_BUFFERS = WeightFile.BUFFERS + MIB;

    /// What the estimate before loading may miss: the smallest budget that a refusal names must then be enough.
    private static final long ESTIMATE_MARGIN = 16 * MIB;

    /// Per entry of the vocabulary, measured: two strings, two hash nodes.
    private static final long BYTES_PER_TOKEN = 220;

    private static final long BYTES_PER_MERGE = 130;

    /// The same with other batches.
    ModelShape withBatch(int tokens) {
        return new ModelShape(file, model, contextTokens, tokens);
    }

    /// Whether rows of the embeddings can stay on the SSD: a model without an output matrix multiplies by all of them.
    boolean embeddingsOnDemand() {
        return file.tensor("output.weight").isPresent()
                && file.tensor(EMBEDDINGS).isPresent();
    }

    /// @param resident this process's resident set before loading
    MemoryNeeds needs(long resident, long heapHeadroom) {
        long embeddings = file.tensor(EMBEDDINGS).map(GgufTensor::size).orElse(0L);
        long dense = model.denseBytes();
        if (embeddingsOnDemand()) dense -= embeddings;
        else if (repackable()) dense += embeddings; // llama.cpp keeps a second, rearranged copy as output matrix
        return new MemoryNeeds(
                model.name(),
                dense,
                model.expertBytes(),
                twoLargestLayers(),
                kvBytes(),
                scratchBytes(),
                resident + vocabularyBytes() + heapHeadroom + ESTIMATE_MARGIN);
    }

    /// Bytes that pages shared by two experts can hold beyond what the cache counts.
    long sharedPages() {
        return file.tensors().stream()
                .filter(GgufTensor::isExperts)
                .mapToLong(tensor -> (tensor.slices() + 1) * AddressSpace.PAGE)
                .sum();
    }

    private boolean repackable() {
        GgmlType type = file.tensor(EMBEDDINGS).map(GgufTensor::type).orElse(GgmlType.F32);
        return switch (type) {
            case F32, F16, BF16, Q6_K -> false;
            default -> true;
        };
    }

    private long twoLargestLayers() {
        long[] layers = new long[model.blockCount()];
        for (GgufTensor tensor : file.tensors()) {
            if (tensor.isExperts()) layers[layerOf(tensor.name())] += tensor.size();
        }
        Arrays.sort(layers);
        long two = Arrays.stream(layers).skip(Math.max(0, layers.length - 2)).sum();
        return Math.min(two + sharedPages(), model.expertBytes());
    }

    /// `blk.<layer>.…`
    static int layerOf(String tensorName) {
        return Integer.parseInt(tensorName.substring(4, tensorName.indexOf('.', 4)));
    }

    private long kvBytes() {
        long heads = setting("attention.head_count", 1);
        long keyLength = setting("attention.key_length", model.embeddingLength() / Math.max(1, heads));
        long valueLength = setting("attention.value_length", model.embeddingLength() / Math.max(1, heads));
        long cells = (contextTokens + 255L) / 256 * 256;
        long bytes = 0;
        for (int layer = 0; layer < model.blockCount(); layer++) {
            bytes += cells * setting("attention.head_count_kv", heads, layer) * (keyLength + valueLength) * 2;
        }
        return bytes;
    }

    private long scratchBytes() {
        long experts = setting("expert_used_count", 0);
        long wide = Math.max(
                setting("feed_forward_length", 0),
                experts * (setting("expert_feed_forward_length", 0) * 2 + model.embeddingLength()));
        long perToken = (wide * 5 / 4 + 8L * model.embeddingLength()) * 4 + 2L * contextTokens;
        long vocabulary =
                file.array("tokenizer.ggml.tokens").map(GgufArray::length).orElse(0);
        return perToken * batch + vocabulary * 4 + smallBuffers();
    }

    /// Scratch beside llama.cpp's compute buffers: reading, sampling, embedding rows.
    long smallBuffers() {
        long vocabulary =
                file.array("tokenizer.ggml.tokens").map(GgufArray::length).orElse(0);
        return vocabulary * 24 + SMALL_BUFFERS + (embeddingsOnDemand() ? EMBEDDING_ROWS : 0);
    }

    private long vocabularyBytes() {
        return file.array("tokenizer.ggml.tokens").map(GgufArray::length).orElse(0) * BYTES_PER_TOKEN
                + file.array("tokenizer.ggml.merges").map(GgufArray::length).orElse(0) * BYTES_PER_MERGE;
    }

    private long setting(String name, long absent) {
        return setting(name, absent, 0);
    }

    private long setting(String name, long absent, int layer) {
        String key = file.key(name);
        return file.array(key)
                .filter(array -> layer < array.length())
                .map(array -> array.integer(layer))
                .orElseGet(() -> file.integer(key).orElse(absent));
    }
}
