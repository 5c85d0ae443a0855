package keepsake.app.home;

import java.util.List;
import java.util.Optional;
import keepsake.memory.Embedder;
import keepsake.runtime.embedding.EmbeddingException;
import keepsake.runtime.embedding.SentenceEmbedder;

/// The embedder of the settings: what memory asks for, done by model-runtime. Loads nothing before the first text.
final class LocalEmbedder implements Embedder {
    private final SentenceEmbedder sentences;

    private LocalEmbedder(SentenceEmbedder sentences) {
        this.sentences = sentences;
    }

    /// Empty when the user wants none, or when the folder they chose holds no model (see [#problem]).
    static Optional<Embedder> of(EmbeddingChoice choice) {
        try {
            return open(choice).map(LocalEmbedder::new);
        } catch (EmbeddingException noModel) {
            return Optional.empty();
        }
    }

    /// What is wrong with the choice, in a plain sentence.
    static Optional<String> problem(EmbeddingChoice choice) {
        try {
            open(choice).ifPresent(SentenceEmbedder::close);
            return Optional.empty();
        } catch (EmbeddingException noModel) {
            return Optional.of(String.valueOf(noModel.getMessage()));
        }
    }

    private static Optional<SentenceEmbedder> open(EmbeddingChoice choice) throws EmbeddingException {
        return switch (choice) {
            case EmbeddingChoice.BuiltIn() -> Optional.of(SentenceEmbedder.builtIn());
            case EmbeddingChoice.None() -> Optional.empty();
            case EmbeddingChoice.Folder(var folder) -> Optional.of(SentenceEmbedder.at(folder));
        };
    }

    @Override
    public String model() {
        return sentences.name();
    }

    @Override
    public int dimensions() {
        return sentences.dimensions();
    }

    @Override
    public float[] query(String text) {
        try {
            return sentences.query(text);
        } catch (EmbeddingException unusable) {
            throw new Unavailable(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    @Override
    public List<float[]> passages(List<String> texts) {
        try {
            return sentences.passages(texts);
        } catch (EmbeddingException unusable) {
            throw new Unavailable(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    @Override
    public void close() {
        sentences.close();
    }
}
