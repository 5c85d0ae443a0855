package keepsake.app.cli;

import java.util.List;
import keepsake.memory.Embedder;

/// One model for many memories: each closes its own, which leaves this one open.
record SharedEmbedder(Embedder shared) implements Embedder {
    @Override
    public String model() {
        return shared.model();
    }

    @Override
    public int dimensions() {
        return shared.dimensions();
    }

    @Override
    public float[] query(String text) {
        return shared.query(text);
    }

    @Override
    public List<float[]> passages(List<String> texts) {
        return shared.passages(texts);
    }

    @Override
    public void close() {
        // Whoever made it closes it.
    }
}
