package keepsake.memory;

import java.util.List;

/// Turns text into vectors whose nearness is nearness in meaning. Memory asks for one and works without it.
///
/// [#model] and [#dimensions] answer at once; the model itself may be loaded at the first text. Threads: any.
public interface Embedder extends AutoCloseable {
    /// Names the model and how it is used. Vectors of different names never meet: another name embeds everything anew.
    String model();

    /// The length of every vector.
    int dimensions();

    /// The vector of a question, of length 1.
    ///
    /// @throws Unavailable when the model cannot be used
    float[] query(String text);

    /// The vectors of texts to be found, of length 1, in the order given. What a model cannot take in whole counts
    /// with its beginning.
    ///
    /// @throws Unavailable when the model cannot be used
    List<float[]> passages(List<String> texts);

    /// Frees the model. Memory does so when it is closed itself.
    @Override
    default void close() {}

    /// The model cannot be used. The message is plain: what happened and what to do; nothing that is kept is affected.
    final class Unavailable extends RuntimeException {
        public Unavailable(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }
}
