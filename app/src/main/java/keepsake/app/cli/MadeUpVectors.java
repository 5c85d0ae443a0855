package keepsake.app.cli;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import keepsake.memory.Embedder;

/// Vectors for made-up texts, in no time: noise around one of 500 directions, chosen by the text's first word. A
/// question also goes through the real model, so that it takes as long as it does for a user.
final class MadeUpVectors implements Embedder {
    private static final int DIMENSIONS = 384;
    private static final int TOPICS = 500;

    /// As far apart as messages about related things: a cosine of about 0.86.
    private static final double NOISE = 0.6;

    private final Optional<Embedder> real;

    MadeUpVectors(Optional<Embedder> real) {
        this.real = real;
    }

    @Override
    public String model() {
        return "made-up";
    }

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }

    @Override
    public float[] query(String text) {
        real.ifPresent(model -> model.query(text));
        return vector(text);
    }

    @Override
    public List<float[]> passages(List<String> texts) {
        return texts.stream().map(MadeUpVectors::vector).toList();
    }

    private static float[] vector(String text) {
        int space = text.indexOf(' ');
        String first = space < 0 ? text : text.substring(0, space);
        Random topic = new Random(Math.floorMod(first.hashCode(), TOPICS));
        Random own = new Random(text.hashCode());
        float[] vector = new float[DIMENSIONS];
        double length = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) (topic.nextGaussian() + NOISE * own.nextGaussian());
            length += vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSIONS; i++) vector[i] /= (float) Math.sqrt(length);
        return vector;
    }
}
