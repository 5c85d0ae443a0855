package keepsake.runtime.fallback;

import keepsake.runtime.engine.MemoryBudget;
import keepsake.runtime.gguf.GgufArray;
import keepsake.runtime.gguf.GgufFile;
import keepsake.runtime.gguf.GgufTensor;

/// Where the memory of a mapped model goes, as far as its file tells. The weights are mapped, so the system may keep
/// fewer of them resident.
final class MemoryNeeds {
    private static final long MIB = 1024 * 1024;
    /// Measured for an idle host: JVM and Java classes, see docs/decisions/0041.
    private static final int IDLE_HOST_MIB = 62;
    /// What llama.cpp keeps for each token of the vocabulary and its merges, measured with two models.
    private static final long BYTES_PER_WORD = 600;

    private MemoryNeeds() {}

    static MemoryBudget of(GgufFile file, int contextTokens) {
        long experts = 0;
        long dense = 0;
        for (GgufTensor tensor : file.tensors()) {
            if (tensor.isExperts()) experts += tensor.size();
            else dense += tensor.size();
        }
        int denseMib = mib(dense);
        int expertsMib = mib(experts);
        int kvMib = mib(kvBytes(file, contextTokens));
        int scratchMib = mib(scratchBytes(file));
        int hostMib = IDLE_HOST_MIB + mib(vocabulary(file) * BYTES_PER_WORD);
        return new MemoryBudget(
                denseMib + expertsMib + kvMib + scratchMib + hostMib, denseMib, expertsMib, kvMib, scratchMib, hostMib);
    }

    /// Keys and values of every layer as 16-bit floats.
    private static long kvBytes(GgufFile file, int contextTokens) {
        long layers = setting(file, "block_count", 0);
        long heads = Math.max(1, setting(file, "attention.head_count", 1));
        long kvHeads = setting(file, "attention.head_count_kv", heads);
        long headSize = setting(file, "embedding_length", 0) / heads;
        long key = setting(file, "attention.key_length", headSize);
        long value = setting(file, "attention.value_length", headSize);
        return layers * contextTokens * kvHeads * (key + value) * 2;
    }

    /// The logits of one token and a few activations of a batch.
    private static long scratchBytes(GgufFile file) {
        long widest = Math.max(setting(file, "feed_forward_length", 0), 4 * setting(file, "embedding_length", 0));
        return vocabulary(file) * 4 * 4 + FallbackLoader.BATCH * widest * 4 * 4;
    }

    private static long vocabulary(GgufFile file) {
        return file.array("tokenizer.ggml.tokens").map(GgufArray::length).orElse(0);
    }

    private static long setting(GgufFile file, String name, long otherwise) {
        return file.integer(file.key(name)).orElse(otherwise);
    }

    private static int mib(long bytes) {
        return (int) Math.min((bytes + MIB - 1) / MIB, Integer.MAX_VALUE / 8);
    }
}
