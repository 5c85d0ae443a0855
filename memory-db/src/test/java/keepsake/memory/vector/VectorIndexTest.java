package keepsake.memory.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import keepsake.memory.MemoryId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorIndexTest {
    private static final int ALL = 1 << 20;

    @TempDir
    Path home;

    /// What may happen to a memory.
    enum Step {
        ADD,
        ADD_MANY,
        DELETE,
        REPLACE,
        ERASE,
        REOPEN,
        LOSE_FILE,
        CUT_FILE,
        FLIP_BIT
    }

    @Property(tries = 15)
    void findsWhatComparingWithEveryVectorFinds(
            @ForAll @Size(min = 1, max = 12) List<Step> steps, @ForAll @IntRange(max = ALL) int seed)
            throws IOException {
        Path folder = Files.createTempDirectory("vectors");
        try (IndexLab lab = new IndexLab(folder, seed)) {
            for (Step step : steps) {
                take(step, lab);
                float[] query = lab.vector();
                assertThat(IndexLab.ids(lab.index().nearest(query, ALL, 10)))
                        .as("after %s", step)
                        .isEqualTo(lab.exact(query, 10));
                assertThat(lab.index().size()).isEqualTo(lab.kept().size());
            }
        } finally {
            delete(folder);
        }
    }

    private static void take(Step step, IndexLab lab) throws IOException {
        switch (step) {
            case ADD -> lab.add(1);
            case ADD_MANY -> lab.add(600);
            case DELETE -> lab.deleteSome();
            case REPLACE -> lab.replaceSome();
            case ERASE -> lab.eraseSome();
            case REOPEN, LOSE_FILE, CUT_FILE, FLIP_BIT -> {
                lab.closeAll();
                switch (step) {
                    case LOSE_FILE -> Files.deleteIfExists(lab.file());
                    case CUT_FILE -> lab.cutFile();
                    case FLIP_BIT -> lab.flipBit();
                    default -> {}
                }
                lab.openAll();
            }
        }
    }

    @Test
    void aShortlistKeepsMostOfTheBestAlsoOfVectorsThatHaveLittleInCommon() {
        try (IndexLab lab = new IndexLab(home, 7)) {
            lab.add(6_000);
            int kept = 0;
            for (int i = 0; i < 20; i++) {
                float[] query = lab.vector();
                List<Long> found = IndexLab.ids(lab.index().nearest(query, 200, 10));
                kept += (int)
                        lab.exact(query, 10).stream().filter(found::contains).count();
            }
            assertThat(kept).isGreaterThan(140);
        }
    }

    @Test
    void similaritiesAreCosinesAndNothingForWhatHasNoVector() {
        try (IndexLab lab = new IndexLab(home, 3)) {
            lab.add(5);
            float[] query = lab.vectorOf(2);

            float[] cosines = lab.database().read(sql -> lab.index()
                    .similarities(sql, query, new long[] {2, 99, 4}, lab.index().fetch(sql, new long[] {4, 98})));

            assertThat(cosines[0]).isCloseTo(1, within(0.001f));
            assertThat(cosines[1]).isNaN();
            assertThat(cosines[2]).isCloseTo(product(query, lab.vectorOf(4)), within(0.01f));
            assertThat(lab.index().has(2)).isTrue();
            assertThat(lab.index().has(99)).isFalse();
        }
    }

    @Test
    void factsAndMessagesDoNotMeet() {
        try (IndexLab lab = new IndexLab(home, 3)) {
            lab.add(3);
            float[] vector = lab.vector();
            lab.database().write(sql -> {
                EmbeddingTable.replace(sql, MemoryId.fact(2), 1, ByteVector.of(vector));
                return true;
            });

            assertThat(lab.index().nearestFacts(vector, 10, 10))
                    .extracting(Near::id)
                    .containsExactly(MemoryId.fact(2));
            assertThat(lab.index().nearest(vector, 10, 10)).hasSize(3);
            assertThat(lab.database().read(sql -> lab.index().factSimilarities(sql, vector, new long[] {2}))[0])
                    .isCloseTo(1, within(0.001f));
        }
    }

    @Test
    void whatAnotherProcessAddsAndDeletesIsSeen() {
        try (IndexLab lab = new IndexLab(home, 3)) {
            lab.add(10);
            VectorIndex other = new VectorIndex(lab.database());
            float[] query = lab.vector();
            assertThat(other.nearest(query, ALL, 100)).hasSize(10);

            lab.add(3_000);
            lab.deleteSome();

            assertThat(IndexLab.ids(other.nearest(query, ALL, 10))).isEqualTo(lab.exact(query, 10));
            other.close();
        }
    }

    @Test
    void theFileIsTheOwnersAndSavesReadingTheTable() throws IOException {
        try (IndexLab lab = new IndexLab(home, 3)) {
            lab.add(3_000);
            lab.index().follow();

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lab.file())))
                    .isEqualTo("rw-------");
            var current = lab.database().read(EmbeddingTable::current).orElseThrow();
            Codes read = new CodeFile(lab.file()).read(current).orElseThrow();
            assertThat(read.messageRows()).isEqualTo(3_000);
            assertThat(read.meanOf()).isEqualTo(3_000);
        }
    }

    @Test
    void whatWasErasedIsInNoFileAlsoWhenAnotherIndexStillHeldIt() throws IOException {
        try (IndexLab lab = new IndexLab(home, 3)) {
            lab.add(3_000);
            VectorIndex other = new VectorIndex(lab.database());
            other.follow();
            lab.index().follow();
            List<Long> before = List.copyOf(lab.kept().keySet());
            lab.eraseSome();
            List<Long> gone =
                    before.stream().filter(id -> !lab.kept().containsKey(id)).toList();
            assertThat(gone).hasSizeGreaterThan(700);

            other.save();
            assertThat(lab.file()).exists();

            // Here a vector's row has the number of its message.
            byte[] bytes = Files.readAllBytes(lab.file());
            var current = lab.database().read(EmbeddingTable::current).orElseThrow();
            CodeList.View rows = new CodeFile(lab.file())
                    .read(current)
                    .orElseThrow()
                    .messages()
                    .view();
            assertThat(rows.size()).isEqualTo(lab.kept().size());
            assertThat(bytes.length).isLessThan(lab.kept().size() * 30 + 2_000);
            for (int row = 0; row < rows.size(); row++) {
                assertThat(lab.kept())
                        .containsKey(rows.blocks().get(row / CodeList.BLOCK).ids()[row % CodeList.BLOCK]);
            }
            other.close();
        }
    }

    @Test
    void aFileWithTheBitsOfADeletedMessageGoesWhenTheMemoryIsClosedOrOpened() {
        try (IndexLab lab = new IndexLab(home, 3)) {
            lab.add(300);
            lab.index().follow();
            lab.index().save();
            assertThat(lab.file()).exists();
            lab.database().write(sql -> sql.update("DELETE FROM message WHERE id > 100"));
            VectorIndex other = new VectorIndex(lab.database());
            other.follow();
            assertThat(lab.file()).doesNotExist();
            other.close();
        }
    }

    @Test
    void anUnfinishedFileOfAKilledProcessIsNoHindrance() throws IOException {
        try (IndexLab lab = new IndexLab(home, 3)) {
            Files.write(home.resolve("keepsake.vectors.part"), new byte[100]);
            lab.add(3_000);
            lab.index().follow();

            assertThat(lab.file()).exists();
            assertThat(home.resolve("keepsake.vectors.part")).doesNotExist();
        }
    }

    @Test
    void anInterruptedThreadFindsNothingAndStaysInterrupted() {
        try (IndexLab lab = new IndexLab(home, 3)) {
            lab.add(100);
            lab.index().follow();
            Thread.currentThread().interrupt();

            assertThat(lab.index().nearest(lab.vector(), 10, 10)).isEmpty();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void estimatesOfCodesAreNearTheProducts() {
        try (IndexLab lab = new IndexLab(home, 3)) {
            float[] mean = new float[IndexLab.DIMENSIONS];
            for (int i = 0; i < 200; i++) {
                float[] query = lab.vector();
                float[] vector = lab.vector();
                long[] code = new long[SignCode.words(IndexLab.DIMENSIONS)];
                float factor = SignCode.write(ByteVector.of(vector), mean, code, 0);
                assertThat(factor * new QueryCode(query).product(code, 0))
                        .isCloseTo(product(query, vector), within(0.35f));
            }
        }
    }

    private static float product(float[] a, float[] b) {
        float product = 0;
        for (int i = 0; i < a.length; i++) product += a[i] * b[i];
        return product;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
