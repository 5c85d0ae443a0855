package keepsake.app.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepsake.app.assistant.Assistant.Reply;
import keepsake.app.assistant.Assistant.ReplyListener;
import keepsake.app.assistant.Assistant.ReplyOptions;
import keepsake.memory.Fact;
import keepsake.memory.Memory;
import keepsake.memory.MemoryException;
import keepsake.memory.Message;
import keepsake.memory.Recall.Recollection;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.StopSignal;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberingAssistantTest {
    private static final ReplyOptions OPTIONS = ReplyOptions.of(0, 1, 100);

    @TempDir
    Path home;

    private Memory memory;
    private Optional<ModelSession> session = Optional.empty();
    private final List<String> heard = new ArrayList<>();

    @BeforeEach
    void open() {
        memory = Memory.open(home, InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z")));
    }

    @AfterEach
    void close() {
        session.ifPresent(ModelSession::close);
        memory.close();
    }

    @Test
    void theUsersWordsAreOnDiskBeforeTheModelSeesThem() {
        Reply reply = ask(ScriptedEngine.saying("Hel", "lo."), "Hi there");
        assertThat(heard).containsExactly("kept Hi there", "prompt", "Hel", "lo.");
        assertThat(reply.answer().state()).isEqualTo(Message.State.COMPLETE);
        assertThat(reply.answer().madeBy()).contains("Script · fallback");
        assertThat(memory.conversations().messages(reply.user().conversationId()))
                .extracting(Message::text)
                .containsExactly("Hi there", "Hello.");
    }

    @Test
    void whatTheUserAskedToRememberIsFoundInAnotherConversationAndNamedInTheAnswer() {
        Reply asked = ask(ScriptedEngine.saying("Fine."), "Remember that my boat is called Halcyon.");
        assertThat(heard).contains("remembered My boat is called Halcyon");
        assertThat(asked.given())
                .as("what was just said is in the prompt already")
                .isEmpty();
        ScriptedEngine engine = ScriptedEngine.saying("Halcyon.");
        Reply reply = ask(engine, "What is my boat called?");
        assertThat(reply.given()).extracting(Recollection::text).contains("My boat is called Halcyon");
        assertThat(reply.answer().memoriesGiven())
                .containsExactlyElementsOf(
                        reply.given().stream().map(Recollection::id).toList());
        assertThat(engine.asked().getLast().turns().getLast().text()).contains("My boat is called Halcyon");
    }

    @Test
    void askingTheSameTwiceGivesTheSamePrompt() {
        ask(ScriptedEngine.saying("Fine."), "Remember that my boat is called Halcyon.");
        ScriptedEngine engine = ScriptedEngine.saying("Halcyon.");
        ask(engine, "What is my boat called?");
        ask(engine, "What is my boat called?");
        assertThat(engine.asked().get(1).turns())
                .isEqualTo(engine.asked().get(0).turns());
    }

    @Test
    void conversationsBeginAlikeWhateverIsRecalledAndSaySo() {
        memory.identity().set("name", "Anna Berg");
        ask(ScriptedEngine.saying("Fine."), "Remember that my boat is called Halcyon.");
        ScriptedEngine engine = ScriptedEngine.saying("Halcyon.");
        Reply first = ask(engine, "What is my boat called?");
        Reply second = ask(engine, "How are you?");
        assertThat(first.given()).isNotEqualTo(second.given());
        assertThat(engine.asked())
                .allSatisfy(asked -> assertThat(asked.stableTurns()).isEqualTo(1));
        assertThat(engine.asked().get(0).turns().getFirst())
                .isEqualTo(engine.asked().get(1).turns().getFirst());
        assertThat(engine.asked().getFirst().turns().getFirst().text())
                .contains("Anna Berg")
                .doesNotContain("Halcyon");
    }

    @Test
    void aDeadHostKeepsThePartialAnswerAsFailedWithASentence() {
        var died = new EngineException.HostDied("The model stopped. Start it again.");
        Reply reply = ask(ScriptedEngine.failing(died, "Half ", "an "), "Tell me");
        assertThat(reply.answer().state()).isEqualTo(Message.State.FAILED);
        assertThat(reply.answer().text()).isEqualTo("Half an ");
        assertThat(reply.answer().problem()).contains("The model stopped. Start it again.");
        assertThat(reply.result()).isEmpty();
        assertThat(heard).contains("failed HostDied");
        assertThat(session.orElseThrow().state())
                .isInstanceOfSatisfying(ModelSession.State.Failed.class, failed -> assertThat(failed.restartable())
                        .isTrue());
    }

    @Test
    void withoutAModelTheMessageIsKeptAndTheAnswerSaysWhatToDo() {
        BackgroundModel none = new BackgroundModel(ScriptedEngine.saying().loader(), _ -> Optional.empty());
        session = Optional.of(none);
        Reply reply = assistant(none).reply(start(), "Hello", OPTIONS, listener(), new StopSignal());
        assertThat(reply.answer().state()).isEqualTo(Message.State.FAILED);
        assertThat(reply.answer().problem().orElseThrow())
                .contains("No model is open")
                .contains("starter");
        assertThat(reply.user().text()).isEqualTo("Hello");
    }

    @Test
    void stoppingKeepsWhatThereIs() {
        StopSignal stop = new StopSignal();
        ScriptedEngine engine = ScriptedEngine.saying("One ", "two ", "three");
        Reply reply = assistant(loaded(engine.loader()))
                .reply(
                        start(),
                        "Count",
                        OPTIONS,
                        new ReplyListener() {
                            @Override
                            public void onText(String text) {
                                if (text.equals("two ")) stop.raise();
                            }
                        },
                        stop);
        assertThat(reply.answer().state()).isEqualTo(Message.State.STOPPED);
        assertThat(reply.answer().text()).isEqualTo("One two ");
    }

    @Test
    void stoppingWhileTheModelLoadsEndsTheWait() {
        StopSignal stop = new StopSignal();
        BackgroundModel loading = loaded((request, progress) -> {
            progress.onProgress("reading weights", 1, 10);
            stop.raise();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException closed) {
                throw new EngineException.Failed("closed");
            }
            throw new AssertionError("the wait was not ended");
        });
        Reply reply = assistant(loading).reply(start(), "Hello", OPTIONS, listener(), stop);
        assertThat(reply.answer().state()).isEqualTo(Message.State.STOPPED);
    }

    @Test
    void aMessageThatIsTooLongIsKeptAndRefusedInASentence() {
        Reply reply = ask(ScriptedEngine.saying("x").withContext(300), "word ".repeat(400));
        assertThat(reply.answer().state()).isEqualTo(Message.State.FAILED);
        assertThat(reply.answer().problem().orElseThrow()).startsWith("Your message is too long for this model");
        assertThat(heard).contains("failed PromptTooLong");
    }

    @Test
    void wordsThatCannotBeKeptAreReportedByAnException() {
        ScriptedEngine engine = ScriptedEngine.saying("x");
        Assistant assistant = assistant(loaded(engine.loader()));
        Assertions.assertThatThrownBy(() -> assistant.reply(4711, "Hello", OPTIONS, listener(), new StopSignal()))
                .isInstanceOf(MemoryException.class);
        assertThat(engine.asked()).isEmpty();
    }

    private Reply ask(ScriptedEngine engine, String text) {
        session.ifPresent(ModelSession::close);
        return assistant(loaded(engine.loader())).reply(start(), text, OPTIONS, listener(), new StopSignal());
    }

    private BackgroundModel loaded(EngineLoader loader) {
        BackgroundModel model = new BackgroundModel(loader, _ -> Optional.empty());
        session = Optional.of(model);
        model.load(LoadRequest.of(Path.of("script.gguf")));
        return model;
    }

    private Assistant assistant(ModelSession model) {
        return new RememberingAssistant(
                memory, model, InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z")), ZoneOffset.UTC);
    }

    private long start() {
        return memory.conversations().start().id();
    }

    private ReplyListener listener() {
        return new ReplyListener() {
            @Override
            public void onKept(Message userMessage) {
                assertThat(memory.conversations().message(userMessage.id())).contains(userMessage);
                heard.add("kept " + userMessage.text());
            }

            @Override
            public void onRemembered(Fact fact) {
                heard.add("remembered " + fact.statement());
            }

            @Override
            public void onPrompt(int done, int total) {
                heard.add("prompt");
            }

            @Override
            public void onText(String text) {
                heard.add(text);
            }

            @Override
            public void onFailed(EngineException problem) {
                heard.add("failed " + problem.getClass().getSimpleName());
            }
        };
    }
}
