package keepsake.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import keepsake.app.assistant.ScriptedEngine;
import keepsake.app.cli.Commands.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ReflectTest {
    private static final String CHATS = """
            [{"uuid":"c1","name":"","created_at":"2025-02-03T10:00:00Z","chat_messages":[
              {"uuid":"a","sender":"human","text":"I live in Leipzig. My boat is called Halcyon.","created_at":"2025-02-03T10:00:00Z"},
              {"uuid":"b","sender":"assistant","text":"You live in Atlantis.","created_at":"2025-02-03T10:00:05Z"}]}]
            """;

    @TempDir
    Path folder;

    private Commands commands;

    @BeforeEach
    void importAChat() throws IOException {
        commands =
                new Commands(folder.resolve("home"), ScriptedEngine.saying("x").loader());
        Path file = Files.writeString(folder.resolve("conversations.json"), CHATS);
        assertThat(commands.run("import", "--format", "claude", file.toString()).status())
                .isZero();
    }

    private Result good(String... words) {
        Result result = commands.run(words);
        assertThat(result.status()).as(result.err()).isZero();
        return result;
    }

    @Test
    void aDryRunTellsAndChangesNothing() {
        JsonNode preview = good("reflect", "--dry-run", "--json").json();
        assertThat(preview.propertyNames()).containsExactly("run", "state", "made_by", "complete", "changes");
        assertThat(preview.get("state").stringValue()).isEqualTo("preview");
        assertThat(preview.get("changes").size()).isPositive();
        assertThat(good("episodes", "--json").json().size()).isZero();
        assertThat(good("jobs", "--json").json().get("runs").size()).isZero();
    }

    @Test
    void aRunIsListedShownExportedAndUndone() {
        JsonNode done = good("reflect", "--json").json();
        assertThat(done.get("run").intValue()).isEqualTo(1);
        assertThat(done.get("state").stringValue()).isEqualTo("done");
        assertThat(done.get("changes").get(0).propertyNames())
                .containsExactly("job", "kind", "thing", "before", "after", "sources");
        assertThat(good("stats", "--json").json().get("episodes").intValue()).isEqualTo(1);
        JsonNode episode = good("episodes", "--json").json().get(0);
        assertThat(episode.get("title").stringValue()).isEqualTo("I live in Leipzig");
        assertThat(episode.get("id").stringValue()).isEqualTo("e1");

        JsonNode run = good("jobs", "--json").json().get("runs").get(0);
        assertThat(run.propertyNames())
                .containsExactly("run", "jobs", "state", "started_at", "ended_at", "made_by", "changes");
        assertThat(good("jobs", "show", "1", "--json").json().get("changes")).isEqualTo(done.get("changes"));
        assertThat(good("jobs", "export", "1").json().get("changes").get(0).propertyNames())
                .containsExactly("job", "thing", "table", "row", "before", "after");

        JsonNode undone = good("jobs", "undo", "1", "--json").json();
        assertThat(undone.propertyNames()).containsExactly("runs", "restored", "kept");
        assertThat(good("episodes", "--json").json().size()).isZero();
        assertThat(good("facts", "--candidates", "--json").json().size()).isZero();
        assertThat(commands.run("jobs", "undo", "1").err()).contains("undone already");
    }

    @Test
    void whatWasConfirmedIsInTheProfile() {
        good("reflect");
        String candidate =
                good("facts", "--candidates", "--json").json().get(0).get("id").stringValue();
        good("facts", "--confirm", candidate);
        good("reflect", "--job", "profile");
        JsonNode profile = good("profile", "--json").json();
        assertThat(profile.propertyNames()).containsExactly("version", "written_at", "sentences");
        assertThat(profile.get("sentences").get(0).get("sources").get(0).stringValue())
                .isEqualTo(candidate);
        assertThat(good("profile").out()).startsWith("You").doesNotContain(" my ");
    }

    @Test
    void whatCannotBeDoneIsSaidInASentence() {
        assertThat(commands.run("reflect", "--job", "dream").err()).contains("There is no job 'dream'");
        assertThat(commands.run("reflect", "--model", "nowhere.gguf").err()).contains("There is no model 'nowhere.gguf'");
        assertThat(commands.run("jobs", "undo", "x").err()).contains("not the number of a run");
        assertThat(commands.run("jobs", "undo", "7").err()).contains("no run 7");
        assertThat(commands.run("jobs", "show", "7").status()).isEqualTo(ExitStatus.BAD_INPUT);
    }
}
