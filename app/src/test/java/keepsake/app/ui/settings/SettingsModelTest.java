package keepsake.app.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import keepsake.app.assistant.ScriptedEngine;
import keepsake.app.home.Keepsake;
import keepsake.app.home.Settings;
import keepsake.app.home.Settings.Choice;
import keepsake.app.ui.TestKeepsake;
import keepsake.app.ui.UiThread;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.saved.SavedFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SettingsModelTest {
    @TempDir
    Path folder;

    private final UiThread thread = new UiThread();
    private Keepsake keepsake;
    private SettingsModel model;

    @BeforeEach
    void open() {
        keepsake = TestKeepsake.open(folder, ScriptedEngine.saying("Hi").loader());
        model = new SettingsModel(
                keepsake.settings(), SavedFolder.at(keepsake.home().cache()), thread.background());
    }

    @AfterEach
    void close() {
        thread.close();
        keepsake.close();
    }

    @Test
    void everyChangeIsShownAtOnceAndKeptInOrder() {
        model.theme(Settings.Theme.DARK);
        model.temperature(0.3);
        assertThat(model.view().get().choice().theme()).isEqualTo(Settings.Theme.DARK);
        model.engine(Optional.of(EngineKind.FALLBACK));
        model.budget(" 1200 ");
        Choice wanted = new Choice(
                Optional.empty(), Optional.of(EngineKind.FALLBACK), OptionalInt.of(1200), Settings.Theme.DARK, 0.3);
        assertThat(model.view().get().choice()).isEqualTo(wanted);
        thread.until(() -> keepsake.settings().choice().equals(wanted));
    }

    @Test
    void whatModelsKeepCanBeDeleted() throws IOException {
        SavedFolder saved = SavedFolder.at(keepsake.home().cache());
        Files.writeString(saved.generation().resolve("0123.prompt"), "numbers");
        model.forgetSaved();
        thread.until(() -> model.view().get().saved() == SettingsModel.Saved.DELETED);
        assertThat(saved.bytes()).isZero();
        model.refresh();
        assertThat(model.view().get().saved()).isEqualTo(SettingsModel.Saved.MAYBE);
    }

    @Test
    void aTemperatureIsATenthBetweenZeroAndTwo() {
        model.temperature(0.6499999);
        assertThat(model.view().get().choice().temperature()).isEqualTo(0.6);
        model.temperature(17);
        assertThat(model.view().get().choice().temperature()).isEqualTo(2);
    }

    @Test
    void aBudgetThatIsNoNumberChangesNothingAndSaysWhatIsExpected() {
        model.budget("1200");
        model.budget("lots");
        assertThat(model.view().get().choice().budgetMib()).isEqualTo(OptionalInt.of(1200));
        assertThat(model.view().get().problem())
                .hasValueSatisfying(text -> assertThat(text).contains("1200"));
        model.budget("");
        assertThat(model.view().get().choice().budgetMib()).isEmpty();
        assertThat(model.view().get().problem()).isEmpty();
    }
}
