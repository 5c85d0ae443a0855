package keepsake.app.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import keepsake.app.home.Settings.Choice;
import keepsake.app.home.Settings.Theme;
import keepsake.runtime.engine.EngineKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSettingsTest {
    @TempDir
    Path folder;

    @Test
    void withoutAFileTheUsualSettingsApplyAndNothingIsWritten() throws IOException {
        assertThat(open().choice()).isEqualTo(Choice.DEFAULT);
        assertThat(open().notice()).isEmpty();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void whatIsChosenIsThereTheNextTime() {
        Choice chosen = new Choice(
                Optional.of(folder.resolve("models/starter.gguf")),
                Optional.of(EngineKind.FALLBACK),
                OptionalInt.of(900),
                Theme.DARK,
                0.2);
        open().choose(chosen);
        assertThat(open().choice()).isEqualTo(chosen);
        open().choose(Choice.DEFAULT);
        assertThat(open().choice()).isEqualTo(Choice.DEFAULT);
    }

    @Test
    void namesAreSnakeCaseAndAModelInTheHomeIsRelativeSoThatTheHomeCanMove() throws IOException {
        open().choose(new Choice(
                Optional.of(folder.resolve("models/starter.gguf")),
                Optional.empty(),
                OptionalInt.of(900),
                Theme.SYSTEM,
                0.7));
        assertThat(text()).contains("\"model\" : \"models/starter.gguf\"").contains("\"budget_mib\" : 900");
    }

    @Test
    void itThinksOnMainsOnlyUntilSomethingElseIsChosen() throws IOException {
        assertThat(open().reflecting()).isEqualTo(Settings.Reflecting.ON_MAINS);
        for (Settings.Reflecting when : Settings.Reflecting.values()) {
            open().choose(when);
            assertThat(open().reflecting()).isEqualTo(when);
        }
        assertThat(text()).contains("\"reflect\" : \"on_battery_too\"");
    }

    @Test
    void theEmbeddingModelIsTheOneThatComesAlongUntilAnotherIsChosen() throws IOException {
        assertThat(open().embedding()).isEqualTo(new EmbeddingChoice.BuiltIn());
        open().choose(new EmbeddingChoice.Folder(folder.resolve("my model")));
        assertThat(text()).contains("\"embedding_model\" : \"my model\"");
        assertThat(open().embedding()).isEqualTo(new EmbeddingChoice.Folder(folder.resolve("my model")));
        open().choose(new EmbeddingChoice.None());
        open().choose(Choice.DEFAULT);
        assertThat(open().embedding()).isEqualTo(new EmbeddingChoice.None());
    }

    @Test
    void keysOfALaterVersionAreKept() throws IOException {
        write("{\"voice\": {\"rate\": 2}, \"theme\": \"light\"}");
        Settings settings = open();
        assertThat(settings.choice().theme()).isEqualTo(Theme.LIGHT);
        settings.choose(Choice.DEFAULT);
        assertThat(text()).contains("\"voice\"").contains("\"rate\" : 2");
    }

    @Test
    void aValueThatCannotBeUsedCountsAsNotSet() throws IOException {
        write("""
                {"model": 5, "engine": "warp", "budget_mib": -1, "theme": "purple", "temperature": 99}""");
        assertThat(open().choice()).isEqualTo(Choice.DEFAULT);
        assertThat(open().notice()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"theme\": \"dar", "", "[]", "\u0000\u0001"})
    void aDamagedFileIsSetAsideAndSaid(String content) throws IOException {
        write(content);
        Settings settings = open();
        assertThat(settings.choice()).isEqualTo(Choice.DEFAULT);
        assertThat(settings.notice().orElseThrow())
                .isEqualTo("The settings were damaged and are kept as settings.damaged-1000.json; the usual settings"
                        + " apply. Your memory is not affected.");
        assertThat(folder.resolve("settings.damaged-1000.json")).hasContent(content);
        assertThat(folder.resolve("settings.json")).doesNotExist();
    }

    private Settings open() {
        return JsonSettings.open(new Home(folder), InstantSource.fixed(Instant.ofEpochSecond(1000)));
    }

    private String text() throws IOException {
        return Files.readString(folder.resolve("settings.json"));
    }

    private void write(String content) throws IOException {
        Files.writeString(folder.resolve("settings.json"), content);
    }
}
