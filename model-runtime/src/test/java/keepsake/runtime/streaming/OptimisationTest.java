package keepsake.runtime.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepsake.runtime.catalogue.InstalledModel;
import keepsake.runtime.catalogue.LocalModelFolder;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.ChatTurn;
import keepsake.runtime.engine.ChatTurn.Speaker;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.Sampling;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.GgmlType;
import keepsake.runtime.gguf.GgufReader;
import keepsake.runtime.gguf.GgufTensor;
import keepsake.runtime.gguf.TinyModel;
import keepsake.runtime.gguf.TinyModels;
import keepsake.runtime.sidecar.Sidecar;
import keepsake.runtime.sidecar.SidecarWriter;
import keepsake.runtime.sidecar.SidecarWriter.Listener;
import keepsake.runtime.sidecar.SidecarWriter.Outcome;
import keepsake.runtime.sidecar.SidecarWriter.Stage;
import keepsake.runtime.streaming.StreamingOptions.Experts;
import keepsake.runtime.streaming.StreamingOptions.Kernels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A model with the file that “Optimise for this computer” makes, and with one that must not be used.
class OptimisationTest {
    private static final Listener UNHEARD = (stage, done, total) -> {};

    @TempDir
    Path folder;

    private Path model;
    private Path file;
    private Path part;

    @BeforeEach
    void tinyModel() throws IOException {
        model = TinyModels.olmoe(folder.resolve("tiny.gguf"), 3);
        file = folder.resolve("tiny.gguf.keepsake-experts");
        part = folder.resolve("tiny.gguf.keepsake-experts.part");
    }

    /// Experts large enough to be rearranged, of a type that has a fast kernel on all usual processors.
    private static TinyModel wide() {
        return new TinyModel("olmoe", 2, 1024, 4, 4, 1024, 4, 2, GgmlType.Q4_0, GgmlType.Q8_0, 7);
    }

    /// What an engine said and what it wants the user to know.
    private record Answer(List<Integer> tokens, Optional<String> notice) {}

    /// With room for one layer's experts only.
    private Answer answer(StreamingOptions options) throws EngineException {
        List<GgufTensor> experts = GgufReader.read(model).tensors().stream()
                .filter(GgufTensor::isExperts)
                .toList();
        long layer = experts.stream().limit(3).mapToLong(GgufTensor::size).sum();
        try (ChatEngine engine =
                StreamingLoader.with(options.withExpertBytes(layer)).load(LoadRequest.of(model), LoadListener.NONE)) {
            GenerationRequest request = new GenerationRequest(
                    List.of(new ChatTurn(Speaker.USER, "What about the sea?")),
                    Sampling.greedy(),
                    24,
                    Optional.empty());
            List<Integer> tokens = engine.generate(request, GenerationListener.NONE, new StopSignal())
                    .tokens();
            assertThat(tokens).isNotEmpty();
            return new Answer(tokens, engine.info().notice());
        }
    }

    private Answer ofModel() throws EngineException {
        return answer(StreamingOptions.DEFAULT.with(Experts.OF_MODEL));
    }

    private Answer answer() throws EngineException {
        return answer(StreamingOptions.DEFAULT);
    }

    private void optimise() throws EngineException {
        assertThat(Optimisation.of(model).run(UNHEARD, new StopSignal())).isEqualTo(Outcome.DONE);
        assertThat(part).doesNotExist();
    }

    private Outcome optimiseUntil(Stage stage, int times) throws EngineException {
        StopSignal stop = new StopSignal();
        int[] heard = {0};
        return Optimisation.of(model)
                .run(
                        (at, done, total) -> {
                            if (at == stage && ++heard[0] == times) stop.raise();
                        },
                        stop);
    }

