package keepsake.runtime.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.ChatTurn;
import keepsake.runtime.engine.ChatTurn.Speaker;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.engine.Generation;
import keepsake.runtime.engine.Generation.Ending;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.Sampling;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.fallback.FallbackLoader;
import keepsake.runtime.gguf.TinyModels;
import keepsake.runtime.streaming.StreamingLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Random weights want to say anything; what they say under a grammar is in the form nevertheless.
class JsonGrammarTest {
    private static final String SCHEMA = """
            {"type": "object", "properties": {
                "kinds": {"type": "array", "items": {"enum": ["home", "the work", "none"]}, "minItems": 2, "maxItems": 3},
                "facts": {"type": "array", "maxItems": 2, "items": {"type": "object", "properties": {
                    "about": {"type": "string", "minLength": 1, "maxLength": 8},
                    "sure": {"type": "boolean"}}}}},
             "required": ["kinds", "facts"], "additionalProperties": false}""";

    @TempDir
    Path folder;

    private static Generation generate(ChatEngine engine, String grammar, Sampling sampling, int most, StopSignal stop)
            throws EngineException {
        List<ChatTurn> turns = List.of(new ChatTurn(Speaker.USER, "Tell me about the garden."));
        return engine.generate(
                new GenerationRequest(turns, sampling, most, Optional.of(grammar)), GenerationListener.NONE, stop);
    }

    private ChatEngine load(EngineLoader loader, long seed) throws Exception {
        Path model = TinyModels.olmoe(folder.resolve("tiny-" + seed + ".gguf"), seed);
        return loader.load(LoadRequest.of(model), LoadListener.NONE);
    }

    private static void assertHasTheForm(String text) {
        JsonNode answer = JsonMapper.shared().readTree(text);
        assertThat(answer.propertyNames()).containsExactly("kinds", "facts");
        assertThat(answer.get("kinds").size()).isBetween(2, 3);
        assertThat(answer.get("kinds"))
                .allSatisfy(kind -> assertThat(kind.asString()).isIn("home", "the work", "none"));
        assertThat(answer.get("facts").size()).isLessThanOrEqualTo(2);
        assertThat(answer.get("facts")).allSatisfy(fact -> {
            assertThat(fact.propertyNames()).containsExactly("about", "sure");
            String about = fact.get("about").asString();
            // Bytes that are no character can be shown as several.
            assertThat(about.codePoints().filter(c -> c != 0xFFFD).count()).isLessThanOrEqualTo(8);
            assertThat(about).isNotEmpty();
            assertThat(fact.get("sure").isBoolean()).isTrue();
        });
    }

    @Test
    void whateverTheWeightsTheAnswerHasTheForm() throws Exception {
        String grammar = JsonGrammar.of(SCHEMA);
        for (long seed = 1; seed <= 3; seed++) {
            try (ChatEngine engine = load(new StreamingLoader(), seed)) {
                for (Sampling sampling : List.of(Sampling.greedy(), new Sampling(5, 0, 1, 0, 1, seed))) {
                    Generation made = generate(engine, grammar, sampling, 400, new StopSignal());
                    assertThat(made.ending()).isEqualTo(Ending.COMPLETE);
                    assertHasTheForm(made.text());
                }
            }
        }
    }

    @Test
    void theFallbackEngineKeepsToTheFormToo() throws Exception {
        try (ChatEngine engine = load(new FallbackLoader(), 4)) {
            assertHasTheForm(generate(engine, JsonGrammar.of(SCHEMA), Sampling.greedy(), 400, new StopSignal())
                    .text());
        }
    }

    @Test
    void anAnswerInAFormCanBeStopped() throws Exception {
        String grammar = JsonGrammar.of("{\"type\": \"string\", \"minLength\": 900, \"maxLength\": 1000}");
        try (ChatEngine engine = load(new StreamingLoader(), 5)) {
            StopSignal stop = new StopSignal();
            GenerationRequest request = new GenerationRequest(
                    List.of(new ChatTurn(Speaker.USER, "x")), Sampling.greedy(), 2000, Optional.of(grammar));
            Generation made = engine.generate(request, text -> stop.raise(), stop);
            assertThat(made.ending()).isEqualTo(Ending.STOPPED);
            assertThat(made.tokens()).hasSizeLessThan(100);
        }
    }

    @Test
    void aGrammarThatIsNoneIsRefusedWithASentence() throws Exception {
        try (ChatEngine engine = load(new StreamingLoader(), 6)) {
            assertThatThrownBy(() -> generate(engine, "root ::= (((", Sampling.greedy(), 5, new StopSignal()))
                    .isInstanceOf(EngineException.BadRequest.class)
                    .hasMessageContaining("could not be understood");
            assertThat(generate(
                                    engine,
                                    JsonGrammar.of("{\"enum\": [\"yes\"]}"),
                                    Sampling.greedy(),
                                    20,
                                    new StopSignal())
                            .text())
                    .isEqualTo("\"yes\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no schema",
                "[]",
                "{}",
                "{\"type\": \"number\"}",
                "{\"type\": \"object\"}",
                "{\"type\": \"string\"}",
                "{\"type\": \"string\", \"maxLength\": 5, \"pattern\": \"a\"}",
                "{\"type\": \"string\", \"maxLength\": 100000}",
                "{\"type\": \"array\", \"items\": {\"type\": \"boolean\"}}",
                "{\"type\": \"array\", \"maxItems\": 3}",
                "{\"enum\": []}",
                "{\"enum\": [1]}",
                "{\"enum\": [\"a\\\"b\"]}",
                "{\"type\": \"object\", \"properties\": {\"a\\nb\": {\"type\": \"boolean\"}}}"
            })
    void aSchemaThatCannotBeKeptIsRefusedWithASentence(String schema) {
        assertThatThrownBy(() -> JsonGrammar.of(schema))
                .isInstanceOf(EngineException.BadRequest.class)
                .hasMessageStartingWith("The form asked for this answer cannot be used: ");
    }
}
