package keepsake.runtime.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The pieces of words that a model knows, as its `tokenizer.json` lists them. Pieces that continue a word begin
/// with `##`.
///
/// @param pieces    ids by piece
/// @param lowercase whether text is lower-cased and loses its accents
record Vocabulary(Map<String, Integer> pieces, boolean lowercase) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// @throws EmbeddingException when the tokenizer is of a kind this class does not do, or damaged
    static Vocabulary read(InputStream tokenizer) throws IOException, EmbeddingException {
        try {
            JsonNode json = JSON.readTree(tokenizer);
            JsonNode model = json.path("model");
            JsonNode normaliser = json.path("normalizer");
            if (!model.path("vocab").isObject()
                    || !model.path("continuing_subword_prefix").asString("##").equals("##")
                    || !normaliser.path("type").asString("").equals("BertNormalizer")
                    || !json.path("pre_tokenizer").path("type").asString("").equals("BertPreTokenizer")) {
                throw new EmbeddingException("The embedding model's tokenizer.json is of another kind than BERT's"
                        + " WordPiece, which is the one Keepsake knows. Choose another model, or 'builtin'.");
            }
            Map<String, Integer> pieces = HashMap.newHashMap(model.path("vocab").size());
            for (Map.Entry<String, JsonNode> piece : model.path("vocab").properties()) {
                pieces.put(piece.getKey(), piece.getValue().asInt());
            }
            for (String needed : new String[] {"[PAD]", "[UNK]", "[CLS]", "[SEP]"}) {
                if (!pieces.containsKey(needed)) {
                    throw new EmbeddingException("The embedding model's vocabulary lacks " + needed
                            + ", so it cannot be used. Choose another model, or 'builtin'.");
                }
            }
            return new Vocabulary(pieces, normaliser.path("lowercase").asBoolean(true));
        } catch (JacksonException damaged) {
            throw new EmbeddingException(
                    "The embedding model's tokenizer.json is damaged. Install it again, or choose 'builtin'.", damaged);
        }
    }

    int id(String piece) {
        Integer id = pieces.get(piece);
        if (id == null) throw new IllegalArgumentException("no such piece: " + piece);
        return id;
    }
}
