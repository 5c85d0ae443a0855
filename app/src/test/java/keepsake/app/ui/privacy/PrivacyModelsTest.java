package keepsake.app.ui.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import keepsake.app.assistant.ScriptedEngine;
import keepsake.app.home.EmbeddingChoice;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.TestKeepsake;
import keepsake.app.ui.UiThread;
import keepsake.app.ui.gallery.SampleClock;
import keepsake.app.ui.privacy.RetentionModel.Step;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Memory;
import keepsake.memory.NeverStore.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class PrivacyModelsTest {
    private static final Wording WORDS = Wording.of("keepsake.app.ui.privacy.privacy", ZoneOffset.UTC);

    @TempDir
    Path folder;

    private final SampleClock clock = new SampleClock();
    private final UiThread thread = new UiThread();
    private Memory memory;

    @BeforeEach
    void open() {
        memory = Memory.open(folder.resolve("memory"), clock);
    }

    @AfterEach
    void close() {
        thread.close();
        memory.close();
    }

    private NeverStoreModel never() {
        NeverStoreModel model = new NeverStoreModel(memory.neverStore(), thread.background(), WORDS);
        model.refresh();
        thread.until(() -> model.view().get().reading() == NeverStoreModel.Reading.DONE);
        return model;
    }

    @Test
    void aWordIsNeverKeptFromThenOnAndItsRemovalCanBeUndone() {
        NeverStoreModel model = never();
        model.add("  Nightingale ", () -> {});
        thread.until(() -> model.view().get().phrases().size() == 1);
        assertThat(memory.neverStore().screen("Project Nightingale").leftOut()).isEqualTo(1);

        model.remove(model.view().get().phrases().getFirst());
        thread.until(() -> model.view().get().removed().isPresent());
        assertThat(memory.neverStore().screen("Project Nightingale").leftOut()).isZero();

        model.undo();
        thread.until(() -> model.view().get().phrases().size() == 1
                && model.view().get().removed().isEmpty());
        assertThat(memory.neverStore().screen("Project Nightingale").leftOut()).isEqualTo(1);
    }

    @Test
    void aKindIsSwitchedOnAndOff() {
        NeverStoreModel model = never();
        model.toggle(Kind.IBAN);
        thread.until(() -> model.view().get().kinds().contains(Kind.IBAN));
        assertThat(model.view().get().phrases()).isEmpty();
        model.toggle(Kind.IBAN);
        thread.until(() -> model.view().get().kinds().isEmpty());
        assertThat(memory.neverStore().rules()).isEmpty();
    }

    @Test
    void whatIsNoWordIsRefusedInASentence() {
        NeverStoreModel model = never();
        model.add("…", () -> {
            throw new AssertionError("added");
        });
        thread.until(() -> model.view().get().problem().isPresent());
        assertThat(memory.neverStore().rules()).isEmpty();
    }

    @Test
    void aLimitCountsOnlyAfterItWasShownWhatGoes() {
        memory.conversations().say(memory.conversations().start().id(), "An old story");
        clock.advance(Duration.ofDays(40));
        RetentionModel model = new RetentionModel(memory.retention(), thread.background(), WORDS);
        model.look("30");
        thread.until(() -> model.view().get().step() instanceof Step.Asking);
        Step.Asking asking = (Step.Asking) model.view().get().step();
        assertThat(asking.going()).isEqualTo("At the next start or within a day 1 message would be erased for good:");
        assertThat(asking.lines()).containsExactly("An old story");
        assertThat(memory.retention().setting()).isEmpty();

        model.leave();
        model.keep();
        assertThat(model.view().get().days()).isEmpty();

        model.look("30");
        thread.until(() -> model.view().get().step() instanceof Step.Asking);
        model.keep();
        thread.until(() -> model.view().get().days().equals(OptionalInt.of(30)));
        assertThat(memory.retention().setting()).isPresent();
        model.keepForEver();
        thread.until(() -> model.view().get().days().isEmpty());
        assertThat(memory.retention().setting()).isEmpty();
    }

    @Test
    void whatIsTooOldGoesWhileKeepsakeIsOpen() {
        memory.conversations().say(memory.conversations().start().id(), "An old story");
        clock.advance(Duration.ofDays(40));
        RetentionModel model = new RetentionModel(memory.retention(), thread.background(), WORDS);
        List<String> told = new ArrayList<>();
        memory.retention().keepFor(30);
        model.applyIfDue(() -> told.add("erased"));
        thread.until(() -> !told.isEmpty());
        assertThat(memory.conversations().list()).isEmpty();
    }

    @Test
    void whatIsNoNumberOfDaysChangesNothing() {
        RetentionModel model = new RetentionModel(memory.retention(), thread.background(), WORDS);
        for (String wrong : new String[] {"", "0", "-3", "soon", "99999"}) {
            model.look(wrong);
            assertThat(model.view().get().problem()).as(wrong).isPresent();
        }
        assertThat(memory.retention().setting()).isEmpty();
    }

    @Test
    void theChoiceOfModelIsKeptAndSaysWhenItCounts() {
        try (Keepsake keepsake =
                TestKeepsake.open(folder, ScriptedEngine.saying("Hi").loader())) {
            MeaningModel model =
                    new MeaningModel(keepsake.memory().embedding(), keepsake.settings(), thread.background(), WORDS);
            model.choose(new EmbeddingChoice.None());
            thread.until(() -> model.view().get().choice() instanceof EmbeddingChoice.None);
            assertThat(model.view().get().state()).isEqualTo("Memories are found by their words only.");
            assertThat(model.view().get().why()).contains("This counts when Keepsake is started next.");
            assertThat(keepsake.settings().embedding()).isEqualTo(new EmbeddingChoice.None());
        }
    }
}
