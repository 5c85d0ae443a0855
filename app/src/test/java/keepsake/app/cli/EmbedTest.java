package keepsake.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import keepsake.app.assistant.ScriptedEngine;
import keepsake.app.home.KeepsakeHome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `keepsake embed` with the embedding model that comes along.
class EmbedTest {
    @TempDir
    Path folder;

    private Commands commands;

    @BeforeEach
    void commands() {
        commands = new Commands(
                folder.resolve("home"),
                ScriptedEngine.saying("Ahoy.").loader(),
                KeepsakeHome.Parts.production().embedder());
    }

    @Test
    void embedsWhatWasSaidOnce() {
        commands.run("remember", "my boat is called Halcyon");
        assertThat(finding()).contains("bge-small-en-v1.5-q; 0 of 2");

        var made = commands.run("embed", "--json").json();

        assertThat(made.get("model").stringValue()).isEqualTo("bge-small-en-v1.5-q");
        assertThat(made.get("embedded").longValue()).isEqualTo(2);
        assertThat(made.get("total").longValue()).isEqualTo(2);
        assertThat(commands.run("embed").out()).startsWith("2 of 2 messages and facts");
        assertThat(finding()).contains("2 of 2").doesNotContain("the rest");
    }

    @Test
    void theUserMayWantNone() {
        commands.run("remember", "my boat is called Halcyon");

        assertThat(commands.run("embed", "--model", "none").out()).startsWith("There is no embedding model");

        assertThat(commands.run("embed", "--json").json().get("model").isNull()).isTrue();
        assertThat(finding()).contains("found by their words");
    }

    @Test
    void aFolderWithoutAModelIsRefusedAndNothingChanges() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        Commands.Result refused = commands.run("embed", "--model", empty.toString());

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("model.onnx is missing").contains("Nothing was changed");
        assertThat(commands.run("embed", "--json").json().get("model").stringValue())
                .isEqualTo("bge-small-en-v1.5-q");
    }

    @Test
    void aModelThatIsGoneIsTheDoctorsFinding() throws Exception {
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home/settings.json"), "{\"embedding_model\": \"gone\"}");

        Commands.Result examined = commands.run("doctor", "--json");

        assertThat(examined.json().get("ok").booleanValue()).isFalse();
        assertThat(finding()).contains("model.onnx is missing");
        assertThat(commands.run("facts").status()).isZero();
        assertThat(commands.run("embed").status()).isEqualTo(2);
    }

    private String finding() {
        return commands.run("doctor", "--json")
                .json()
                .get("findings")
                .valueStream()
                .filter(finding -> finding.get("check").stringValue().equals("embedding"))
                .map(finding -> finding.get("text").stringValue())
                .findFirst()
                .orElseThrow();
    }
}
