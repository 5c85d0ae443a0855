package keepsake.runtime.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
import keepsake.runtime.gguf.GgmlType;
import keepsake.runtime.gguf.TinyModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// With the real libraries and tiny models, whose answers mean nothing but must always be the same.
class StreamingEngineTest {
    private static final String QUESTION = "What did we say about the garden, and what about the sea?";

    @TempDir
    Path folder;

    private Path olmoe() throws IOException {
        return TinyModels.olmoe(folder.resolve("olmoe.gguf"), 3);
    }

    private static ChatEngine load(EngineLoader loader, Path model) throws EngineException {
        return loader.load(LoadRequest.of(model), LoadListener.NONE);
    }

    private static GenerationRequest ask(String text, Sampling sampling, int maxTokens) {
        return new GenerationRequest(List.of(new ChatTurn(Speaker.USER, text)), sampling, maxTokens, Optional.empty());
    }

    private static Generation greedy(ChatEngine engine, String text, int maxTokens) throws EngineException {
        return engine.generate(ask(text, Sampling.greedy(), maxTokens), GenerationListener.NONE, new StopSignal());
    }

    @Test
    void theAnswersTokensAreCountedWithoutThePrompt() throws Exception {
        long layer = 16 * 3 * GgmlType.F32.bytes(128L * 64);
        try (ChatEngine engine =
                load(StreamingLoader.with(StreamingOptions.DEFAULT.withExpertBytes(2 * layer)), olmoe())) {
            assertThat(engine.locality()).isEmpty();
            Generation answer = greedy(engine, QUESTION, 48);
            assertThat(answer.tokens()).hasSizeGreaterThan(16);
            var decode = answer.stats().decode();
            assertThat(decode.hitRate()).isBetween(0.0, 0.999);
            assertThat(decode.mibPerToken()).isPositive();
            assertThat(decode.mibPerToken() * (answer.tokens().size() - 1))
                    .isLessThan(answer.stats().mibRead());
            assertThat(decode.stallMillisPerToken()).isPositive();
            var locality = engine.locality().orElseThrow();
            assertThat(locality.tokens()).isGreaterThanOrEqualTo(answer.tokens().size() - 1);
            assertThat(locality.repeated()).isBetween(0.0, 1.0);
            assertThat(locality.curve().getLast().hitRate()).isGreaterThan(decode.hitRate());
        }
    }

    @ParameterizedTest
    @CsvSource({"olmoe,F32", "olmoe,Q8_0", "qwen2moe,F32", "qwen2moe,F16", "qwen3moe,F32", "qwen3moe,Q8_0", "llama,F32"
    })
    void theTokensAreTheSameForEveryBudgetAndWithoutStreaming(String architecture, GgmlType type) throws Exception {
        Path model =
                TinyModels.shape(architecture).withExpertType(type).withSeed(5).write(folder.resolve("tiny.gguf"));
        long layer = 16 * 3 * type.bytes(128L * 64);
        List<Integer> reference;
        try (ChatEngine mapped = load(StreamingLoader.mapped(StreamingOptions.DEFAULT), model)) {
            reference = greedy(mapped, QUESTION, 48).tokens();
        }
        assertThat(reference).isNotEmpty();
        for (long room : new long[] {layer, 2 * layer + layer / 2, 4 * layer}) {
            try (ChatEngine engine =
                    load(StreamingLoader.with(StreamingOptions.DEFAULT.withExpertBytes(room)), model)) {
                Generation answer = greedy(engine, QUESTION, 48);
                assertThat(answer.tokens()).isEqualTo(reference);
                assertThat(answer.stats().mibRead()).isPositive();
                assertThat(answer.stats().hitRate()).isLessThan(1);
                if (room == layer) assertThat(answer.stats().mibRead()).isGreaterThan(4.0 * layer / (1 << 20));
            }
        }
    }

    @Test
    void aDenseModelRunsAsWell() throws Exception {
        Path model = TinyModels.llamaDense(folder.resolve("dense.gguf"), 1);
        List<Integer> reference;
        try (ChatEngine mapped = load(StreamingLoader.mapped(StreamingOptions.DEFAULT), model)) {
            reference = greedy(mapped, QUESTION, 32).tokens();
        }
        try (ChatEngine engine = load(new StreamingLoader(), model)) {
            Generation answer = greedy(engine, QUESTION, 32);
            assertThat(answer.tokens()).isEqualTo(reference);
            assertThat(answer.stats().hitRate()).isEqualTo(1);
            assertThat(engine.info().experts()).isZero();
        }
    }

