package keepsake.runtime.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Which model, where it lies, and how it wants to be used. Reading one loads nothing large.
///
/// A folder holds `model.onnx`, `tokenizer.json` (Hugging Face's format; WordPiece with BERT's normaliser) and
/// `embedding.json`: `dimensions` (needed), `pooling` (`mean` or `cls`; `mean` unless given), `max_tokens` (512),
/// `query_prefix` and `passage_prefix` (none).
///
/// @param name          for people, and to tell vectors of different models apart
/// @param dimensions    length of its vectors
/// @param pooling       how the tokens of a text become one vector
/// @param maxTokens     longest input, the two special tokens included; the rest of a text is not read
/// @param queryPrefix   put before a question
/// @param passagePrefix put before a text to be found
/// @param files         where they are
record EmbeddingModel(
        String name,
        int dimensions,
        Pooling pooling,
        int maxTokens,
        String queryPrefix,
        String passagePrefix,
        ModelFiles files) {
    /// Measured on dialogue (docs/decisions/0121): the mean finds more than the first token, which its authors
    /// trained, and their prefix for questions finds less.
    static final EmbeddingModel BGE_SMALL = new EmbeddingModel(
            "bge-small-en-v1.5-q",
            384,
            Pooling.MEAN,
            512,
            "",
            "",
            new ModelFiles.Resources("bge-small-en-v1.5-q.onnx", "bge-small-en-v1.5-q-tokenizer.json"));

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_DIMENSIONS = 8192;

    enum Pooling {
        /// The mean of all tokens.
        MEAN,
        /// The first token.
        CLS
    }

    /// Reads a folder's description.
    ///
    /// @throws EmbeddingException when it is no folder of an embedding model
    static EmbeddingModel read(Path folder) throws EmbeddingException {
        for (String needed : new String[] {"model.onnx", "tokenizer.json", "embedding.json"}) {
            if (!Files.isReadable(folder.resolve(needed))) {
                throw new EmbeddingException("The folder '" + folder + "' holds no embedding model: " + needed
                        + " is missing or cannot be read. Choose another folder, or 'builtin'.");
            }
        }
        try {
            JsonNode json = JSON.readTree(Files.readString(folder.resolve("embedding.json")));
            int dimensions = json.path("dimensions").asInt(0);
            int maxTokens = json.path("max_tokens").asInt(512);
            Optional<Pooling> pooling = pooling(json.path("pooling").asString("mean"));
            if (dimensions < 1 || dimensions > MOST_DIMENSIONS || maxTokens < 3 || pooling.isEmpty()) {
                throw new EmbeddingException("'" + folder.resolve("embedding.json") + "' needs 'dimensions' (1 to "
                        + MOST_DIMENSIONS + "); 'pooling' may be mean or cls, 'max_tokens' at least 3.");
            }
            return new EmbeddingModel(
                    folder.getFileName() + "-" + fingerprint(folder),
                    dimensions,
                    pooling.get(),
                    maxTokens,
                    json.path("query_prefix").asString(""),
                    json.path("passage_prefix").asString(""),
                    new ModelFiles.Folder(folder));
        } catch (JacksonException noJson) {
            throw new EmbeddingException(
                    "'" + folder.resolve("embedding.json") + "' is not valid JSON. Correct it, or choose 'builtin'.",
                    noJson);
        } catch (IOException unreadable) {
            throw new EmbeddingException(
                    "The embedding model in '" + folder + "' cannot be read (" + unreadable.getMessage()
                            + "). Allow reading it, or choose 'builtin'.",
                    unreadable);
        }
    }

    private static Optional<Pooling> pooling(String name) {
        for (Pooling pooling : Pooling.values()) {
            if (pooling.name().toLowerCase(Locale.ROOT).equals(name)) return Optional.of(pooling);
        }
        return Optional.empty();
    }

    /// Another model under the same name must not be taken for the one before: size, beginning and end of the
    /// weights, and the two small files.
    private static String fingerprint(Path folder) throws IOException {
        CRC32C sum = new CRC32C();
        Path weights = folder.resolve("model.onnx");
        long size = Files.size(weights);
        sum.update(ByteBuffer.allocate(Long.BYTES).putLong(size).flip());
        try (InputStream in = Files.newInputStream(weights)) {
            sum.update(in.readNBytes(1 << 16));
            in.skipNBytes(Math.max(0, size - (1 << 17)));
            sum.update(in.readNBytes(1 << 16));
        }
        sum.update(Files.readAllBytes(folder.resolve("tokenizer.json")));
        sum.update(Files.readAllBytes(folder.resolve("embedding.json")));
        return Long.toHexString(sum.getValue());
    }
}
