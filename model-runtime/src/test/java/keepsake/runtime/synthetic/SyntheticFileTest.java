package keepsake.runtime.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.GgmlType;
import keepsake.runtime.gguf.GgufFile;
import keepsake.runtime.gguf.GgufReader;
import keepsake.runtime.gguf.GgufTensor;
import keepsake.runtime.gguf.GgufValidator;
import keepsake.runtime.streaming.StreamingLoader;
import keepsake.runtime.streaming.TokenRun;
import keepsake.runtime.synthetic.SyntheticFile.Existing;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyntheticFileTest {
    @TempDir
    Path folder;

    private Path write(SyntheticModel model, String name) throws Exception {
        Path file = folder.resolve(name);
        assertThat(SyntheticFile.write(model, file, Existing.KEEP, (done, total) -> {}, new StopSignal()))
                .isTrue();
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "OLMOE,Q4_K",
        "OLMOE,Q8_0",
        "QWEN3MOE,Q4_K",
        "QWEN3MOE,Q6_K",
        "GPTOSS,MXFP4",
        "GPTOSS,Q4_K",
        "QWEN2MOE,Q4_K",
        "QWEN2MOE,Q8_0"
    })
    void everyShapeRunsInTheStreamingEngineWithFiniteScores(SyntheticShape shape, GgmlType type) throws Exception {
        Path file = write(SyntheticFile.fit(shape, 6_000_000, type, 0.5, 3), "model.gguf");
        LoadRequest request = new LoadRequest(file, Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), 256);
        try (TokenRun run = new StreamingLoader().openForTokens(request, LoadListener.NONE)) {
            assertThat(run.info().architecture()).isEqualTo(shape.architecture());
            List<Integer> said = new ArrayList<>();
            int token =
                    run.prefill(run.tokensOf("the long way down to the water")).orElseThrow();
            for (int i = 0; i < 40; i++) {
                float[] scores = run.scores();
                for (float score : scores) assertThat(score).isFinite();
                assertThat(scores[token]).as("the likeliest stands out").isGreaterThan(1);
                said.add(token);
                token = run.next(token).orElseThrow();
            }
            assertThat(said.stream().distinct().count()).as("tokens differ").isGreaterThan(5);
        }
    }

    @ParameterizedTest
    @EnumSource(SyntheticShape.class)
    void theSizeIsMetWithTheProportionsOfTheRealModel(SyntheticShape shape) {
        for (long bytes : new long[] {2_000_000, 8_000_000, 300_000_000, 4_000_000_000L, 20_000_000_000L}) {
            SyntheticModel model = SyntheticFile.fit(shape, bytes, shape.usualType(), 0.5, 1);
            assertThat((double) model.bytes()).isCloseTo((double) bytes, Offset.offset(0.15 * bytes));
            assertThat(model.expertsUsed()).isLessThanOrEqualTo(model.experts() / 2);
            if (bytes >= 300_000_000) {
                assertThat(model.experts()).isEqualTo(shape.experts);
                assertThat(model.expertsUsed()).isEqualTo(shape.expertsUsed);
                assertThat(model.layers()).isGreaterThanOrEqualTo(4);
            }
        }
    }

    @Test
    void theRealSizesComeOutAsTheRealModels() {
        SyntheticModel model = SyntheticFile.fit(SyntheticShape.OLMOE, 3_800_000_000L, GgmlType.Q4_K, 0.5, 1);
        assertThat(List.of(model.layers(), model.embedding(), model.expertWidth(), model.experts()))
                .containsExactly(16, 2048, 1024, 64);
    }

    @Test
    void theFileNamesItsDialAndSeed() throws Exception {
        SyntheticModel model = SyntheticFile.fit(SyntheticShape.OLMOE, 3_000_000, GgmlType.Q4_K, 0.25, 42);
        GgufFile file = GgufReader.read(write(model, "a.gguf"));
        assertThat(file.real(SyntheticModel.LOCALITY)).hasValue(0.25);
        assertThat(file.integer(SyntheticModel.SEED)).hasValue(42);
        assertThat(file.text(SyntheticModel.SHAPE)).hasValue("olmoe");
        assertThat(GgufValidator.check(file).expertCount()).isEqualTo(model.experts());
        assertThat(file.tensors().stream().mapToLong(GgufTensor::size).sum()).isEqualTo(model.bytes());
    }

    @Test
    void theSameSeedWritesTheSameBytesAndAnotherDoesNot() throws Exception {
        SyntheticModel model = SyntheticFile.fit(SyntheticShape.QWEN2MOE, 3_000_000, GgmlType.Q8_0, 0.5, 7);
        SyntheticModel other = SyntheticFile.fit(SyntheticShape.QWEN2MOE, 3_000_000, GgmlType.Q8_0, 0.5, 8);
        Path first = write(model, "a.gguf");
        assertThat(Files.mismatch(first, write(model, "b.gguf"))).isEqualTo(-1);
        assertThat(Files.mismatch(first, write(other, "c.gguf"))).isNotEqualTo(-1);
    }

    @Test
    void theDialMakesTokensRepeatTheirExperts() throws Exception {
        int[] tokens = new SplittableRandom(5)
                .ints(150, 0, new SmallVocabulary().size())
                .toArray();
        double last = -1;
        for (double dial : new double[] {0, 0.3, 0.5, 0.7, 1}) {
            SyntheticModel model = SyntheticFile.fit(SyntheticShape.GPTOSS, 8_000_000, GgmlType.MXFP4, dial, 1);
            RecordedRouting routing = RecordedRouting.of(write(model, dial + ".gguf"), tokens, 1);
            assertThat(routing.layers()).isEqualTo(model.layers());
            assertThat(routing.repeated()).as("dial " + dial).isGreaterThan(last + 0.01);
            last = routing.repeated();
            if (dial == 0) {
                double byChance = (double) model.expertsUsed() / model.experts();
                assertThat(routing.repeated()).isCloseTo(byChance, Offset.offset(0.1));
            }
        }
        assertThat(last).as("at 1 every token uses the same").isEqualTo(1);
    }

    @Test
    void aFileThatIsThereIsKeptUnlessToldOtherwise() throws Exception {
        SyntheticModel model = SyntheticFile.fit(SyntheticShape.OLMOE, 2_000_000, GgmlType.Q4_K, 0.5, 1);
        Path file = Files.writeString(folder.resolve("mine.gguf"), "mine");
        assertThatThrownBy(() -> write(model, "mine.gguf")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("mine");
        SyntheticFile.write(model, file, Existing.REPLACE, (done, total) -> {}, new StopSignal());
        assertThat(GgufReader.read(file).architecture()).isEqualTo("olmoe");
    }

    @Test
    void stoppedItLeavesNothing() throws Exception {
        SyntheticModel model = SyntheticFile.fit(SyntheticShape.OLMOE, 8_000_000, GgmlType.Q4_K, 0.5, 1);
        StopSignal stop = new StopSignal();
        boolean whole = SyntheticFile.write(
                model,
                folder.resolve("a.gguf"),
                Existing.KEEP,
                (done, total) -> {
                    if (done > total / 2) stop.raise();
                },
                stop);
        assertThat(whole).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderThatIsMissingAndADiskThatIsTooSmallAreSaid() {
        SyntheticModel model = SyntheticFile.fit(SyntheticShape.OLMOE, 2_000_000, GgmlType.Q4_K, 0.5, 1);
        assertThatThrownBy(() -> write(model, "no/such/folder.gguf"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("no such folder");
        SyntheticModel endless =
                new SyntheticModel(SyntheticShape.OLMOE, 20_000, 2048, 1024, 64, 8, GgmlType.Q8_0, 0.5, 1); // 9 TB
        assertThatThrownBy(() -> write(endless, "large.gguf"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("are free");
        assertThat(folder).isEmptyDirectory();
    }
}
