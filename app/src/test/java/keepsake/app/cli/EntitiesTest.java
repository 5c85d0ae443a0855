package keepsake.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import keepsake.app.assistant.ScriptedEngine;
import keepsake.app.cli.Commands.Result;
import keepsake.runtime.gguf.TinyModels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Who and what is spoken of, as scripts and people see it.
@Tag("e2e")
class EntitiesTest {
    @TempDir
    Path folder;

    private Commands commands;

    @BeforeEach
    void prepare() {
        commands = new Commands(
                folder.resolve("home"), ScriptedEngine.saying("I do not know.").loader());
    }

    private String id(String name) {
        for (JsonNode entity : commands.run("entities", "--json").json()) {
            if (entity.get("name").stringValue().equals(name))
                return entity.get("id").stringValue();
        }
        throw new AssertionError(name);
    }

    @Test
    void areListedShownRenamedMergedAndSplit() {
        assertThat(commands.run("entities").out()).contains("Nobody and nothing");
        commands.run("remember", "my sister is called Anna");
        commands.run("remember", "I met Bettina in Prague");
        JsonNode anna = commands.run("entities", "show", id("Anna"), "--json").json();
        assertThat(anna.propertyNames())
                .containsExactly("id", "kind", "name", "aliases", "mentions", "last_said_at", "facts", "messages");
        assertThat(anna.get("facts")).hasSize(1);
        assertThat(anna.get("messages").get(0).get("excerpt").stringValue()).contains("Anna");
        assertThat(commands.run("entities", "show", id("Anna")).out()).contains("my sister", "“");

        assertThat(commands.run("entities", "rename", id("Bettina"), "Aunt", "Bettina")
                        .out())
                .contains("Aunt Bettina");
        JsonNode merged = commands.run("entities", "merge", id("Aunt Bettina"), id("Anna"), "--json")
                .json();
        assertThat(merged.get("aliases")).hasSize(3);
        Result split = commands.run("entities", "split", id("Aunt Bettina"), "Anna");
        assertThat(split.status()).isEqualTo(ExitStatus.OK);
        assertThat(split.out()).contains("Anna").doesNotContain("Bettina");
    }

    @Test
    void whatDoesNotExistIsSaid() {
        assertThat(commands.run("entities", "show", "7").status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(commands.run("entities", "show", "n7").err()).contains("There is no entity n7");
        assertThat(commands.run("entities", "merge", "n1", "n2").err()).contains("There is no entity n1");
    }

    @Test
    void anAnswerIsAUseAndASearchIsNone() throws IOException {
        commands.run("remember", "my dog is called Bruno");
        commands.run("recall", "dog", "--json");
        Path model = TinyModels.olmoe(folder.resolve("tiny.gguf"), 3);
        assertThat(commands.run("ask", "--model", model.toString(), "What is my dog called?")
                        .status())
                .isEqualTo(ExitStatus.OK);
        try (var memory =
                keepsake.memory.Memory.open(folder.resolve("home"), java.time.InstantSource.fixed(Commands.NOW))) {
            var dog = memory.facts().active().getFirst();
            assertThat(memory.recallLog().uses(dog.id())).singleElement().satisfies(use -> assertThat(use.isGiven())
                    .isTrue());
        }
    }
}
