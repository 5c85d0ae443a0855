package keepsake.runtime.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keepsake.runtime.engine.ChatTurn;
import keepsake.runtime.engine.ChatTurn.Speaker;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.engine.Generation;
import keepsake.runtime.engine.Generation.Ending;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.Sampling;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.GgufArray;
import keepsake.runtime.gguf.GgufReader;
import keepsake.runtime.gguf.TinyModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The packed library has no C interface on Windows.
@DisabledOnOs(OS.WINDOWS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FallbackEngineTest {
    private static final int CONTEXT = 512;

    private Path file = Path.of("");
    private FallbackEngine engine;

    @BeforeAll
    void loadTheTinyModel(@TempDir Path folder) throws Exception {
        file = TinyModels.olmoe(folder.resolve("tiny.gguf"), 7);
        engine = load(OptionalInt.empty());
    }

    @AfterAll
    void close() {
        engine.close();
    }

    private FallbackEngine load(OptionalInt experts) throws EngineException {
        return new FallbackLoader()
                .load(
                        new LoadRequest(file, Optional.empty(), OptionalInt.empty(), experts, CONTEXT),
                        LoadListener.NONE);
    }

    @Test
    void tellsWhatItLoaded() {
        assertThat(engine.info().engine()).isEqualTo(EngineKind.FALLBACK);
        assertThat(engine.info().architecture()).isEqualTo("olmoe");
        assertThat(engine.info().layers()).isEqualTo(4);
        assertThat(engine.info().experts()).isEqualTo(16);
        assertThat(engine.info().expertsUsed()).isEqualTo(4);
        assertThat(engine.info().contextTokens()).isEqualTo(CONTEXT);
        assertThat(engine.info().notice().orElseThrow())
                .contains("budget is not enforced")
                .doesNotContain("ChatML");
        assertThat(engine.info().budget().experts()).isPositive();
    }

    @Test
    void greedyAnswersAreTheSameWheneverAsked() throws Exception {
        Generation first = ask("who are you", Sampling.greedy(), 40);
        ask("something else in between", Sampling.greedy(), 10);

        assertThat(ask("who are you", Sampling.greedy(), 40).tokens())
                .isEqualTo(first.tokens())
                .hasSize(40);
        assertThat(first.ending()).isEqualTo(Ending.LENGTH);
        assertThat(first.stats().answerTokens()).isEqualTo(40);
    }

    @Test
    void theSeedDecidesARandomAnswer() throws Exception {
        var warm = new Sampling(3, 0, 1, 0, 1, 11);
        Generation first = ask("who are you", warm, 40);

        assertThat(ask("who are you", warm, 40).tokens()).isEqualTo(first.tokens());
        assertThat(ask("who are you", new Sampling(3, 0, 1, 0, 1, 12), 40).tokens())
                .isNotEqualTo(first.tokens());
    }

    @Test
    void theRepetitionPenaltyChangesTheAnswer() throws Exception {
        assertThat(ask("who are you", new Sampling(0, 0, 1, 0, 2, 0), 40).tokens())
                .isNotEqualTo(ask("who are you", Sampling.greedy(), 40).tokens());
    }

    @Test
    void fewerExpertsGiveAnotherAnswer() throws Exception {
        try (var narrow = load(OptionalInt.of(1))) {
            assertThat(narrow.info().expertsUsed()).isEqualTo(1);
            assertThat(generate(narrow, request("who are you", Sampling.greedy(), 40, Optional.empty()))
                            .tokens())
                    .isNotEqualTo(ask("who are you", Sampling.greedy(), 40).tokens());
        }
    }

    @Test
    void expertsOutOfRangeAreRefusedWithTheRange() {
        assertThatThrownBy(() -> load(OptionalInt.of(17)))
                .isInstanceOf(EngineException.BadRequest.class)
                .hasMessageContaining("1 to 16");
    }

    /// Every byte of this text is a token of its own in the tiny vocabulary, which the ids must show.
    @Test
    void theTokenIdsAreExactAlsoWithinCharacters() throws Exception {
        String wanted = "Grüße 😀🎉 naïve";
        Generation generation =
                generate(engine, request("say it", Sampling.greedy(), 100, Optional.of("root ::= \"" + wanted + "\"")));

        assertThat(generation.text()).isEqualTo(wanted);
        assertThat(generation.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(bytesOf(generation.tokens())).isEqualTo(wanted.getBytes(StandardCharsets.UTF_8));
        assertThat(generation.stats().answerTokens())
                .isEqualTo(generation.tokens().size());
    }

    @Test
    void streamsWholeCharactersThatMakeUpTheText() throws Exception {
        var streamed = new StringBuilder();
        Generation generation = engine.generate(
                request("who are you", new Sampling(5, 0, 1, 0, 1, 3), 80, Optional.empty()),
                text -> {
                    assertThat(text).isNotEmpty();
                    streamed.append(text);
                },
                new StopSignal());

        assertThat(streamed.toString()).isEqualTo(generation.text());
        String decoded = new String(bytesOf(generation.tokens()), StandardCharsets.UTF_8);
        // A character that the end of the answer cuts is left out.
        assertThat(decoded).startsWith(generation.text());
        assertThat(decoded.length() - generation.text().length()).isLessThanOrEqualTo(1);
    }

    @Test
    void aGrammarThatIsNoneIsRefused() {
        for (String grammar : List.of("root ::= (((", "", "yes", "other ::= \"a\"", "root ::= missing")) {
            assertThatThrownBy(() -> generate(engine, request("x", Sampling.greedy(), 5, Optional.of(grammar))))
                    .as(grammar)
                    .isInstanceOf(EngineException.BadRequest.class);
        }
    }

    @Test
    void aPromptLargerThanTheContextIsRefused() {
        assertThatThrownBy(() -> ask("word ".repeat(CONTEXT), Sampling.greedy(), 5))
                .isInstanceOf(EngineException.PromptTooLong.class)
                .hasMessageContaining(String.valueOf(CONTEXT));
    }

    @Test
    void anAnswerEndsWhereTheContextDoes() throws Exception {
        Generation generation = ask("who are you", Sampling.greedy(), 10_000);

        assertThat(generation.ending()).isEqualTo(Ending.CONTEXT);
        assertThat(generation.stats().promptTokens() + generation.stats().answerTokens())
                .as("the last token is not computed, so it needs no room")
                .isEqualTo(CONTEXT + 1);
    }

    @Test
    void stopEndsTheAnswerAndTheNextOneIsWhole() throws Exception {
        var stop = new StopSignal();
        Generation stopped = engine.generate(
                request("who are you", Sampling.greedy(), 400, Optional.empty()), text -> stop.raise(), stop);

        assertThat(stopped.ending()).isEqualTo(Ending.STOPPED);
        assertThat(stopped.tokens()).hasSizeBetween(1, 10);
        assertThat(ask("who are you", Sampling.greedy(), 40).tokens()).hasSize(40);
    }

    @Test
    void stopWhileThePromptIsReadEndsItWithoutAnAnswer() throws Exception {
        var stop = new StopSignal();
        var listener = new GenerationListener() {
            @Override
            public void onPrompt(int done, int total) {
                stop.raise();
            }

            @Override
            public void onText(String text) {
                throw new AssertionError("no text was asked for any more");
            }
        };
        Generation stopped =
                engine.generate(request("word ".repeat(60), Sampling.greedy(), 5, Optional.empty()), listener, stop);

        assertThat(stopped.ending()).isEqualTo(Ending.STOPPED);
        assertThat(stopped.tokens()).isEmpty();
    }

    @Test
    void countsTokensOfPlainText() throws Exception {
        assertThat(engine.countTokens("")).isZero();
        assertThat(engine.countTokens("<|im_end|>")).isEqualTo(10);
    }

    @Test
    void aClosedEngineSaysSo() throws Exception {
        FallbackEngine closed = load(OptionalInt.empty());
        closed.close();
        closed.close();

        assertThatThrownBy(() -> closed.countTokens("a"))
                .isInstanceOf(EngineException.Failed.class)
                .hasMessageContaining("unloaded");
    }

    @Test
    void leavesNoCopyOfTheLibraryBehind() throws IOException {
        try (var left = Files.list(Path.of(System.getProperty("java.io.tmpdir", "")))) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.contains("jllama"));
        }
    }

    private Generation ask(String text, Sampling sampling, int maxTokens) throws EngineException {
        return generate(engine, request(text, sampling, maxTokens, Optional.empty()));
    }

    private static Generation generate(FallbackEngine engine, GenerationRequest request) throws EngineException {
        return engine.generate(request, GenerationListener.NONE, new StopSignal());
    }

    private static GenerationRequest request(String text, Sampling sampling, int maxTokens, Optional<String> grammar) {
        return new GenerationRequest(List.of(new ChatTurn(Speaker.USER, text)), sampling, maxTokens, grammar);
    }

    /// What the vocabulary in the file says the tokens stand for, without llama.cpp.
    private byte[] bytesOf(List<Integer> tokens) throws EngineException.BadModel {
        GgufArray vocabulary =
                GgufReader.read(file).array("tokenizer.ggml.tokens").orElseThrow();
        var bytes = new ByteArrayOutputStream();
        for (int token : tokens) {
            String piece = vocabulary.text(token);
            if (piece.matches("<0x[0-9A-F]{2}>")) bytes.write(Integer.parseInt(piece.substring(3, 5), 16));
            else if (!piece.startsWith("<") || piece.equals("<")) {
                bytes.writeBytes(piece.replace("▁", " ").getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
