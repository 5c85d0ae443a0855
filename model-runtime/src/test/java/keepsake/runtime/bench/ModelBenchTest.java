package keepsake.runtime.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import keepsake.runtime.bench.TokenSource.Tokens;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.GgmlType;
import keepsake.runtime.gguf.TinyModels;
import keepsake.runtime.streaming.StreamingLoader;
import keepsake.runtime.streaming.TokenRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBenchTest {
    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void writeAModel() throws Exception {
        model = TinyModels.olmoe(folder.resolve("olmoe.gguf"), 3);
    }

    private BenchRequest request(TokenSource source) {
        return new BenchRequest(model, OptionalInt.empty(), OptionalInt.empty(), 200, 20, source);
    }

    private static BenchResult run(BenchRequest request) throws EngineException {
        return ModelBench.run(request, LoadListener.NONE, new StopSignal()).orElseThrow();
    }

    @Test
    void theSameCommandMeasuresTheSameWork() throws Exception {
        BenchResult first = run(request(new TokenSource.Uniform()));
        BenchResult second = run(request(new TokenSource.Uniform()));
        assertThat(first.tokens()).hasSize(20).isEqualTo(second.tokens());
        assertThat(first.prefill().misses()).isEqualTo(second.prefill().misses());
        assertThat(first.decode())
                .usingRecursiveComparison()
                .ignoringFields("stallNanos")
                .isEqualTo(second.decode());
        assertThat(first.forced()).isTrue();
    }

    @Test
    void whatWasMeasuredMakesSense() throws Exception {
        BenchResult result = run(request(new TokenSource.Uniform()));
        assertThat(result.prefillTps()).isPositive();
        assertThat(result.decodeTps()).isPositive();
        assertThat(result.prefill().bytesRead()).isPositive();
        assertThat(result.decode().hits() + result.decode().misses())
                .as("20 tokens, 4 layers, 4 experts")
                .isEqualTo(320);
        assertThat(result.peakResident()).isGreaterThan(result.file().expertBytes());
        assertThat(result.bound().driveBytes()).isPositive();
        assertThat(result.bound().memoryBytes()).isPositive();
        assertThat(result.boundFraction()).isPositive();
        assertThat(result.file().type()).isEqualTo(GgmlType.F32);
        assertThat(result.file().locality()).isEmpty();
        assertThat(result.info().contextTokens()).isEqualTo(256);
    }

    @Test
    void theBoundIsTheSlowerOfDriveAndMemory() throws Exception {
        BenchResult result = run(request(new TokenSource.Uniform()));
        double ofToken = result.file().expertBytes() / 4.0; // 4 of 16 experts
        Bound slowDrive =
                Bound.of(new Bound.Rates(1000, 1e12), result.file(), result.info(), 0.5, result.request(), 128);
        assertThat(slowDrive.decodeTps()).isEqualTo(1000 / (ofToken / 2));
        assertThat(slowDrive.prefillTps()).hasValue(128 * 1000.0 / result.file().expertBytes());
        Bound slowMemory =
                Bound.of(new Bound.Rates(1e12, 1000), result.file(), result.info(), 0.5, result.request(), 128);
        assertThat(slowMemory.decodeTps())
                .isBetween(0.0, 1000 / (ofToken + result.file().denseBytes()));
    }

    @Test
    void aTextIsReadToItsEndAndThenTheModelGoesOn() throws Exception {
        String words = "the long way down to the water ";
        BenchResult forced = run(request(new TokenSource.Text(words.repeat(100))));
        BenchResult chosen = run(request(new TokenSource.Text(words.repeat(30))));
        assertThat(forced.forced()).isTrue();
        assertThat(chosen.forced()).isFalse();
        assertThat(chosen.tokens()).hasSize(20);
        assertThatThrownBy(() -> run(request(new TokenSource.Text("too short"))))
                .isInstanceOf(EngineException.BadRequest.class)
                .hasMessageContaining("200");
    }

    @Test
    void zipfRepeatsTokensAndUniformHardly() throws Exception {
        try (TokenRun run = new StreamingLoader().openForTokens(LoadRequest.of(model), LoadListener.NONE)) {
            Tokens uniform = new TokenSource.Uniform().take(run, 300, 100);
            Tokens zipf = new TokenSource.Zipf().take(run, 300, 100);
            assertThat(Set.copyOf(zipf.prompt()).size())
                    .isLessThan(Set.copyOf(uniform.prompt()).size());
            assertThat(zipf.prompt()).allSatisfy(id -> assertThat(id).isBetween(0, run.vocabularySize() - 1));
            long most =
                    zipf.prompt().stream()
                            .collect(Collectors.groupingBy(id -> id, Collectors.counting()))
                            .values()
                            .stream()
                            .mapToLong(Long::longValue)
                            .max()
                            .orElseThrow();
            assertThat(most).as("the first rank: a seventh of 300").isBetween(20L, 80L);
            assertThat(zipf).isEqualTo(new TokenSource.Zipf().take(run, 300, 100));
        }
    }

    @Test
    void aBudgetThatIsTooSmallIsRefusedWithTheNumberThatWorks() {
        BenchRequest tight =
                new BenchRequest(model, OptionalInt.of(20), OptionalInt.empty(), 64, 8, new TokenSource.Uniform());
        assertThatThrownBy(() -> run(tight)).isInstanceOf(EngineException.BudgetTooSmall.class);
    }

    @Test
    void stoppedItMeasuresNothing() throws Exception {
        StopSignal stop = new StopSignal();
        assertThat(ModelBench.run(
                        request(new TokenSource.Uniform()),
                        (stage, done, total) -> {
                            if (stage.equals("tokens")) stop.raise();
                        },
                        stop))
                .isEmpty();
    }
}