    private static void overwrite(Path path, long offset, int bytes) throws IOException {
        FileTime modified = Files.getLastModifiedTime(path);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer some = ByteBuffer.allocate(bytes);
            channel.read(some, offset);
            for (int i = 0; i < bytes; i++) some.put(i, (byte) (some.get(i) ^ 0x55));
            channel.write(some.flip(), offset);
        }
        Files.setLastModifiedTime(path, modified);
    }

    private void ruinExpertsOfTheModel() throws EngineException, IOException {
        for (GgufTensor tensor : GgufReader.read(model).tensors()) {
            if (tensor.isExperts()) overwrite(model, tensor.offset(), Math.toIntExact(tensor.size()));
        }
    }

    @ParameterizedTest
    @CsvSource({"olmoe,F32", "olmoe,Q8_0", "qwen2moe,F16", "qwen3moe,Q8_0", "llama,F32"})
    void theTokensAreTheSameAndTheModelsOwnExpertsAreNotRead(String architecture, GgmlType type) throws Exception {
        TinyModels.shape(architecture).withExpertType(type).withSeed(5).write(model);
        Answer without = ofModel();
        optimise();
        ruinExpertsOfTheModel();
        assertThat(answer()).isEqualTo(without);
        assertThat(ofModel().tokens()).as("the ruin can be seen").isNotEqualTo(without.tokens());
    }

    @Test
    void rearrangedExpertsOfMoreThanOneReadAreTheSameToo() throws Exception {
        wide().write(model);
        Answer without = ofModel();
        optimise();
        ruinExpertsOfTheModel();
        assertThat(answer()).isEqualTo(without);
    }

    @Test
    void aFileForOtherKernelsIsIgnored() throws Exception {
        wide().write(model);
        StreamingOptions plain = StreamingOptions.DEFAULT.with(Kernels.PLAIN);
        Answer without = answer(plain);
        optimise();
        Answer with = answer(plain);
        assertThat(with.tokens()).isEqualTo(without.tokens());
        assertThat(with.notice()).hasValueSatisfying(text -> assertThat(text).contains("another processor"));
    }

    @Test
    void damageIsFoundWhenAnExpertIsReadAndTheModelIsReadInstead() throws Exception {
        Answer without = ofModel();
        optimise();
        long size = Files.size(file);
        for (long at = size / 4; at < size; at += 4096) overwrite(file, at, 1);
        assertThat(Optimisation.of(model).damagedExperts(new StopSignal()).orElseThrow())
                .isGreaterThan(30);
        assertThat(answer()).isEqualTo(without);
    }

    @Test
    void aDamagedHeaderATruncatedFileAndAnotherModelAreIgnoredWithANotice() throws Exception {
        Answer without = ofModel();
        optimise();
        overwrite(file, 300, 1);
        assertIgnored(without, "is damaged");
        overwrite(file, 300, 1);
        assertThat(answer()).isEqualTo(without);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 5));
        assertIgnored(without, "is incomplete");
        Files.write(file, new byte[10]);
        assertIgnored(without, "is damaged");
        Files.write(file, whole);
        Files.setLastModifiedTime(model, FileTime.fromMillis(1_000_000));
        assertIgnored(without, "another version of the model");
        optimise();
        assertThat(answer()).as("optimised again").isEqualTo(without);
    }

    private void assertIgnored(Answer without, String why) throws EngineException {
        Answer with = answer();
        assertThat(with.tokens()).isEqualTo(without.tokens());
        assertThat(with.notice()).hasValueSatisfying(text -> assertThat(text).contains(why));
        assertThat(Optimisation.look(model)).isInstanceOf(Sidecar.State.Unusable.class);
    }

    @Test
    void aStoppedOneIsNotUsedAndGoneOnWith() throws Exception {
        optimise();
        byte[] whole = Files.readAllBytes(file);
        Files.delete(file);
        assertThat(optimiseUntil(Stage.WRITING, 9)).isEqualTo(Outcome.STOPPED);
        assertThat(file).doesNotExist();
        assertThat(part).exists();
        assertThat(Optimisation.look(model)).isEqualTo(new Sidecar.State.Absent());
        assertThat(answer()).isEqualTo(ofModel());
        List<Long> done = new ArrayList<>();
        Outcome outcome = Optimisation.of(model)
                .run(
                        (stage, bytes, total) -> {
                            if (stage == Stage.WRITING) done.add(bytes);
                        },
                        new StopSignal());
        assertThat(outcome).isEqualTo(Outcome.DONE);
        assertThat(done).as("the other 55 of 64 experts").hasSize(55);
        assertThat(file).hasBinaryContent(whole);
        assertThat(part).doesNotExist();
    }

    @Test
    void whatWasDamagedMeanwhileIsWrittenAgain() throws Exception {
        optimise();
        byte[] whole = Files.readAllBytes(file);
        Files.delete(file);
        assertThat(optimiseUntil(Stage.CHECKING, 2)).isEqualTo(Outcome.STOPPED);
        overwrite(part, whole.length / 2, 1);
        optimise();
        assertThat(file).hasBinaryContent(whole);
    }

    @Test
    void aBeginningOfAnotherModelIsBegunAgain() throws Exception {
        assertThat(optimiseUntil(Stage.WRITING, 9)).isEqualTo(Outcome.STOPPED);
        TinyModels.qwen3moe(model, 9);
        Answer without = ofModel();
        optimise();
        assertThat(answer()).isEqualTo(without);
    }

    @Test
    void tooLittleRoomIsSaidBeforehandAndLeavesNothing() throws Exception {
        Optimisation optimisation = Optimisation.of(model);
        assertThatThrownBy(() -> optimisation.run(UNHEARD, new StopSignal(), at -> optimisation.bytes() - 1))
                .isInstanceOf(EngineException.Failed.class)
                .hasMessageContaining("1 MiB are missing");
        assertThat(part).doesNotExist();
        assertThat(optimisation.run(UNHEARD, new StopSignal(), at -> optimisation.bytes()))
                .isEqualTo(Outcome.DONE);
    }

    @Test
    void twoAtOnceDoNotMix() throws Exception {
        List<String> refusals = new ArrayList<>();
        SidecarWriter.Listener second = (stage, done, total) -> {
            try {
                Optimisation.of(model).run(UNHEARD, new StopSignal());
            } catch (EngineException e) {
                refusals.add(String.valueOf(e.getMessage()));
            }
        };
        assertThat(Optimisation.of(model).run(second, new StopSignal())).isEqualTo(Outcome.DONE);
        assertThat(refusals).isNotEmpty().allMatch(text -> text.contains("already"));
        assertThat(Optimisation.of(model).damagedExperts(new StopSignal())).hasValue(0);
    }

    @Test
    void theFileIsNoModelAndIsRemovedWithoutATrace() throws Exception {
        Answer without = ofModel();
        optimise();
        assertThat(optimiseUntil(Stage.WRITING, 1)).isEqualTo(Outcome.DONE);
        assertThat(new LocalModelFolder(folder).list())
                .extracting(InstalledModel::id)
                .containsExactly("tiny");
        long bytes = Files.size(file);
        assertThat(SidecarWriter.remove(model)).isEqualTo(bytes);
        assertThat(SidecarWriter.remove(model)).isZero();
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(model));
        assertThat(answer()).isEqualTo(without);
    }

    @Test
    void aModelWithoutExpertsHasNothingToOptimise() throws Exception {
        TinyModels.llamaDense(model, 1);
        Optimisation optimisation = Optimisation.of(model);
        assertThat(optimisation.bytes()).isZero();
        assertThatThrownBy(() -> optimisation.run(UNHEARD, new StopSignal()))
                .isInstanceOf(EngineException.BadRequest.class);
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(model));
    }
}
