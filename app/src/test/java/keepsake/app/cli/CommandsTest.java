package keepsake.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepsake.app.assistant.ScriptedEngine;
import keepsake.app.cli.Commands.Result;
import keepsake.app.home.Home;
import keepsake.app.home.Keepsake;
import keepsake.app.home.KeepsakeHome;
import keepsake.app.home.WindowLock;
import keepsake.runtime.gguf.TinyModels;
import keepsake.runtime.saved.SavedFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CommandsTest {
    @TempDir
    Path folder;

    private Commands commands;

    @BeforeEach
    void makeCommands() {
        commands = new Commands(
                folder.resolve("home"), ScriptedEngine.saying("Hal", "cyon.").loader());
    }

    @Test
    void whatModelsKeepCanBeDeleted() throws IOException {
        SavedFolder saved = SavedFolder.at(folder.resolve("home").resolve("cache"));
        Files.writeString(saved.generation().resolve("0123.prompt"), "numbers");
        assertThat(commands.run("model", "forget").status()).isZero();
        assertThat(saved.bytes()).isZero();
        assertThat(commands.run("model", "forget").status()).isZero();
    }

    @Test
    void emptyStatesTeach() {
        assertThat(commands.run("facts").out()).contains("Nothing remembered yet. Say “Remember that …”");
        assertThat(commands.run("identity").out()).contains("keepsake identity set");
        assertThat(commands.plain(
                                "",
                                "model",
                                "list",
                                "--home",
                                folder.resolve("home").toString())
                        .out())
                .contains("keepsake model get starter");
        assertThat(commands.run("recall", "boat").out()).startsWith("Nothing found.");
    }

    @Test
    void aRememberedFactIsListedAndRecalledWithItsSource() {
        Result remembered = commands.run("remember", "Remember", "that", "my boat is called Halcyon");
        assertThat(remembered).isEqualTo(new Result(0, "Remembered (f1): My boat is called Halcyon\n", ""));
        JsonNode fact = commands.run("facts", "--json").json().get(0);
        assertThat(fact.propertyNames())
                .containsExactly(
                        "id",
                        "subject",
                        "statement",
                        "kind",
                        "status",
                        "confidence",
                        "pinned",
                        "recorded_at",
                        "valid_from",
                        "valid_to",
                        "sources");
        assertThat(fact.get("id").stringValue()).isEqualTo("f1");
        assertThat(fact.get("recorded_at").stringValue()).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(fact.get("sources").get(0).propertyNames())
                .containsExactly("message_id", "conversation_id", "quote", "said_at");
        JsonNode found =
                commands.run("recall", "--limit", "1", "--json", "boat").json();
        assertThat(found.size()).isEqualTo(1);
        assertThat(found.get(0).propertyNames()).containsExactly("id", "kind", "text", "score", "reason", "source");
        assertThat(found.get(0).get("kind").stringValue()).isEqualTo("fact");
        assertThat(found.get(0).get("source").get("role").stringValue()).isEqualTo("user");
    }

    @Test
    void rememberTakesAnyTextAlsoFromStandardInputAndKeepsItInTodaysNotes() {
        assertThat(commands.run("remember", "Zoë's number is 4711").out()).contains("Zoë's number is 4711");
        assertThat(commands.type("My cat is called Миша\n", "remember", "-").out())
                .contains("(f2): My cat is called Миша");
        try (Keepsake keepsake = open(Optional.empty())) {
            assertThat(keepsake.memory().conversations().list()).singleElement().satisfies(notes -> {
                assertThat(notes.title()).isEqualTo("Notes");
                assertThat(notes.messages()).isEqualTo(2);
            });
        }
    }

    @Test
    void identityIsSetListedExportedAndRemoved() throws IOException {
        Result set = commands.plain(
                "",
                "identity",
                "set",
                "given-name=Anna",
                "family-name=Berg",
                "email=a=b@example.org",
                "--home",
                home());
        assertThat(set.status()).as(set.err()).isZero();
        JsonNode fields = commands.run("identity", "--json").json();
        assertThat(fields.get(0).propertyNames()).containsExactly("name", "value", "status", "source");
        assertThat(fields.findValuesAsString("status")).containsOnly("confirmed");
        assertThat(fields.findValuesAsString("value")).contains("a=b@example.org");
        Path card = folder.resolve("me.vcf");
        assertThat(commands.run("export", "--format", "vcard", "--out", card.toString())
                        .status())
                .isZero();
        assertThat(Files.readString(card)).startsWith("BEGIN:VCARD").contains("Berg;Anna");
        Path bitwarden = folder.resolve("me.json");
        assertThat(commands.run("export", "--format", "bitwarden", "--out", bitwarden.toString())
                        .status())
                .isZero();
        assertThat(Files.readString(bitwarden)).contains("\"firstName\"");
        assertThat(commands.plain("", "identity", "set", "--home", home(), "email=")
                        .out())
                .isEqualTo("Removed email.\n");
        assertThat(commands.run("identity", "--json").out()).doesNotContain("example.org");
    }

    @Test
    void aModelIsOptimisedAndTheFileRemovedAgain() throws IOException {
        Path models = Files.createDirectories(folder.resolve("home/models"));
        Path tiny = TinyModels.olmoe(models.resolve("tiny.gguf"), 1);
        Path made = models.resolve("tiny.gguf.keepsake-experts");
        JsonNode done = commands.plain("", "model", "optimise", "tiny", "--json", "--home", home())
                .json();
        assertThat(done.get("file").asString()).isEqualTo(made.toString());
        assertThat(done.get("size").asLong()).isEqualTo(Files.size(made));
        assertThat(listed().get("optimised").asBoolean()).isTrue();
        assertThat(commands.plain("", "model", "check", tiny.toString()).out()).contains("as they were written");
        Files.write(made, new byte[20]);
        assertThat(listed().get("optimised").asBoolean()).isFalse();
        assertThat(commands.run("doctor").out()).contains("tiny: The file with").contains("answers are the same");
        assertThat(commands.plain("", "model", "optimise", "tiny", "--remove", "--home", home())
                        .out())
                .contains("are free again");
        assertThat(made).doesNotExist();
        assertThat(commands.plain("", "model", "optimise", "nowhere", "--home", home())
                        .status())
                .isEqualTo(2);
    }

    private JsonNode listed() {
        JsonNode models =
                commands.plain("", "model", "list", "--json", "--home", home()).json();
        assertThat(models).hasSize(1);
        return models.get(0);
    }

    @Test
    void modelsAreListedAndChecked() throws IOException {
        Path models = Files.createDirectories(folder.resolve("home/models"));
        Path tiny = TinyModels.olmoe(models.resolve("tiny.gguf"), 1);
        Files.writeString(models.resolve("notes.gguf"), "hello");
        JsonNode list =
                commands.plain("", "model", "list", "--json", "--home", home()).json();
        assertThat(list.get(1).propertyNames()).containsExactly("id", "path", "architecture", "size", "optimised");
        assertThat(list.findValuesAsString("id")).containsExactly("notes", "tiny");
        assertThat(list.findValuesAsString("architecture")).containsExactly("unreadable", "olmoe");
        assertThat(list.get(1).get("size").longValue()).isEqualTo(Files.size(tiny));
        assertThat(commands.plain("", "model", "list", "--home", home()).out())
                .startsWith("ID     ARCHITECTURE")
                .contains("tiny   olmoe");
        assertThat(commands.plain("", "model", "check", tiny.toString()).out())
                .startsWith("OK: ")
                .contains("olmoe", "16 experts per layer, 4 used", "It can be loaded safely.");
    }

    @Test
    void theDoctorLooksAtEverything() {
        JsonNode found = commands.run("doctor", "--json").json();
        assertThat(found.propertyNames())
                .containsExactly(
                        "ok", "home", "version", "java", "platform", "memory", "natives", "disk", "ram", "findings");
        assertThat(found.get("home").stringValue()).isEqualTo(home());
        assertThat(found.get("natives").propertyNames()).containsExactly("streaming", "fallback");
        assertThat(found.get("memory").get("ok").booleanValue()).isTrue();
        assertThat(found.get("version").stringValue()).isNotEqualTo("unknown").doesNotContain("$");
    }

    @Test
    void aDamagedMemoryIsTheDoctorsFindingNotItsEnd() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(home.resolve("keepsake.db"), "This is no database, but it is long enough. ".repeat(50));
        Result result = commands.run("doctor", "--json");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.json().get("memory").get("ok").booleanValue()).isFalse();
        Result facts = commands.run("facts");
        assertThat(facts.status()).isEqualTo(1);
        assertThat(facts.out()).isEmpty();
        assertThat(facts.err().strip()).isNotEmpty().doesNotContain("\n").doesNotContain("Exception");
    }

    @Test
    void commandsWorkBesideAnOpenWindow() throws IOException {
        Files.createDirectories(folder.resolve("home"));
        WindowLock lock = WindowLock.take(new Home(folder.resolve("home").toAbsolutePath()))
                .orElseThrow();
        try (Keepsake window = open(Optional.of(lock))) {
            assertThat(commands.run("remember", "my boat is called Halcyon").status())
                    .isZero();
            assertThat(window.memory().facts().active()).hasSize(1);
            long conversation = window.memory().conversations().start().id();
            window.memory().conversations().say(conversation, "said in the window about boats");
            assertThat(commands.run("recall", "--json", "boats").json().size()).isPositive();
        }
    }

    @Test
    void withoutACommandTheWindowOpensOnTheHomeAskedFor() {
        assertThat(commands.plain("").status()).isZero();
        assertThat(commands.plain("", "--home", home()).status()).isZero();
        assertThat(commands.windows()).isEqualTo(List.of(Optional.empty(), Optional.of(Path.of(home()))));
    }

    @Test
    void theHomeMayStandBeforeTheCommandToo() {
        assertThat(commands.plain("", "--home", home(), "remember", "my boat is blue")
                        .status())
                .isZero();
        assertThat(commands.plain("", "facts", "--json", "--home", home())
                        .json()
                        .size())
                .isEqualTo(1);
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        assertThat(commands.plain("", "--version").out()).startsWith("Keepsake ");
        assertThat(commands.plain("", "ask", "--help").out()).contains("--budget-mib", "--max-tokens", "--home");
        assertThat(commands.plain("", "help").out()).contains("remember", "recall", "doctor");
    }

    private String home() {
        return folder.resolve("home").toAbsolutePath().toString();
    }

    private Keepsake open(Optional<WindowLock> lock) {
        return KeepsakeHome.open(new Home(folder.resolve("home").toAbsolutePath()), commands.parts(), lock);
    }

    @Test
    void aRecordedRoutingIsReplayed() throws IOException {
        byte[] twoTokens = {0, 1, 2, 3, 3, 2, 1, 0, 1, 0, 2, 3, 3, 1, 2, 0};
        String routing = Files.write(folder.resolve("routing.bin"), twoTokens).toString();
        String[] shape = {"--layers", "2", "--experts", "4", "--experts-used", "2", "--cache-percent", "100"};
        List<String> replay = new ArrayList<>(List.of("bench", "replay", "--routing", routing));
        replay.addAll(List.of(shape));
        assertThat(commands.plain("", replay.toArray(String[]::new)).out())
                .isEqualTo("37.5 % of 8 uses by 2 tokens were found in RAM, with room for 8 experts"
                        + " (policy: forecast).\n");
        replay.add("--json");
        JsonNode result = commands.plain("", replay.toArray(String[]::new)).json();
        assertThat(result.propertyNames())
                .containsExactly("policy", "tokens", "cache_experts", "accesses", "hits", "hit_rate");
        assertThat(result.get("hits").intValue()).isEqualTo(3);
        assertThat(result.get("hit_rate").doubleValue()).isEqualTo(0.375);
    }
}
