package keepsake.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.fallback.FallbackLoader;
import keepsake.runtime.gguf.TinyModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fallback engine has no library for it")
class EngineChoiceTest {
    /// Streaming on a computer without its libraries.
    private static final EngineLoader NO_LIBRARIES = (request, progress) -> {
        throw new EngineException.Unavailable("Its libraries are missing.");
    };

    /// Streaming that refuses the budget: a reason to tell the user, none to run something else.
    private static final EngineLoader SMALL_BUDGET = (request, progress) -> {
        throw new EngineException.BudgetTooSmall("900 MiB are needed.", 900);
    };

    @TempDir
    Path folder;

    @Test
    void withoutAWishTheFallbackRunsWhereStreamingCannotAndSaysWhy() throws Exception {
        try (ChatEngine engine = load(NO_LIBRARIES, Optional.empty())) {
            assertThat(engine.info().engine()).isEqualTo(EngineKind.FALLBACK);
            assertThat(engine.info().notice().orElseThrow())
                    .startsWith("The fallback engine runs, because streaming cannot: Its libraries are missing.");
        }
    }

    @Test
    void streamingThatWasAskedForIsNeverReplaced() {
        assertThatThrownBy(() -> load(NO_LIBRARIES, Optional.of(EngineKind.STREAMING)))
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessage("Its libraries are missing.");
    }

    @Test
    void fallbackThatWasAskedForNeedsNoReason() throws Exception {
        try (ChatEngine engine = load(NO_LIBRARIES, Optional.of(EngineKind.FALLBACK))) {
            assertThat(engine.info().notice().orElseThrow()).doesNotContain("because streaming");
        }
    }

    @Test
    void aBudgetThatIsTooSmallIsNoReasonForTheFallback() {
        assertThatThrownBy(() -> load(SMALL_BUDGET, Optional.empty()))
                .isInstanceOfSatisfying(EngineException.BudgetTooSmall.class, e -> assertThat(e.neededMib())
                        .isEqualTo(900));
    }

    @Test
    void aFileThatIsNoModelIsRefusedWhicheverEngineRuns() throws Exception {
        Path text = Files.writeString(folder.resolve("letter.gguf"), "Dear all,");

        assertThatThrownBy(() -> EngineChoice.standard().load(LoadRequest.of(text), LoadListener.NONE))
                .isInstanceOf(EngineException.BadModel.class);
        assertThatThrownBy(() -> new EngineChoice(NO_LIBRARIES, new FallbackLoader())
                        .load(LoadRequest.of(text), LoadListener.NONE))
                .isInstanceOf(EngineException.BadModel.class);
    }

    private ChatEngine load(EngineLoader streaming, Optional<EngineKind> wish) throws Exception {
        Path model = TinyModels.olmoe(folder.resolve("tiny.gguf"), 7);
        return new EngineChoice(streaming, new FallbackLoader())
                .load(new LoadRequest(model, wish, OptionalInt.empty(), OptionalInt.empty(), 512), LoadListener.NONE);
    }
}
