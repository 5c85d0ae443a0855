package keepsake.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import keepsake.app.assistant.ScriptedEngine;
import keepsake.app.cli.Commands.Result;
import keepsake.app.home.Home;
import keepsake.app.home.Keepsake;
import keepsake.app.home.KeepsakeHome;
import keepsake.memory.Message;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.Sampling;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `ask` and `chat` with an engine that says what the test wants.
class AskTest {
    @TempDir
    Path folder;

    private Path model;
    private Optional<LoadRequest> loaded = Optional.empty();

    @BeforeEach
    void putAModel() throws IOException {
        model = Files.writeString(folder.resolve("model.gguf"), "not read by the scripted engine");
    }

    @Test
    void theAnswerStreamsToStandardOutputAndNothingElseDoes() {
        Result result = ask(ScriptedEngine.saying("Hal", "cyon 🛥."), "What is my boat called?");
        assertThat(result).isEqualTo(new Result(0, "Halcyon 🛥.\n", ""));
    }

    @Test
    void theJsonHasWhatScriptsRelyOn() {
        commands(ScriptedEngine.saying()).run("remember", "my boat is called Halcyon");
        JsonNode json = ask(ScriptedEngine.saying("Halcyon"), "--json", "What is my boat called?")
                .json();
        assertThat(json.propertyNames())
                .startsWith("text", "tokens", "engine", "architecture")
                .contains("memories", "stats", "conversation_id", "message_id");
        assertThat(json.get("text").stringValue()).isEqualTo("Halcyon");
        assertThat(json.get("tokens").size()).isEqualTo(7);
        assertThat(json.get("tokens").get(0).isInt()).isTrue();
        assertThat(json.get("engine").stringValue()).isEqualTo("fallback");
        assertThat(json.get("memories").get(0).stringValue()).isEqualTo("f1");
        assertThat(json.get("stats").propertyNames())
                .contains("prefill_tps", "decode_tps", "hit_rate", "mib_read", "peak_rss_mib", "load_ms")
                .endsWith("reused_tokens", "restored_tokens");
    }

    @Test
    void everyOptionReachesTheEngine() {
        ScriptedEngine engine = ScriptedEngine.saying("x");
        Result result = ask(
                engine,
                "--engine",
                "streaming",
                "--budget-mib",
                "900",
                "--experts",
                "8",
                "--temperature",
                "0.5",
                "--seed",
                "42",
                "--max-tokens",
                "7",
                "Several",
                "words");
        assertThat(result.status()).as(result.err()).isZero();
        LoadRequest request = loaded.orElseThrow();
        assertThat(request.model()).isEqualTo(model);
        assertThat(request.engine()).contains(EngineKind.STREAMING);
        assertThat(request.budgetMib()).hasValue(900);
        assertThat(request.expertsUsed()).hasValue(8);
        assertThat(request.cache()).contains(folder.resolve("home").resolve("cache"));
        var asked = engine.asked().getFirst();
        assertThat(asked.maxTokens()).isEqualTo(7);
        assertThat(asked.sampling().temperature()).isEqualTo(0.5);
        assertThat(asked.sampling().seed()).isEqualTo(42);
        assertThat(asked.turns().getLast().text()).isEqualTo("Several words");
    }

    @Test
    void temperatureZeroIsPlainGreedy() {
        ScriptedEngine engine = ScriptedEngine.saying("x");
        ask(engine, "--temperature", "0", "Hi");
        assertThat(engine.asked().getFirst().sampling()).isEqualTo(Sampling.greedy());
    }

    @Test
    void aDashReadsStandardInput() {
        ScriptedEngine engine = ScriptedEngine.saying("x");
        commands(engine).type("From a pipe\nwith two lines\n", "ask", "--model", model.toString(), "-");
        assertThat(engine.asked().getFirst().turns().getLast().text()).isEqualTo("From a pipe\nwith two lines");
    }

    @Test
    void aHostThatDiesIsAFailureAndTheQuestionIsKept() {
        var died = new EngineException.HostDied("The model stopped. Ask again.");
        Result result = ask(ScriptedEngine.failing(died, "Half"), "--json", "Hello");
        assertThat(result).isEqualTo(new Result(1, "", "The model stopped. Ask again.\n"));
        List<Message> kept = messages();
        assertThat(kept).extracting(Message::text).containsExactly("Hello", "Half");
        assertThat(kept.getLast().state()).isEqualTo(Message.State.FAILED);
    }

