package keepsake.runtime.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class WordPieceTokenizerTest {
    private static final long CLS = 101;
    private static final long SEP = 102;
    private static final long UNK = 100;

    private static final Vocabulary VOCABULARY = vocabulary();
    private static final WordPieceTokenizer TOKENIZER = new WordPieceTokenizer(VOCABULARY, 512);

    private static Vocabulary vocabulary() {
        try (InputStream in = EmbeddingModel.BGE_SMALL.files().tokenizer()) {
            return Vocabulary.read(in);
        } catch (IOException | EmbeddingException missing) {
            throw new IllegalStateException(missing);
        }
    }

    record Reference(String text, List<Long> ids) {}

    static Stream<Reference> references() throws IOException {
        try (InputStream in = WordPieceTokenizerTest.class.getResourceAsStream("wordpiece.txt")) {
            JsonMapper json = JsonMapper.builder().build();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(parts -> new Reference(
                            json.readValue(parts[0], String.class),
                            Stream.of(parts[1].split(" ", -1))
                                    .map(Long::valueOf)
                                    .toList()));
        }
    }

    @ParameterizedTest
    @MethodSource("references")
    void givesTheIdsOfTheReference(Reference reference) {
        assertThat(Arrays.stream(TOKENIZER.ids(reference.text())).boxed()).containsExactlyElementsOf(reference.ids());
    }

    @Test
    void readsTheBeginningOfALongText() {
        long[] whole = TOKENIZER.ids("one two three ".repeat(400));

        assertThat(whole).hasSize(512).startsWith(CLS).endsWith(SEP);
        assertThat(Arrays.copyOf(whole, 511))
                .isEqualTo(Arrays.copyOf(TOKENIZER.ids("one two three ".repeat(300)), 511));
    }

    @Test
    void aWordThatNoPieceFitsIsUnknownAlsoAtTheVeryEnd() {
        // Five hundred and nine words, then one whose first pieces exist and whose last does not.
        String text = "a ".repeat(509) + "walking" + "\u16A0";

        assertThat(TOKENIZER.ids(text)).hasSize(512).endsWith(UNK, SEP);
    }

    @Test
    void marksOfTheModelAreOnlyTextWhenTheUserWritesThem() {
        long[] ids = TOKENIZER.ids("[SEP]");

        assertThat(ids).hasSizeGreaterThan(3).endsWith(SEP);
        assertThat(Arrays.copyOf(ids, ids.length - 1)).doesNotContain(SEP);
    }

    @Property(tries = 500)
    void anyTextBecomesIdsOfTheVocabulary(@ForAll @StringLength(max = 300) String text) {
        long[] ids = TOKENIZER.ids(text);

        assertThat(ids).startsWith(CLS).endsWith(SEP).hasSizeLessThanOrEqualTo(512);
        assertThat(Arrays.stream(ids))
                .allMatch(id -> id >= 0 && id < VOCABULARY.pieces().size());
    }
}
