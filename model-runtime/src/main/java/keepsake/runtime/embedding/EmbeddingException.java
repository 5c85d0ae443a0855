package keepsake.runtime.embedding;

/// The embedding model cannot be used. The message is one or two plain sentences for a person: what happened and what
/// to do.
public final class EmbeddingException extends Exception {
    public EmbeddingException(String sentence) {
        super(sentence);
    }

    public EmbeddingException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
