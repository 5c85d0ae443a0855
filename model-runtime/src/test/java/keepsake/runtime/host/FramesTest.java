package keepsake.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keepsake.runtime.engine.ChatTurn;
import keepsake.runtime.engine.ChatTurn.Speaker;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.engine.Generation;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.GenerationStats;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.MemoryBudget;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.engine.Sampling;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class FramesTest {

    @Property(tries = 200)
    void requestsArriveAsTheyWereSent(
            @ForAll @StringLength(max = 300) String text,
            @ForAll long id,
            @ForAll @IntRange(min = 1) int maxTokens,
            @ForAll Optional<EngineKind> engine)
            throws IOException {
        String whole = withoutHalfPairs(text);
        var generate = new ToHost.Generate(
                id,
                new GenerationRequest(
                        List.of(new ChatTurn(Speaker.SYSTEM, whole), new ChatTurn(Speaker.USER, "ü" + whole)),
                        Sampling.chat(id),
                        maxTokens,
                        Optional.of(whole),
                        1));
        var load = new ToHost.Load(new LoadRequest(
                        Path.of("/models/ä b.gguf"), engine, OptionalInt.of(maxTokens), OptionalInt.empty(), 4096)
                .withCache(Path.of("/home/ä b/cache")));
        List<ToHost> sent =
                List.of(load, generate, new ToHost.CountTokens(id, whole), new ToHost.Stop(id), new ToHost.Close());

        assertThat(readAll(writeAll(sent), ToHost.class)).isEqualTo(sent);
    }

    @Property(tries = 200)
    void answersArriveAsTheyWereSent(
            @ForAll @StringLength(max = 300) String text, @ForAll long id, @ForAll List<Integer> tokens)
            throws IOException {
        String whole = withoutHalfPairs(text);
        var stats = new GenerationStats(3, tokens.size(), 1.5, 2.5, id, 0.75, 12.25, 300, 2, 1);
        var info = new ModelInfo(
                EngineKind.STREAMING,
                "llama.cpp v0.5.0",
                "olmoe",
                whole,
                Path.of("/models/a.gguf"),
                4096,
                16,
                64,
                8,
                new MemoryBudget(6, 1, 2, 1, 1, 1),
                id,
                Optional.of(whole));
        List<FromHost> sent = List.of(
                new FromHost.Progress(0, "checking", 1, 2),
                new FromHost.Loaded(0, info),
                new FromHost.PromptProgress(id, 1, 2),
                new FromHost.Text(id, whole),
                new FromHost.Counted(id, 7),
                new FromHost.Done(id, new Generation(whole, tokens, Generation.Ending.STOPPED, stats)));

        assertThat(readAll(writeAll(sent), FromHost.class)).isEqualTo(sent);
    }

    @Test
    void everyKindOfFailureSurvivesTheTrip() throws IOException {
        for (EngineException sent : List.of(
                new EngineException.BadModel("bad model"),
                new EngineException.BudgetTooSmall("too small", 1234),
                new EngineException.Unavailable("unavailable"),
                new EngineException.PromptTooLong("too long"),
                new EngineException.BadRequest("bad request"),
                new EngineException.HostDied("died"),
                new EngineException.Failed("failed"))) {
            byte[] bytes = writeAll(List.of(FromHost.Failed.of(9, sent)));
            var failed = (FromHost.Failed) readAll(bytes, FromHost.class).getFirst();

            assertThat(failed.id()).isEqualTo(9);
            assertThat(failed.exception()).hasSameClassAs(sent).hasMessage(sent.getMessage());
            if (failed.exception() instanceof EngineException.BudgetTooSmall small) {
                assertThat(small.neededMib()).isEqualTo(1234);
            }
        }
    }

    @Property(tries = 100)
    void aCutStreamIsNoticedAndNeverMisread(@ForAll @IntRange(min = 1, max = 59) int cut) throws IOException {
        byte[] bytes = writeAll(List.of(new FromHost.Text(123456, "a text that makes the frame long enough")));
        assertThat(bytes).hasSizeGreaterThan(60);

        assertThatThrownBy(() -> readAll(Arrays.copyOf(bytes, bytes.length - cut), FromHost.class))
                .isInstanceOf(FrameException.class);
    }

    @Property(tries = 500)
    void garbageIsAFrameExceptionOrEndsCleanly(@ForAll @Size(max = 200) byte[] garbage) throws IOException {
        var in = new ByteArrayInputStream(garbage);
        try {
            // Random bytes are no message; only nothing at all is a clean end.
            assertThat(Frames.read(in, ToHost.class)).isEmpty();
            assertThat(garbage).isEmpty();
        } catch (FrameException e) {
            assertThat(garbage).isNotEmpty();
        }
    }

    @Test
    void aLengthAboveTheLimitIsRefusedBeforeItIsRead() {
        for (int length : new int[] {0, -1, Integer.MIN_VALUE, Frames.MAX_PAYLOAD + 1, Integer.MAX_VALUE}) {
            byte[] head = ByteBuffer.allocate(4).putInt(length).array();
            assertThatThrownBy(() -> Frames.read(new ByteArrayInputStream(head), ToHost.class))
                    .isInstanceOf(FrameException.class)
                    .hasMessageContaining("bytes");
        }
    }

    @Test
    void aMessageAboveTheLimitIsNotSent() {
        var out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> Frames.write(out, new ToHost.CountTokens(1, "x".repeat(Frames.MAX_PAYLOAD))))
                .isInstanceOf(FrameException.class);
        assertThat(out.size()).isZero();
    }

    @Test
    void jsonThatIsNoMessageIsRefused() {
        for (String json : List.of(
                "null",
                "[]",
                "{}",
                "{\"type\":\"fire\"}",
                "{\"type\":\"text\",\"id\":1}",
                "{\"type\":\"text\",\"id\":1,\"text\":null}",
                "{\"type\":\"text\",\"id\":null,\"text\":\"a\"}",
                "{\"type\":\"text\",\"id\":1,\"text\":\"a\"} {}",
                "{\"type\":\"done\",\"id\":1,\"generation\":{}}")) {
            byte[] payload = json.getBytes(StandardCharsets.UTF_8);
            byte[] frame = ByteBuffer.allocate(4 + payload.length)
                    .putInt(payload.length)
                    .put(payload)
                    .array();
            assertThatThrownBy(() -> Frames.read(new ByteArrayInputStream(frame), FromHost.class))
                    .as(json)
                    .isInstanceOf(FrameException.class);
        }
    }

    @Test
    void halfACharacterIsReplacedAndDoesNotFail() throws IOException {
        byte[] bytes = writeAll(List.of(new ToHost.CountTokens(1, "a\ud83db")));

        assertThat(readAll(bytes, ToHost.class)).containsExactly(new ToHost.CountTokens(1, "a?b"));
    }

    private static byte[] writeAll(List<?> messages) throws IOException {
        var out = new ByteArrayOutputStream();
        for (Object message : messages) Frames.write(out, message);
        return out.toByteArray();
    }

    private static <T> List<T> readAll(byte[] bytes, Class<T> type) throws IOException {
        var in = new ByteArrayInputStream(bytes);
        var messages = new java.util.ArrayList<T>();
        for (var next = Frames.read(in, type); next.isPresent(); next = Frames.read(in, type)) messages.add(next.get());
        return messages;
    }

    private static String withoutHalfPairs(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
