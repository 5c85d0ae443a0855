package keepsake.runtime.gguf;

import static keepsake.runtime.gguf.Refusal.quoted;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepsake.runtime.engine.EngineException.BadModel;

/// Checks the vocabulary. llama.cpp reads the lists beside the tokens without looking at their length or type.
final class VocabularyRules {
    private static final Set<String> MODELS =
            Set.of("llama", "gpt2", "bert", "t5", "rwkv", "plamo2", "gemma4", "hybriddna");
    /// Token ids that stand for "none" (-1 as 32 bits).
    private static final long NONE = 0xFFFF_FFFFL;

    private final GgufFile file;

    VocabularyRules(GgufFile file) {
        this.file = file;
    }

    /// @return the number of tokens; 0 when the file has no vocabulary and says so
    long check() throws BadModel {
        Optional<String> model = file.text("tokenizer.ggml.model");
        if (model.isEmpty()) throw Refusal.of(file.path(), "has no vocabulary", Refusal.OTHER_FILE);
        if (model.get().equals("none") || model.get().equals("no_vocab")) {
            throw Refusal.of(file.path(), "has no vocabulary, so it cannot chat", Refusal.OTHER_FILE);
        }
        if (!MODELS.contains(model.get())) {
            throw Refusal.of(
                    file.path(),
                    "splits text in a way (%s) that this llama.cpp does not know".formatted(quoted(model.get())),
                    "Update Keepsake, or get another file of this model.");
        }
        GgufArray tokens = list("tokenizer.ggml.tokens", GgufType.STRING)
                .orElseThrow(() -> Refusal.of(file.path(), "has no list of tokens", Refusal.GET_AGAIN));
        if (tokens.length() == 0) throw Refusal.damaged(file.path(), "its vocabulary is empty");
        // llama.cpp aborts on these
        Optional<String> twice = tokens.duplicateText();
        if (twice.isPresent()) {
            throw Refusal.damaged(file.path(), "its vocabulary has %s twice".formatted(quoted(twice.get())));
        }
        sameLength("tokenizer.ggml.scores", GgufType.FLOAT32, tokens.length());
        sameLength("tokenizer.ggml.token_type", GgufType.INT32, tokens.length());
        if (list("tokenizer.ggml.merges", GgufType.STRING).isEmpty()
                && model.get().equals("gpt2")) {
            throw Refusal.of(file.path(), "has no list of merges (tokenizer.ggml.merges)", Refusal.GET_AGAIN);
        }
        for (String special : List.of("bos", "eos")) {
            String key = "tokenizer.ggml.%s_token_id".formatted(special);
            long id = file.integer(key).orElse(NONE);
            if (id != NONE && (id < 0 || id >= tokens.length())) {
                throw Refusal.damaged(file.path(), "its %s is token %,d of %,d".formatted(key, id, tokens.length()));
            }
        }
        return tokens.length();
    }

    private void sameLength(String key, GgufType element, int tokens) throws BadModel {
        Optional<GgufArray> list = list(key, element);
        if (list.isPresent() && list.get().length() != tokens) {
            throw Refusal.damaged(
                    file.path(),
                    "the list %s has %,d entries for %,d tokens"
                            .formatted(quoted(key), list.get().length(), tokens));
        }
    }

    private Optional<GgufArray> list(String key, GgufType element) throws BadModel {
        GgufValue value = file.metadata().get(key);
        if (value == null) return Optional.empty();
        if (value instanceof GgufArray array && array.element() == element) return Optional.of(array);
        throw Refusal.damaged(file.path(), "%s is not a list of %s".formatted(quoted(key), element));
    }
}
