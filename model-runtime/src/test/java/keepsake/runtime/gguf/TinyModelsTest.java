package keepsake.runtime.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyModelsTest {
    @TempDir
    Path folder;

    @Test
    void theSameSeedWritesTheSameFile() throws Exception {
        byte[] first = Files.readAllBytes(TinyModels.olmoe(folder.resolve("a.gguf"), 7));

        assertThat(Files.readAllBytes(TinyModels.olmoe(folder.resolve("b.gguf"), 7)))
                .isEqualTo(first);
        assertThat(Files.readAllBytes(TinyModels.olmoe(folder.resolve("c.gguf"), 8)))
                .isNotEqualTo(first);
    }

    @Test
    void expertsCanBeSlicedByTheirOffsets() throws Exception {
        GgufFile file = GgufReader.read(TinyModels.olmoe(folder.resolve("a.gguf"), 7, GgmlType.Q8_0));

        GgufTensor down = file.tensor("blk.3.ffn_down_exps.weight").orElseThrow();
        assertThat(down.isExperts()).isTrue();
        assertThat(down.slices()).isEqualTo(16);
        assertThat(down.sliceBytes()).isEqualTo(128 * 64 / 32 * 34);
        assertThat(down.sliceOffset(15) + down.sliceBytes()).isEqualTo(down.offset() + down.size());
    }
}
