package keepsake.app.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

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
        model = new SettingsModel(keepsake.settings(), thread.background());
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
