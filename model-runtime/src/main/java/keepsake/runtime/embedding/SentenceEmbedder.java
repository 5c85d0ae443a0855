package keepsake.runtime.embedding;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Turns texts into vectors of length 1 whose product is nearness in meaning. The model is loaded at the first text,
/// in this process, and stays until [#close]. Nothing is sent or written anywhere. Threads: any.
public final class SentenceEmbedder implements AutoCloseable {
    /// One call computes so many texts, and tokens with padding, at a time: more is no faster and takes more memory.
    private static final int BATCH_TEXTS = 16;

    private static final int BATCH_TOKENS = 1024;

    /// A second one has to be woken or spins; a question of a dozen words was slower with it.
    private static final int THREADS = 1;

    private final EmbeddingModel model;
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private volatile @Nullable Loaded loaded;
    private boolean closed;

    private SentenceEmbedder(EmbeddingModel model) {
        this.model = model;
    }

    private record Loaded(WordPieceTokenizer tokenizer, OnnxModel onnx) {}

    /// The model that comes with Keepsake: bge-small-en-v1.5, quantised to bytes; 384 dimensions.
    public static SentenceEmbedder builtIn() {
        return new SentenceEmbedder(EmbeddingModel.BGE_SMALL);
    }

    /// A model of the user's: a folder with `model.onnx`, `tokenizer.json` and `embedding.json` (`dimensions`;
    /// optional `pooling`: mean or cls, `max_tokens`, `query_prefix`, `passage_prefix`). Loads only the last.
    ///
    /// @throws EmbeddingException when the folder holds no such model
    public static SentenceEmbedder at(Path folder) throws EmbeddingException {
        return new SentenceEmbedder(EmbeddingModel.read(folder));
    }

    /// Tells models apart, other files under the same name included.
    public String name() {
        return model.name();
    }

    public int dimensions() {
        return model.dimensions();
    }

    /// The vector of a question.
    public float[] query(String text) throws EmbeddingException {
        return inUse(
                ready -> ready.onnx().vectors(new long[][] {ready.tokenizer().ids(model.queryPrefix() + text)})[0]);
    }

    /// The vectors of texts to be found, in the order given. Of a text longer than the model takes (512 tokens, some
    /// 350 words) the beginning counts.
    ///
    /// A quantised model rounds a whole batch alike, so a text's vector differs a little (cosine 0.99 and more)
    /// with
    /// the texts beside it.
    public List<float[]> passages(List<String> texts) throws EmbeddingException {
        return inUse(ready -> {
            long[][] ids = texts.stream()
                    .map(text -> ready.tokenizer().ids(model.passagePrefix() + text))
                    .toArray(long[][]::new);
            // Texts of about the same length together need the least padding.
            int[] order = IntStream.range(0, ids.length)
                    .boxed()
                    .sorted(Comparator.comparingInt(i -> ids[i].length))
                    .mapToInt(Integer::intValue)
                    .toArray();
            float[][] vectors = new float[ids.length][];
            for (int from = 0; from < order.length; ) {
                int to = from + 1;
                while (to < order.length
                        && to - from < BATCH_TEXTS
                        && (to - from + 1) * ids[order[to]].length <= BATCH_TOKENS) {
                    to++;
                }
                int[] batch = Arrays.copyOfRange(order, from, to);
                float[][] made = ready.onnx()
                        .vectors(Arrays.stream(batch).mapToObj(i -> ids[i]).toArray(long[][]::new));
                for (int i = 0; i < batch.length; i++) vectors[batch[i]] = made[i];
                from = to;
            }
            return List.of(vectors);
        });
    }

    private interface Use<T> {
        T of(Loaded ready) throws EmbeddingException;
    }

    private <T> T inUse(Use<T> use) throws EmbeddingException {
        Loaded ready = ready();
        open.readLock().lock();
        try {
            if (closed) throw new EmbeddingException("The embedding model is closed. Start Keepsake again.");
            return use.of(ready);
        } finally {
            open.readLock().unlock();
        }
    }

    private Loaded ready() throws EmbeddingException {
        // A question must not wait until a batch in the background lets the lock go.
        Loaded before = loaded;
        if (before != null) return before;
        open.writeLock().lock();
        try {
            if (closed) throw new EmbeddingException("The embedding model is closed. Start Keepsake again.");
            Loaded there = loaded;
            if (there == null) {
                there = load();
                loaded = there;
            }
            return there;
        } finally {
            open.writeLock().unlock();
        }
    }

    private Loaded load() throws EmbeddingException {
        Meanwhile<Vocabulary> vocabulary = Meanwhile.start(this::vocabulary);
        OnnxModel onnx = OnnxModel.load(model, THREADS);
        try {
            return new Loaded(new WordPieceTokenizer(vocabulary.result(), model.maxTokens()), onnx);
        } catch (IOException unreadable) {
            throw new EmbeddingException(
                    "The vocabulary of the embedding model " + model.name() + " cannot be read ("
                            + unreadable.getMessage() + "). Choose another embedding model, or install Keepsake again.",
                    unreadable);
        }
    }

    private Vocabulary vocabulary() throws IOException, EmbeddingException {
        try (InputStream in = model.files().tokenizer()) {
            return Vocabulary.read(in);
        }
    }

    /// Frees the model; waits for texts that are being computed.
    @Override
    public void close() {
        open.writeLock().lock();
        try {
            closed = true;
            Loaded there = loaded;
            if (there != null) there.onnx().close();
            loaded = null;
        } catch (OrtException alreadyGone) {
            loaded = null; // its memory ends with the process
        } finally {
            open.writeLock().unlock();
        }
    }
}
