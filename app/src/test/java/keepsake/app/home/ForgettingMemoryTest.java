package keepsake.app.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import keepsake.app.assistant.ScriptedEngine;
import keepsake.memory.Fact;
import keepsake.memory.Memory;
import keepsake.memory.Message;
import keepsake.runtime.catalogue.LocalModelFolder;
import keepsake.runtime.saved.SavedFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With a real database; the prompt state is any file where the model host puts them.
class ForgettingMemoryTest {
    @TempDir
    Path folder;

    private Keepsake open() {
        return KeepsakeHome.open(
                new Home(folder),
                new KeepsakeHome.Parts(
                        InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z")),
                        ZoneOffset.UTC,
                        ScriptedEngine.saying().loader(),
                        _ -> Optional.empty(),
                        home -> new LocalModelFolder(home.models())),
                Optional.empty());
    }

    private void saveAState() throws IOException {
        Path generation = SavedFolder.at(new Home(folder).cache()).generation();
        Files.writeString(generation.resolve("0123456789abcdef.prompt"), "the profile, as numbers");
    }

    private boolean statesAreThere() throws IOException {
        try (Stream<Path> all = Files.walk(new Home(folder).cache())) {
            return all.anyMatch(path -> path.toString().endsWith(".prompt"));
        }
    }

    private void goneAfter(Memory memory, Consumer<Memory> change) throws IOException {
        saveAState();
        change.accept(memory);
        assertThat(statesAreThere()).isFalse();
    }

    @Test
    void whatIsChangedOrDeletedLeavesNoPromptStateBehind() throws IOException {
        try (Keepsake keepsake = open()) {
            Memory memory = keepsake.memory();
            goneAfter(memory, m -> m.identity().set("name", "Anna Berg"));
            goneAfter(memory, m -> m.identity().set("name", ""));
            goneAfter(memory, m -> m.identity().remove("name"));
            Message said =
                    memory.conversations().say(memory.conversations().start().id(), "my boat is called Halcyon");
            Fact fact = memory.facts().remember("The boat is called Halcyon", said.id(), "boat is called Halcyon");
            goneAfter(memory, m -> m.facts().correct(fact.id(), "The boat is called Kingfisher"));
            Fact corrected = memory.facts().active().getFirst();
            goneAfter(memory, m -> m.facts().delete(corrected.id()));
        }
    }

    @Test
    void whatIsOnlyReadOrAddedKeepsIt() throws IOException {
        try (Keepsake keepsake = open()) {
            Memory memory = keepsake.memory();
            saveAState();
            Message said =
                    memory.conversations().say(memory.conversations().start().id(), "my boat is called Halcyon");
            memory.facts().remember("The boat is called Halcyon", said.id(), "boat is called Halcyon");
            memory.identity().fields();
            memory.facts().search("boat");
            assertThat(statesAreThere()).isTrue();
        }
    }
}
