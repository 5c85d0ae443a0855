package keepsake.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import keepsake.app.assistant.ScriptedEngine;
import keepsake.app.cli.Commands.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ArchiveCommandsTest {
    private static final String CLAUDE = """
            [{"uuid":"c1","name":"Boats","created_at":"2025-02-03T10:00:00Z","chat_messages":[
              {"uuid":"a","sender":"human","text":"My boat is called Halcyon","created_at":"2025-02-03T10:00:00Z"},
              {"uuid":"b","sender":"assistant","text":"A kingfisher.","created_at":"2025-02-03T10:00:05Z"}]},
             {"uuid":"c2"}]
            """;

    @TempDir
    Path folder;

    private Commands commands(String home) {
        return new Commands(folder.resolve(home), ScriptedEngine.saying("x").loader());
    }

    private Path claude;

    @BeforeEach
    void writeAnExport() throws IOException {
        claude = Files.writeString(folder.resolve("conversations.json"), CLAUDE);
    }

    @Test
    void whatIsImportedIsCountedAndFound() {
        Commands commands = commands("home");
        Result first = commands.run("import", "--format", "claude", claude.toString(), "--json");
        assertThat(first.status()).as(first.err()).isZero();
        JsonNode summary = first.json();
        assertThat(summary.propertyNames())
                .containsExactly(
                        "format",
                        "path",
                        "conversations",
                        "messages",
                        "facts",
                        "already_there",
                        "skipped",
                        "left_out",
                        "problems",
                        "stopped");
        assertThat(summary.get("conversations").intValue()).isEqualTo(1);
        assertThat(summary.get("messages").intValue()).isEqualTo(2);
        assertThat(summary.get("skipped").intValue()).isEqualTo(1);
        assertThat(summary.get("problems").get(0).propertyNames()).containsExactly("where", "why");
        JsonNode again = commands.run("import", "--format", "claude", claude.toString(), "--json")
                .json();
        assertThat(again.get("messages").intValue()).isZero();
        assertThat(again.get("already_there").intValue()).isEqualTo(1);
        assertThat(commands.run("recall", "boat").out()).contains("Halcyon");
        assertThat(commands.run("facts", "--json").out().strip()).isEqualTo("[ ]");
    }

    @Test
    void aPersonReadsWhatWasDone() {
        Result result = commands("home").run("import", "--format", "claude", claude.toString());
        assertThat(result.out())
                .startsWith("Imported 1 conversation and 2 messages.\n")
                .contains("Could not be read: 1 part.")
                .contains("conversations.json, character ");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void theWrongFormatIsBadInput() {
        Result result = commands("home").run("import", "--format", "chatgpt", claude.toString());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("is a Claude export").contains("--format claude");
    }

    @Test
    void anExportComesBackByteForByteAndIsForItsOwnerOnly() throws IOException {
        Commands here = commands("here");
        here.run("import", "--format", "claude", claude.toString());
        here.run("remember", "my cat is called Mischa");
        for (String format : new String[] {"jsonl", "markdown"}) {
            Path file = folder.resolve("export." + format);
            Result written = here.run("export", "--format", format, "--out", file.toString(), "--json");
            assertThat(written.status()).as(written.err()).isZero();
            assertThat(written.json().get("conversations").intValue()).isEqualTo(2);
            assertThat(written.json().get("facts").intValue()).isEqualTo(1);
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
            byte[] bytes = Files.readAllBytes(file);
            assertThat(here.run("export", "--format", format, "--out", file.toString())
                            .status())
                    .isEqualTo(2);
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
            Commands there = commands("there-" + format);
            assertThat(there.run("import", "--format", format, file.toString()).out())
                    .startsWith("Imported 2 conversations and 3 messages and 1 fact.");
            assertThat(there.run("facts").out()).contains("My cat is called Mischa");
            assertThat(there.run("export", "--format", format, "--out", file.toString(), "--force")
                            .status())
                    .isZero();
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
        }
    }
}
