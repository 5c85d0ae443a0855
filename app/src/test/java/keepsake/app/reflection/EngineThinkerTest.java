package keepsake.app.reflection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import keepsake.app.assistant.BackgroundModel;
import keepsake.app.assistant.ScriptedEngine;
import keepsake.runtime.engine.ChatTurn;
import keepsake.runtime.engine.ChatTurn.Speaker;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.Sampling;
import org.junit.jupiter.api.Test;

class EngineThinkerTest {
    private static final String YES_OR_NO = "{\"enum\": [\"yes\", \"no\"]}";

    @Test
    void theInstructionComesFirstAndTheTextIsDataInAForm() {
        ScriptedEngine engine = ScriptedEngine.saying("\"yes\"");
        Optional<String> answer = EngineThinker.with(engine).answer("Judge.", "the text", YES_OR_NO, 8, () -> false);
        assertThat(answer).contains("\"yes\"");
        assertThat(engine.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.turns())
                    .containsExactly(new ChatTurn(Speaker.SYSTEM, "Judge."), new ChatTurn(Speaker.USER, "the text"));
            assertThat(asked.sampling()).isEqualTo(Sampling.greedy());
            assertThat(asked.maxTokens()).isEqualTo(8);
            assertThat(asked.grammar().orElseThrow()).contains("root ::= ");
            assertThat(asked.stableTurns()).isZero();
        });
    }

    @Test
    void examplesAreShownAsEarlierTurns() {
        ScriptedEngine engine = ScriptedEngine.saying("\"no\"");
        String instruction = "Judge.\nBriefly.\n\nText:\none\nmore\nAnswer:\n\"yes\"\n\nText:\ntwo\nAnswer:\n\"no\"";
        EngineThinker.with(engine).answer(instruction, "three", YES_OR_NO, 8, () -> false);
        assertThat(engine.asked().getFirst().turns())
                .containsExactly(
                        new ChatTurn(Speaker.SYSTEM, "Judge.\nBriefly."),
                        new ChatTurn(Speaker.USER, "one\nmore"),
                        new ChatTurn(Speaker.ASSISTANT, "\"yes\""),
                        new ChatTurn(Speaker.USER, "two"),
                        new ChatTurn(Speaker.ASSISTANT, "\"no\""),
                        new ChatTurn(Speaker.USER, "three"));
    }

    @Test
    void whoIsToldToStopAsksNothing() {
        ScriptedEngine engine = ScriptedEngine.saying("\"yes\"");
        assertThat(EngineThinker.with(engine).answer("Judge.", "x", YES_OR_NO, 8, () -> true))
                .isEmpty();
        assertThat(engine.asked()).isEmpty();
    }

    @Test
    void aModelThatFailsGivesNoAnswer() {
        ScriptedEngine engine = ScriptedEngine.failing(new EngineException.HostDied("The process ended."));
        assertThat(EngineThinker.with(engine).answer("Judge.", "x", YES_OR_NO, 8, () -> false))
                .isEmpty();
    }

    @Test
    void aFormThatCannotBeKeptIsAMistakeOfTheCaller() {
        assertThatThrownBy(() -> EngineThinker.with(ScriptedEngine.saying("x"))
                        .answer("Judge.", "x", "{\"type\": \"number\"}", 8, () -> false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thinkingLoadsNoModelAndEndsWithIt() throws Exception {
        ScriptedEngine engine = ScriptedEngine.saying("\"yes\"");
        AtomicInteger loads = new AtomicInteger();
        try (BackgroundModel session = new BackgroundModel(
                (request, progress) -> {
                    loads.incrementAndGet();
                    return engine;
                },
                _ -> Optional.empty())) {
            assertThat(EngineThinker.with(session)).isEmpty();
            assertThat(loads).hasValue(0);
            session.load(LoadRequest.of(Path.of("model.gguf")));
            session.engine();
            EngineThinker thinker = EngineThinker.with(session).orElseThrow();
            assertThat(thinker.answer("Judge.", "x", YES_OR_NO, 8, () -> false)).contains("\"yes\"");
            session.close();
            assertThat(thinker.answer("Judge.", "x", YES_OR_NO, 8, () -> false)).isEmpty();
        }
    }
}
