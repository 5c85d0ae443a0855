package keepsake.runtime.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import keepsake.runtime.engine.ChatTurn;
import keepsake.runtime.engine.ChatTurn.Speaker;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.Generation;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.Sampling;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.GgmlType;
import keepsake.runtime.gguf.TinyModels;
import keepsake.runtime.saved.SavedFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an engine keeps makes the next one faster and never another one: real libraries, tiny models.
class BetweenRunsTest {
    private static final String WHO = "You are a private assistant who remembers the garden and the sea. ".repeat(4);
    private static final String ASKED = "What did we say about the water, and what about the garden and the old house?";
    private static final String OTHERWISE = "Tell me about the sea, the ships, the storm, and who was there with us.";
    private static final long LAYER = 16 * 3 * 128L * 64 * 4;

    @TempDir
    Path folder;

    private Path model = Path.of("tiny.gguf");

    @BeforeEach
    void aModel() throws IOException {
        model = TinyModels.olmoe(folder.resolve("tiny.gguf"), 3);
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private StreamingEngine load(OptionalLong expertRoom, Optional<Path> cache) throws EngineException {
        LoadRequest plain = LoadRequest.of(model);
        StreamingOptions options = expertRoom.isPresent()
                ? StreamingOptions.DEFAULT.withExpertBytes(expertRoom.getAsLong())
                : StreamingOptions.DEFAULT;
        return (StreamingEngine)
                StreamingLoader.with(options).load(cache.map(plain::withCache).orElse(plain), LoadListener.NONE);
    }

    private static Generation ask(StreamingEngine engine, String system, String question) throws EngineException {
        List<ChatTurn> turns = List.of(new ChatTurn(Speaker.SYSTEM, system), new ChatTurn(Speaker.USER, question));
        GenerationRequest request =
                new GenerationRequest(turns, Sampling.greedy(), 24, Optional.empty()).withStableTurns(1);
        return engine.generate(request, GenerationListener.NONE, new StopSignal());
    }

    /// One run: load, ask, close.
    private Generation run(Optional<Path> cache, String system, String question) throws EngineException {
        try (StreamingEngine engine = load(OptionalLong.empty(), cache)) {
            return ask(engine, system, question);
        }
    }

    private List<Path> states() throws IOException {
        try (Stream<Path> all = Files.list(SavedFolder.at(cache()).generation())) {
            return all.filter(path -> path.toString().endsWith(".prompt")).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"olmoe,F32", "olmoe,Q8_0", "qwen2moe,F32", "qwen2moe,F16", "qwen3moe,F32", "qwen3moe,Q8_0", "llama,F32"
    })
    void aRestoredBeginningGivesTheSameTokensForEveryBudget(String architecture, GgmlType type) throws Exception {
        model = TinyModels.shape(architecture).withExpertType(type).withSeed(5).write(folder.resolve("shape.gguf"));
        List<Integer> reference = run(Optional.empty(), WHO, ASKED).tokens();
        Generation first = run(Optional.of(cache()), WHO, OTHERWISE);
        assertThat(first.stats().reusedTokens()).isZero();
        assertThat(states()).hasSize(1);
        long layer = 16 * 3 * type.bytes(128L * 64);
        for (long room : new long[] {layer, 2 * layer + layer / 2, 4 * layer}) {
            try (StreamingEngine engine = load(OptionalLong.of(room), Optional.of(cache()))) {
                Generation answer = ask(engine, WHO, ASKED);
                assertThat(answer.tokens()).isEqualTo(reference);
                assertThat(answer.stats().restoredTokens()).isGreaterThanOrEqualTo(Batches.LEAST);
                assertThat(answer.stats().reusedTokens())
                        .isEqualTo(answer.stats().restoredTokens());
                Generation again = ask(engine, WHO, ASKED);
                assertThat(again.tokens()).isEqualTo(reference);
                assertThat(again.stats().restoredTokens())
                        .as("it is in RAM now")
                        .isZero();
                assertThat(again.stats().reusedTokens())
                        .isGreaterThanOrEqualTo(answer.stats().reusedTokens());
            }
        }
    }

    @Test
    void theStateHoldsTheStableTurnsOnly() throws Exception {
        run(Optional.of(cache()), WHO, ASKED);
        long size = Files.size(states().getFirst());
        run(Optional.of(cache()), WHO, "0" + OTHERWISE.repeat(3));
        run(Optional.of(cache()), WHO, "1" + OTHERWISE);
        assertThat(states()).as("the question is not part of it").hasSize(1);
        assertThat(Files.size(states().getFirst())).isEqualTo(size);
    }

    @Test
    void aBeginningThatChangedIsReusedAsFarAsItIsTheSame() throws Exception {
        run(Optional.of(cache()), WHO + "Today is Monday.", ASKED);
        List<Integer> reference =
                run(Optional.empty(), WHO + "Today is Tuesday.", ASKED).tokens();
        Generation next = run(Optional.of(cache()), WHO + "Today is Tuesday.", ASKED);
        assertThat(next.tokens()).isEqualTo(reference);
        assertThat(next.stats().restoredTokens()).isPositive();
        assertThat(states()).hasSize(2);
    }

    @Test
    void aDamagedFileIsIgnoredAndReplaced() throws Exception {
        List<Integer> reference = run(Optional.of(cache()), WHO, ASKED).tokens();
        Path file = states().getFirst();
        byte[] whole = Files.readAllBytes(file);
        byte[] damaged = whole.clone();
        damaged[whole.length / 2] ^= 1;
        Files.write(file, damaged);
        Generation answer = run(Optional.of(cache()), WHO, ASKED);
        assertThat(answer.stats().restoredTokens()).isZero();
        assertThat(answer.tokens()).isEqualTo(reference);
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @Test
    void anotherModelDoesNotUseIt() throws Exception {
        run(Optional.of(cache()), WHO, ASKED);
        TinyModels.olmoe(model, 4);
        assertThat(run(Optional.of(cache()), WHO, ASKED).stats().restoredTokens())
                .isZero();
        assertThat(states()).hasSize(2);
    }

    @Test
    void whatWasForgottenIsGoneAndTheEngineThatHeldItGoesOn() throws Exception {
        try (StreamingEngine engine = load(OptionalLong.empty(), Optional.of(cache()))) {
            List<Integer> before = ask(engine, WHO, ASKED).tokens();
            engine.awaitIdle();
            assertThat(states()).hasSize(1);
            SavedFolder.at(cache()).forget();
            try (Stream<Path> left = Files.list(cache())) {
                assertThat(left).isEmpty();
            }
            assertThat(ask(engine, WHO, ASKED).tokens()).isEqualTo(before);
        }
        assertThat(states()).as("what is asked after that is kept again").hasSize(1);
    }

    @Test
    void aPlaceThatCannotBeWrittenChangesNothing() throws Exception {
        Path inTheWay = Files.writeString(folder.resolve("in-the-way"), "a file");
        List<Integer> reference = run(Optional.empty(), WHO, ASKED).tokens();
        assertThat(run(Optional.of(inTheWay), WHO, ASKED).tokens()).isEqualTo(reference);
        assertThat(inTheWay).hasContent("a file");
    }

    @Test
    void aRequestWithoutStableTurnsKeepsNothing() throws Exception {
        try (StreamingEngine engine = load(OptionalLong.empty(), Optional.of(cache()))) {
            engine.generate(
                    new GenerationRequest(
                            List.of(new ChatTurn(Speaker.USER, WHO + ASKED)), Sampling.greedy(), 4, Optional.empty()),
                    GenerationListener.NONE,
                    new StopSignal());
        }
        assertThat(states()).isEmpty();
    }

    @Test
    void theSecondStartFindsTheExpertsOfTheFirst() throws Exception {
        OptionalLong room = OptionalLong.of(3 * LAYER);
        Generation first;
        try (StreamingEngine engine = load(room, Optional.of(cache()))) {
            assertThat(engine.awaitIdle()).as("nothing is known yet").isZero();
            first = ask(engine, WHO, ASKED);
        }
        SavedFolder.at(cache()).generation();
        for (Path state : states()) Files.delete(state); // the same prompt must be read again, to compare
        try (StreamingEngine engine = load(room, Optional.of(cache()))) {
            assertThat(engine.awaitIdle()).isPositive();
            Generation second = ask(engine, WHO, ASKED);
            assertThat(second.tokens()).isEqualTo(first.tokens());
            assertThat(second.stats().hitRate()).isGreaterThan(first.stats().hitRate());
            assertThat(second.stats().mibRead()).isLessThan(first.stats().mibRead());
        }
    }

    @Test
    void damagedCountsAreIgnored() throws Exception {
        OptionalLong room = OptionalLong.of(3 * LAYER);
        try (StreamingEngine engine = load(room, Optional.of(cache()))) {
            ask(engine, WHO, ASKED);
        }
        Path counts;
        try (Stream<Path> all = Files.list(SavedFolder.at(cache()).generation())) {
            counts = all.filter(path -> path.toString().endsWith(".experts"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(counts);
        bytes[bytes.length - 9] ^= 1;
        Files.write(counts, bytes);
        try (StreamingEngine engine = load(room, Optional.of(cache()))) {
            assertThat(engine.awaitIdle()).isZero();
            assertThat(ask(engine, WHO, ASKED).tokens()).isNotEmpty();
        }
    }
}
