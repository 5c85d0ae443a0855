package keepsake.runtime.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With the model that comes along, for real; what loads it once more is among the end-to-end tests.
class SentenceEmbedderTest {
    private static final SentenceEmbedder EMBEDDER = SentenceEmbedder.builtIn();

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        EMBEDDER.close();
    }

    @Test
    void whatMeansTheSameIsNearer() throws EmbeddingException {
        float[] question = EMBEDDER.query("Where does my sister live?");
        List<float[]> texts = EMBEDDER.passages(
                List.of("My sister moved to Lisbon last year.", "The printer is out of ink.", "I had soup for lunch."));

        assertThat(product(question, texts.get(0)))
                .isGreaterThan(product(question, texts.get(1)) + 0.1f)
                .isGreaterThan(product(question, texts.get(2)) + 0.1f);
    }

    @Test
    void vectorsHaveLengthOneAndComeInTheOrderGiven() throws EmbeddingException {
        List<String> texts = List.of("A rather long text about trains, ".repeat(20), "cat", "", "dogs bark at night");

        List<float[]> together = EMBEDDER.passages(texts);

        assertThat(together).hasSize(4).allSatisfy(vector -> {
            assertThat(vector).hasSize(384);
            assertThat(product(vector, vector)).isBetween(0.999f, 1.001f);
        });
        for (int i = 0; i < texts.size(); i++) {
            float[] alone = EMBEDDER.passages(List.of(texts.get(i))).getFirst();
            assertThat(product(alone, together.get(i))).isGreaterThan(0.97f);
        }
    }

    @Test
    void aTextBeyondTheLimitCountsWithItsBeginning() throws EmbeddingException {
        String beginning = "We talked about the garden. ".repeat(120);

        List<float[]> two = EMBEDDER.passages(List.of(beginning, beginning + "And then about tax law. ".repeat(200)));

        assertThat(product(two.get(0), two.get(1))).isGreaterThan(0.999f);
    }

    @Test
    @Tag("e2e")
    void aFolderOfTheUsersIsUsedAsItsDescriptionSays() throws Exception {
        copyBuiltIn("{\"dimensions\": 384, \"pooling\": \"cls\", \"passage_prefix\": \"text: \"}");

        try (SentenceEmbedder own = SentenceEmbedder.at(folder)) {
            assertThat(own.dimensions()).isEqualTo(384);
            assertThat(own.name()).startsWith(folder.getFileName() + "-");
            float[] first = own.passages(List.of("green tea")).getFirst();
            assertThat(product(first, own.query("text: green tea"))).isGreaterThan(0.999f);
            assertThat(product(first, EMBEDDER.query("green tea"))).isLessThan(0.99f);
        }
    }

    @Test
    @Tag("e2e")
    void anotherDescriptionIsAnotherModel() throws Exception {
        copyBuiltIn("{\"dimensions\": 384}");
        String before;
        try (SentenceEmbedder own = SentenceEmbedder.at(folder)) {
            before = own.name();
        }
        Files.writeString(folder.resolve("embedding.json"), "{\"dimensions\": 384, \"pooling\": \"cls\"}");

        try (SentenceEmbedder changed = SentenceEmbedder.at(folder)) {
            assertThat(changed.name()).isNotEqualTo(before);
        }
    }

    @Test
    @Tag("e2e")
    void aModelWithOtherVectorsThanDescribedIsRefusedAtTheFirstText() throws Exception {
        copyBuiltIn("{\"dimensions\": 768}");

        try (SentenceEmbedder own = SentenceEmbedder.at(folder)) {
            assertThatThrownBy(() -> own.query("a"))
                    .isInstanceOf(EmbeddingException.class)
                    .hasMessageContaining("no vectors of 768 numbers");
        }
    }

    @Test
    @Tag("e2e")
    void aDamagedModelIsRefusedWithASentence() throws Exception {
        copyBuiltIn("{\"dimensions\": 384}");
        Files.write(folder.resolve("model.onnx"), new byte[] {1, 2, 3, 4});

        try (SentenceEmbedder own = SentenceEmbedder.at(folder)) {
            assertThatThrownBy(() -> own.query("a"))
                    .isInstanceOf(EmbeddingException.class)
                    .hasMessageContaining("cannot be loaded")
                    .hasMessageContaining("still found by its words");
        }
    }

    @Test
    void aFolderWithoutAModelIsRefusedAtOnce() {
        assertThatThrownBy(() -> SentenceEmbedder.at(folder))
                .isInstanceOf(EmbeddingException.class)
                .hasMessageContaining("model.onnx is missing");
    }

    @Test
    void aClosedOneSaysSo() {
        SentenceEmbedder closed = SentenceEmbedder.builtIn();
        closed.close();

        assertThatThrownBy(() -> closed.query("a")).isInstanceOf(EmbeddingException.class);
    }

    private void copyBuiltIn(String description) throws Exception {
        try (InputStream model = EmbeddingModel.BGE_SMALL.files().model();
                InputStream tokenizer = EmbeddingModel.BGE_SMALL.files().tokenizer()) {
            Files.copy(model, folder.resolve("model.onnx"));
            Files.copy(tokenizer, folder.resolve("tokenizer.json"));
        }
        Files.writeString(folder.resolve("embedding.json"), description);
    }

    private static float product(float[] a, float[] b) {
        float product = 0;
        for (int i = 0; i < a.length; i++) product += a[i] * b[i];
        return product;
    }
}