    @Test
    void aModelThatCannotBeLoadedIsBadInputAndNothingIsKept() {
        EngineLoader refusing = (_, _) -> {
            throw new EngineException.BudgetTooSmall("It needs 900 MiB. Give --budget-mib 900.", 900);
        };
        Result result = new Commands(folder.resolve("home"), refusing).run("ask", "--model", model.toString(), "Hello");
        assertThat(result).isEqualTo(new Result(2, "", "It needs 900 MiB. Give --budget-mib 900.\n"));
        assertThat(messages()).isEmpty();
    }

    @Test
    void aQuestionThatIsTooLongIsBadInput() {
        Result result = ask(ScriptedEngine.saying("x").withContext(300), "word ".repeat(400));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("Your message is too long for this model");
    }

    @Test
    void theOnlyModelAnswersWithoutBeingNamed() throws IOException {
        Files.createDirectories(folder.resolve("home/models"));
        Path only = Files.writeString(folder.resolve("home/models/only.gguf"), "x");
        assertThat(commands(ScriptedEngine.saying("Yes")).run("ask", "Hello").out())
                .isEqualTo("Yes\n");
        assertThat(loaded.orElseThrow().model()).isEqualTo(only.toAbsolutePath());
        Files.writeString(folder.resolve("home/models/other.gguf"), "x");
        assertThat(commands(ScriptedEngine.saying("Yes")).run("ask", "Hello").err())
                .contains("only, other")
                .contains("--model");
        Path starter = Files.writeString(folder.resolve("home/models/starter.gguf"), "x");
        assertThat(commands(ScriptedEngine.saying("Yes")).run("ask", "Hello").status())
                .isZero();
        assertThat(loaded.orElseThrow().model()).isEqualTo(starter.toAbsolutePath());
        assertThat(commands(ScriptedEngine.saying("Yes"))
                        .run("ask", "--model", "other", "Hello")
                        .status())
                .isZero();
        assertThat(loaded.orElseThrow().model().getFileName()).hasToString("other.gguf");
    }

    @Test
    void chatTakesEachLineAsAMessageOfOneConversation() {
        Result result = commands(ScriptedEngine.saying("Aha."))
                .type(
                        "Remember that my boat is blue\n\nHello\n/facts\n/new\nAgain\n/quit\nnever\n",
                        "chat",
                        "--model",
                        model.toString());
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).startsWith("Aha.\nAha.\nf1  21 November 2026  My boat is blue\nAha.\n");
        try (Keepsake keepsake = open()) {
            assertThat(keepsake.memory().conversations().list())
                    .extracting(conversation -> conversation.messages())
                    .containsExactlyInAnyOrder(4, 2);
        }
    }

    @Test
    void chatGoesOnAfterAFailureAndSaysSoInTheEnd() {
        var died = new EngineException.HostDied("The model stopped.");
        Result result =
                commands(ScriptedEngine.failing(died)).type("One\nTwo\n/bogus\n", "chat", "--model", model.toString());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).startsWith("The model stopped.\nThe model stopped.\nThere is no /bogus.");
    }

    private Result ask(ScriptedEngine engine, String... words) {
        String[] line = new String[words.length + 3];
        line[0] = "ask";
        line[1] = "--model";
        line[2] = model.toString();
        System.arraycopy(words, 0, line, 3, words.length);
        return commands(engine).run(line);
    }

    private Commands commands(ScriptedEngine engine) {
        return new Commands(folder.resolve("home"), (request, progress) -> {
            loaded = Optional.of(request);
            return engine.loader().load(request, progress);
        });
    }

    private Keepsake open() {
        return KeepsakeHome.open(
                new Home(folder.resolve("home").toAbsolutePath()),
                commands(ScriptedEngine.saying()).parts(),
                Optional.empty());
    }

    private List<Message> messages() {
        try (Keepsake keepsake = open()) {
            var conversations = keepsake.memory().conversations();
            return conversations.list().stream()
                    .flatMap(conversation -> conversations.messages(conversation.id()).stream())
                    .toList();
        }
    }
}
