package keepsake.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import keepsake.app.assistant.ScriptedEngine;
import keepsake.app.cli.Commands.Result;
import keepsake.runtime.gguf.TinyModels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The commands of forgetting, as scripts call them.
class ForgetTest {
    @TempDir
    Path folder;

    private final ScriptedEngine engine = ScriptedEngine.saying("Well, ", "Snickerbole.");
    private Commands commands;

    @BeforeEach
    void prepare() {
        commands = new Commands(folder.resolve("home"), engine.loader());
    }

    private String remembered(String text) {
        commands.run("remember", text);
        for (JsonNode fact : commands.run("facts", "--json").json()) {
            if (fact.get("statement").stringValue().equalsIgnoreCase(text))
                return fact.get("id").stringValue();
        }
        throw new AssertionError(text);
    }

    private JsonNode messages() {
        return commands.run("messages", "--json").json();
    }

    private boolean isOnDisk(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> all = Files.walk(folder.resolve("home"))) {
            return all.filter(Files::isRegularFile).anyMatch(file -> holds(file, bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(Path file, byte[] word) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return text.toLowerCase(java.util.Locale.ROOT)
                    .contains(new String(word, StandardCharsets.ISO_8859_1).toLowerCase(java.util.Locale.ROOT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void messagesListsEverything() {
        assertThat(messages()).isEmpty();
        remembered("my boat is called Halcyon");
        remembered("my cat is called Mia");
        JsonNode all = messages();
        assertThat(all).hasSize(2);
        assertThat(all.get(0).propertyNames())
                .containsExactly(
                        "id",
                        "conversation_id",
                        "parent_id",
                        "role",
                        "text",
                        "said_at",
                        "state",
                        "made_by",
                        "memories");
        assertThat(all.get(0).get("text").stringValue()).isEqualTo("my boat is called Halcyon");
        assertThat(commands.run("messages").out()).contains("m1", "Halcyon");
    }

    @Test
    void forgetHidesAndUndoBringsBack() {
        String fact = remembered("my boat is called Halcyon");
        Result hidden = commands.run("forget", "--yes", fact, "m1");
        assertThat(hidden.status()).isZero();
        assertThat(hidden.out()).contains("--undo");
        assertThat(messages()).isEmpty();
        assertThat(commands.run("facts", "--json").json()).isEmpty();
        assertThat(commands.run("recall", "--json", "Halcyon").json()).isEmpty();
        assertThat(commands.run("forget", "--undo", fact, "m1").status()).isZero();
        assertThat(messages()).hasSize(1);
        assertThat(commands.run("facts", "--json").json()).hasSize(1);
    }

    @Test
    void forgetForGoodLeavesNoByte() {
        String fact = remembered("my boat is called Quibblewick");
        remembered("my cat is called Mia");
        assertThat(isOnDisk("quibblewick")).isTrue();
        Result erased = commands.run("forget", "--for-good", "--yes", fact, "m1");
        assertThat(erased.status()).isZero();
        assertThat(erased.out()).isEqualTo("Erased for good: 1 message, 1 fact.\n");
        assertThat(erased.err()).isEmpty();
        assertThat(isOnDisk("quibblewick")).isFalse();
        assertThat(messages()).hasSize(1);
        assertThat(commands.run("doctor", "--json")
                        .json()
                        .get("memory")
                        .get("ok")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void withoutYesAndATerminalNothingIsChanged() {
        String fact = remembered("my boat is called Halcyon");
        Result refused = commands.run("forget", "--for-good", fact);
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.out()).contains("Facts that go", "Halcyon", "m1");
        assertThat(refused.err()).contains("--yes");
        assertThat(commands.run("forget", "m1").status()).isEqualTo(2);
        assertThat(messages()).hasSize(1);
    }

    @Test
    void anUnknownIdIsASentenceAndChangesNothing() {
        remembered("my boat is called Halcyon");
        for (String bad : new String[] {"m99", "f99", "x1", "12"}) {
            Result refused = commands.run("forget", "--for-good", "--yes", "m1", bad);
            assertThat(refused.status()).as(bad).isEqualTo(2);
            assertThat(refused.err()).contains("Nothing was changed").contains(bad);
            assertThat(commands.run("forget", "--yes", "m1", bad).status()).isEqualTo(2);
        }
        assertThat(messages()).hasSize(1);
    }

    @Test
    void statsCountsWhatThereIs() {
        remembered("my boat is called Halcyon");
        JsonNode stats = commands.run("stats", "--json").json();
        assertThat(stats.propertyNames()).containsExactly("messages", "embedded", "facts", "episodes");
        assertThat(stats.get("messages").intValue()).isEqualTo(1);
        assertThat(stats.get("facts").intValue()).isEqualTo(1);
        assertThat(commands.run("stats").out()).contains("1 messages");
    }

    @Test
    void neverStoreRulesAreListedAddedAndRemoved() {
        assertThat(commands.run("never-store", "--json").json()).isEmpty();
        assertThat(commands.run("never-store", "add", "Project Bluebird").status())
                .isZero();
        JsonNode rules =
                commands.run("never-store", "add", "--json", "card-numbers").json();
        assertThat(rules).hasSize(2);
        assertThat(rules.get(1).get("kind").stringValue()).isEqualTo("card_number");
        assertThat(rules.get(1).get("text").isNull()).isTrue();
        commands.run("remember", "I work on project bluebird with 4111 1111 1111 1111");
        assertThat(messages().get(0).get("text").stringValue())
                .isEqualTo("I work on [not kept: rule 1] with [not kept: card number]");
        assertThat(isOnDisk("4111 1111")).isFalse();
        assertThat(commands.run("never-store", "remove", "1").status()).isZero();
        assertThat(commands.run("never-store", "remove", "1").status()).isEqualTo(2);
        assertThat(commands.run("never-store", "list", "--json").json()).hasSize(1);
    }

    @Test
    void theModelReadsWhatIsNotKeptInThatTurnOnly() throws IOException {
        Path tiny = TinyModels.olmoe(folder.resolve("tiny.gguf"), 3);
        commands.run("never-store", "add", "Glumfester");
        Result talked = commands.type("Who is Glumfester?\nAnd who else?\n", "chat", "--model", tiny.toString());
        assertThat(talked.status()).as(talked.err()).isZero();
        assertThat(engine.asked().getFirst().turns().toString()).contains("Who is Glumfester?");
        assertThat(engine.asked().getLast().turns().toString())
                .contains("[not kept: rule 1]")
                .doesNotContain("Glumfester");
        assertThat(messages().get(0).get("text").stringValue()).isEqualTo("Who is [not kept: rule 1]?");
    }

    @Test
    void retentionIsShownSetAndTurnedOff() {
        remembered("my boat is called Halcyon");
        JsonNode none = commands.run("retention", "--json").json();
        assertThat(none.get("days").isNull()).isTrue();
        JsonNode set = commands.run("retention", "set", "--json", "30").json();
        assertThat(set.get("days").intValue()).isEqualTo(30);
        assertThat(set.get("would_erase").get("messages").intValue()).isZero();
        assertThat(commands.run("retention", "show").out()).contains("30 days");
        assertThat(commands.run("retention", "set", "0").status()).isEqualTo(2);
        assertThat(commands.run("retention", "off").out()).contains("for ever");
    }

    @Test
    void aTemporaryQuestionLeavesNothing() throws IOException {
        Path tiny = TinyModels.olmoe(folder.resolve("tiny.gguf"), 3);
        Result asked = commands.run("ask", "--temporary", "--json", "--model", tiny.toString(), "Who is Wumblegork?");
        assertThat(asked.status()).as(asked.err()).isZero();
        assertThat(asked.json().get("text").stringValue()).contains("Snickerbole");
        assertThat(asked.json().get("message_id").isNull()).isTrue();
        Result chatted = commands.type("Tell me of Wumblegork\n", "chat", "--temporary", "--model", tiny.toString());
        assertThat(chatted.out()).contains("Snickerbole");
        // Nothing of the prompt is worth keeping for the next start either.
        assertThat(engine.asked()).hasSize(2).allMatch(request -> request.stableTurns() == 0);
        assertThat(messages()).isEmpty();
        assertThat(isOnDisk("Wumblegork")).isFalse();
        assertThat(isOnDisk("Snickerbole")).isFalse();
        assertThat(commands.run("ask", "--without-memory", "--model", tiny.toString(), "Hello")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void doctorRepairsWhatCanBeRead() throws IOException {
        remembered("my boat is called Halcyon");
        Result whole = commands.run("doctor", "--repair", "--json");
        assertThat(whole.status()).as(whole.err()).isZero();
        assertThat(whole.json().get("whole").booleanValue()).isTrue();
        Path database = folder.resolve("home/keepsake.db");
        byte[] bytes = Files.readAllBytes(database);
        // A page with words of the message; what the file says about itself stays readable.
        int page = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("Halcyon") / 4096 * 4096;
        assertThat(page).isPositive();
        java.util.Arrays.fill(bytes, page, page + 4096, (byte) 0x5A);
        Files.write(database, bytes);
        Result repaired = commands.run("doctor", "--repair");
        assertThat(repaired.out() + repaired.err()).contains("saved");
        assertThat(commands.run("doctor", "--json")
                        .json()
                        .get("memory")
                        .get("ok")
                        .booleanValue())
                .isTrue();
    }
}
