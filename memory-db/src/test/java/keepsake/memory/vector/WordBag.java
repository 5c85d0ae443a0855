package keepsake.memory.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import keepsake.memory.Embedder;

/// An embedder for tests: every word has a direction of its own, a text is the sum of its words. Texts that share
/// words are near.
final class WordBag implements Embedder {
    private final String model;
    private final int dimensions;
    private final List<String> seen = new ArrayList<>();
    private volatile boolean broken;

    WordBag(String model, int dimensions) {
        this.model = model;
        this.dimensions = dimensions;
    }

    void breakDown() {
        broken = true;
    }

    /// The texts to be found that it was given.
    synchronized List<String> seen() {
        return List.copyOf(seen);
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public float[] query(String text) {
        if (broken) throw new Unavailable("The test model is broken.", new IllegalStateException());
        return vector(text);
    }

    @Override
    public synchronized List<float[]> passages(List<String> texts) {
        if (broken || texts.stream().anyMatch(text -> text.contains("poison"))) {
            throw new Unavailable("The test model is broken.", new IllegalStateException());
        }
        seen.addAll(texts);
        return texts.stream().map(this::vector).toList();
    }

    float[] vector(String text) {
        float[] sum = new float[dimensions];
        for (String word : text.toLowerCase(Locale.ROOT).split("\\W+", -1)) {
            if (word.isEmpty()) continue;
            Random random = new Random(word.hashCode());
            for (int i = 0; i < dimensions; i++) sum[i] += (float) random.nextGaussian();
        }
        double squares = 0;
        for (float value : sum) squares += value * value;
        for (int i = 0; i < dimensions; i++) sum[i] /= (float) Math.sqrt(squares);
        return sum;
    }
}
