package keepsake.runtime.saved;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import keepsake.runtime.residency.ExpertCache;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpertUseTest {
    @TempDir
    Path folder;

    private ModelPrint model = new ModelPrint("00".repeat(32));

    @BeforeEach
    void aModel() throws IOException {
        model = ModelPrint.of(Files.writeString(folder.resolve("model"), "any"), 3, List.of());
    }

    private static ExpertUse use(int... experts) {
        ExpertUse use = new ExpertUse(2, 4);
        for (int expert : experts) use.count(expert / 4, expert % 4);
        return use;
    }

    @Test
    void ranksByUseAndLeavesOutWhatWasNotUsed() {
        assertThat(use(5, 5, 5, 2, 7, 7).ranked())
                .containsExactly(new ExpertCache.Key(1, 1), new ExpertCache.Key(1, 3), new ExpertCache.Key(0, 2));
    }

    @Test
    void survivesTheDisk() throws IOException {
        ExpertUse use = use(5, 5, 2);
        use.write(folder, model);
        assertThat(ExpertUse.read(folder, model, 2, 4)).hasValueSatisfying(read -> {
            assertThat(read.ranked()).isEqualTo(use.ranked());
            assertThat(read.uses(new ExpertCache.Key(1, 1))).isEqualTo(2);
        });
    }

    @Test
    void aDamagedFileOrOneOfAnotherShapeCountsAsNone() throws IOException {
        use(1).write(folder, model);
        assertThat(ExpertUse.read(folder, model, 4, 2)).as("another shape").isEmpty();
        assertThat(ExpertUse.read(folder, model, 2, 8)).as("another size").isEmpty();
        assertThat(ExpertUse.read(folder, new ModelPrint("11".repeat(32)), 2, 4))
                .isEmpty();
        Path file;
        try (var all = Files.list(folder)) {
            file = all.filter(path -> path.toString().endsWith(".experts"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertThat(ExpertUse.read(folder, model, 2, 4)).as("byte " + at).isEmpty();
        }
        Files.write(file, new byte[0]);
        assertThat(ExpertUse.read(folder, model, 2, 4)).isEmpty();
    }

    @Test
    void whatWasUsedLongAgoCountsLess() {
        ExpertUse use = use(0, 0, 0, 0);
        for (int i = 0; i <= 3 * ExpertUse.MOST; i++) use.count(1, 0);
        assertThat(use.uses(new ExpertCache.Key(0, 0))).isZero();
        assertThat(use.uses(new ExpertCache.Key(1, 0))).isBetween(1, ExpertUse.MOST);
        ExpertUse more = use(6);
        more.add(use);
        more.add(use);
        assertThat(more.ranked().getFirst()).isEqualTo(new ExpertCache.Key(1, 0));
        assertThat(more.uses(new ExpertCache.Key(1, 0))).isLessThanOrEqualTo(ExpertUse.MOST);
    }
}