    @Test
    void whatWasAskedBeforeDoesNotChangeTheAnswer() throws Exception {
        String longStory = "Once upon a time there was a sea. ".repeat(20);
        Path model = olmoe();
        List<Integer> fresh;
        try (ChatEngine engine = load(new StreamingLoader(), model)) {
            fresh = greedy(engine, longStory + "And then?", 24).tokens();
        }
        try (ChatEngine engine = load(new StreamingLoader(), model)) {
            greedy(engine, longStory + "Who was there?", 24);
            assertThat(greedy(engine, longStory + "And then?", 24).tokens()).isEqualTo(fresh);
            assertThat(greedy(engine, longStory + "And then?", 24).tokens()).isEqualTo(fresh);
        }
    }

    @Test
    void aPromptThatWasReadBeforeIsNotReadAgain() throws Exception {
        String longStory = "Once upon a time there was a sea. ".repeat(20);
        try (ChatEngine engine = load(new StreamingLoader(), olmoe())) {
            greedy(engine, longStory, 1);
            List<Integer> done = new ArrayList<>();
            engine.generate(ask(longStory, Sampling.greedy(), 1), new OnPrompt(done::add), new StopSignal());
            assertThat(done.getFirst()).isPositive();
        }
    }

    /// Hears only the progress of the prompt.
    private record OnPrompt(java.util.function.IntConsumer action) implements GenerationListener {
        @Override
        public void onPrompt(int done, int total) {
            action.accept(done);
        }

        @Override
        public void onText(String text) {}
    }

    @Test
    void fewerExpertsGiveAnotherAnswer() throws Exception {
        Path model = olmoe();
        LoadRequest one = new LoadRequest(model, Optional.empty(), OptionalInt.empty(), OptionalInt.of(1), 512);
        try (ChatEngine all = load(new StreamingLoader(), model);
                ChatEngine mapped =
                        StreamingLoader.mapped(StreamingOptions.DEFAULT).load(one, LoadListener.NONE);
                ChatEngine few = new StreamingLoader().load(one, LoadListener.NONE)) {
            assertThat(greedy(few, QUESTION, 24).tokens())
                    .isEqualTo(greedy(mapped, QUESTION, 24).tokens());
            assertThat(few.info().expertsUsed()).isEqualTo(1);
            assertThat(few.info().contextTokens()).isEqualTo(512);
            assertThat(greedy(few, QUESTION, 24).tokens())
                    .isNotEqualTo(greedy(all, QUESTION, 24).tokens());
        }
    }

    @Test
    void theTextIsStreamedInPiecesThatMakeTheWhole() throws Exception {
        try (ChatEngine engine = load(new StreamingLoader(), olmoe())) {
            StringBuilder heard = new StringBuilder();
            Generation answer = engine.generate(ask(QUESTION, Sampling.chat(4), 40), heard::append, new StopSignal());
            assertThat(heard).hasToString(answer.text());
            assertThat(engine.generate(ask(QUESTION, Sampling.chat(4), 40), GenerationListener.NONE, new StopSignal())
                            .tokens())
                    .as("the same seed gives the same answer")
                    .isEqualTo(answer.tokens());
        }
    }

    @Test
    void aGrammarIsFollowed() throws Exception {
        String json = "root ::= \"{\\\"n\\\":\" [0-9] [0-9] \",\\\"ok\\\":\" (\"true\" | \"false\") \"}\"";
        GenerationRequest request = new GenerationRequest(
                List.of(new ChatTurn(Speaker.USER, QUESTION)), Sampling.greedy(), 64, Optional.of(json));
        try (ChatEngine engine = load(new StreamingLoader(), olmoe())) {
            Generation answer = engine.generate(request, GenerationListener.NONE, new StopSignal());
            assertThat(answer.text()).matches("\\{\"n\":\\d\\d,\"ok\":(true|false)}");
            assertThat(answer.ending()).isEqualTo(Ending.COMPLETE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"root ::= (", "start ::= \"a\"", "root ::= missing"})
    void aGrammarThatDoesNotParseIsABadRequest(String gbnf) throws Exception {
        GenerationRequest request = new GenerationRequest(
                List.of(new ChatTurn(Speaker.USER, "Hello")), Sampling.greedy(), 8, Optional.of(gbnf));
        try (ChatEngine engine = load(new StreamingLoader(), olmoe())) {
            assertThatThrownBy(() -> engine.generate(request, GenerationListener.NONE, new StopSignal()))
                    .isInstanceOf(EngineException.BadRequest.class);
            assertThat(greedy(engine, QUESTION, 4).tokens()).isNotEmpty();
        }
    }

    @Test
    void stopsWhenAskedAndAnswersTheNextQuestionAsIfNothingHadBeen() throws Exception {
        try (ChatEngine engine = load(new StreamingLoader(), olmoe())) {
            List<Integer> undisturbed = greedy(engine, QUESTION, 20).tokens();
            StopSignal stop = new StopSignal();
            Generation stopped = engine.generate(ask(QUESTION, Sampling.greedy(), 500), text -> stop.raise(), stop);
            assertThat(stopped.ending()).isEqualTo(Ending.STOPPED);
            assertThat(stopped.tokens()).hasSizeLessThan(20);
            StopSignal late = new StopSignal();
            engine.generate(ask(QUESTION, Sampling.greedy(), 2), GenerationListener.NONE, late);
            Generation next =
                    engine.generate(ask(QUESTION, Sampling.greedy(), 20), text -> late.raise(), new StopSignal());
            assertThat(next.tokens()).as("a signal ends its own answer only").isEqualTo(undisturbed);
            assertThat(greedy(engine, QUESTION, 20).tokens()).isEqualTo(undisturbed);
        }
    }

    @Test
    void stopsWhileThePromptIsRead() throws Exception {
        String longStory = "Once upon a time there was a sea. ".repeat(60);
        try (ChatEngine engine = load(new StreamingLoader(), olmoe())) {
            StopSignal stop = new StopSignal();
            Generation stopped =
                    engine.generate(ask(longStory, Sampling.greedy(), 20), new OnPrompt(done -> stop.raise()), stop);
            assertThat(stopped.ending()).isEqualTo(Ending.STOPPED);
            assertThat(stopped.tokens()).isEmpty();
            assertThat(greedy(engine, QUESTION, 4).tokens()).isNotEmpty();
        }
    }

    @Test
    void endsWhenTheContextIsFullAndRefusesAPromptThatFillsIt() throws Exception {
        LoadRequest small = new LoadRequest(olmoe(), Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), 256);
        try (ChatEngine engine = new StreamingLoader().load(small, LoadListener.NONE)) {
            Generation answer = greedy(engine, "sea ".repeat(10), 100_000);
            if (answer.ending() != Ending.COMPLETE) {
                assertThat(answer.ending()).isEqualTo(Ending.CONTEXT);
                assertThat(answer.stats().promptTokens() + answer.tokens().size())
                        .isEqualTo(256 + 1); // the last token is told but needs no room
            }
            assertThatThrownBy(() -> greedy(engine, "sea ".repeat(600), 4))
                    .isInstanceOf(EngineException.PromptTooLong.class);
        }
    }

    @Test
    void aBudgetThatCannotHoldTheModelIsRefusedWithTheNumberThatWorks() throws Exception {
        Path model = olmoe();
        LoadRequest tight = new LoadRequest(model, Optional.empty(), OptionalInt.of(20), OptionalInt.empty(), 512);
        assertThatThrownBy(() -> new StreamingLoader().load(tight, LoadListener.NONE))
                .isInstanceOfSatisfying(EngineException.BudgetTooSmall.class, refused -> {
                    assertThat(refused.neededMib()).isGreaterThan(20);
                    assertThat(refused.getMessage()).contains(String.format("%,d", refused.neededMib()));
                });
    }

    @Test
    void twoModelsLiveSideBySideAndAClosedOneSaysSo() throws Exception {
        Path first = olmoe();
        Path second = TinyModels.qwen3moe(folder.resolve("second.gguf"), 9);
        ChatEngine closed = load(new StreamingLoader(), first);
        try (ChatEngine other = load(new StreamingLoader(), second)) {
            greedy(closed, QUESTION, 4);
            closed.close();
            closed.close();
            assertThat(greedy(other, QUESTION, 4).tokens()).isNotEmpty();
            assertThatThrownBy(() -> greedy(closed, QUESTION, 4)).isInstanceOf(EngineException.Failed.class);
        }
    }

    @Test
    void aFileThatIsNoModelIsRefusedBeforeAnythingNativeSeesIt() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.gguf"), "These are my notes.");
        assertThatThrownBy(() -> load(new StreamingLoader(), text)).isInstanceOf(EngineException.BadModel.class);
    }

    @Test
    void countsTokensOfPlainText() throws Exception {
        try (ChatEngine engine = load(new StreamingLoader(), olmoe())) {
            assertThat(engine.countTokens("")).isZero();
            assertThat(engine.countTokens("sea sea")).isGreaterThan(engine.countTokens("sea"));
        }
    }
}
