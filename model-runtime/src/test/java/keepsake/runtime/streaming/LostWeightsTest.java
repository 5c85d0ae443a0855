package keepsake.runtime.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import keepsake.runtime.engine.ChatEngine;
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
import keepsake.runtime.gguf.TinyModels;
import keepsake.runtime.residency.ByteSource;
import keepsake.runtime.residency.Reading;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model file that goes away, changes or cannot be read while its experts are in use: the answer ends with a
/// sentence, what was said until then is right, and the engine answers again when the file is right again.
class LostWeightsTest {
    private static final long ONE_LAYER = 16 * 3 * 4 * 128L * 64;
    private static final GenerationRequest QUESTION = new GenerationRequest(
            List.of(new ChatTurn(Speaker.USER, "What did we say about the garden, and what about the sea?")),
            Sampling.greedy(),
            40,
            Optional.empty());

    @TempDir
    Path folder;

    private Path model = Path.of("");

    @BeforeEach
    void writeTheModel() throws IOException {
        model = TinyModels.olmoe(folder.resolve("tiny.gguf"), 3);
    }

    private interface Mishap {
        void happen() throws IOException;
    }

    /// With room for one layer, so that every token reads experts.
    private ChatEngine load(Reading reading) throws EngineException {
        StreamingOptions options =
                StreamingOptions.DEFAULT.withExpertBytes(ONE_LAYER).with(reading);
        return StreamingLoader.with(options).load(LoadRequest.of(model), LoadListener.NONE);
    }

    private static Generation answer(ChatEngine engine) throws EngineException {
        return engine.generate(QUESTION, GenerationListener.NONE, new StopSignal());
    }

    private static void refuses(ChatEngine engine, String sentence) {
        assertThatThrownBy(() -> answer(engine))
                .isInstanceOf(EngineException.Failed.class)
                .hasMessageContaining(sentence)
                .hasMessageContaining("what you wrote is kept");
    }

    /// Answers, with a mishap after some of the text; what was said before the end must be right.
    private static void failsInTheMiddle(ChatEngine engine, String sentence, Mishap mishap) throws Exception {
        String right = answer(engine).text();
        StringBuilder heard = new StringBuilder();
        AtomicInteger pieces = new AtomicInteger();
        GenerationListener listener = text -> {
            heard.append(text);
            if (pieces.incrementAndGet() == 3) happen(mishap);
        };
        assertThatThrownBy(() -> engine.generate(QUESTION, listener, new StopSignal()))
                .isInstanceOf(EngineException.Failed.class)
                .hasMessageContaining(sentence);
        assertThat(right).startsWith(heard.toString());
    }

    private static void happen(Mishap mishap) {
        try {
            mishap.happen();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void truncate() throws IOException {
        try (FileChannel file = FileChannel.open(model, StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 3);
        }
    }

    /// Other weights of the same size in the same file.
    private void overwrite() throws IOException {
        byte[] other = Files.readAllBytes(TinyModels.olmoe(folder.resolve("other.gguf"), 4));
        assertThat(other).hasSize(Math.toIntExact(Files.size(model)));
        try (FileChannel file = FileChannel.open(model, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(other), 0);
        }
    }

    private void renameOver() throws IOException {
        Files.move(model, folder.resolve("aside"));
        TinyModels.olmoe(model, 4);
    }

    private void renameBack() throws IOException {
        Files.deleteIfExists(model);
        Files.move(folder.resolve("aside"), model);
    }

    @Test
    void aFileThatWasCutOffBetweenAnswersMustBeLoadedAgain() throws Exception {
        try (ChatEngine engine = load(Reading.DEFAULT)) {
            answer(engine);
            truncate();
            refuses(engine, "Load the model again");
            refuses(engine, "Load the model again");
            assertThat(engine.countTokens("sea")).isPositive();
        }
    }

    @Test
    void aFileThatIsCutOffDuringAnAnswerEndsIt() throws Exception {
        try (ChatEngine engine = load(Reading.DEFAULT)) {
            failsInTheMiddle(engine, "changed or replaced", this::truncate);
        }
    }

    @Test
    void aFileThatIsOverwrittenDuringAnAnswerEndsItBeforeAWrongWord() throws Exception {
        try (ChatEngine engine = load(Reading.DEFAULT)) {
            failsInTheMiddle(engine, "changed or replaced", this::overwrite);
            refuses(engine, "Load the model again");
        }
        try (ChatEngine other = load(Reading.DEFAULT)) {
            assertThat(answer(other).tokens()).isNotEmpty();
        }
    }

    @Test
    void whatWasReadFromAFileThatHadChangedIsNotUsedLater() throws Exception {
        var written = Files.getLastModifiedTime(model);
        byte[] content = Files.readAllBytes(model);
        try (ChatEngine engine = load(Reading.DEFAULT)) {
            List<Integer> right = answer(engine).tokens();
            failsInTheMiddle(engine, "changed or replaced", this::overwrite);
            Files.write(model, content, StandardOpenOption.WRITE);
            Files.setLastModifiedTime(model, written);
            assertThat(answer(engine).tokens()).isEqualTo(right);
        }
    }

    @Test
    void aFileThatIsReplacedAndPutBackGoesOn() throws Exception {
        try (ChatEngine engine = load(Reading.DEFAULT)) {
            List<Integer> right = answer(engine).tokens();
            failsInTheMiddle(engine, "changed or replaced", this::renameOver);
            refuses(engine, "changed or replaced");
            renameBack();
            assertThat(answer(engine).tokens()).isEqualTo(right);
        }
    }

    @Test
    void aFileThatIsAwayForAWhileIsMissed() throws Exception {
        try (ChatEngine engine = load(Reading.DEFAULT)) {
            List<Integer> right = answer(engine).tokens();
            Files.move(model, folder.resolve("aside"));
            refuses(engine, "not there any more");
            renameBack();
            assertThat(answer(engine).tokens()).isEqualTo(right);
        }
    }

    @Test
    void aDriveThatFailsEndsTheAnswerAndIsOpenedAgain() throws Exception {
        var drive = new Drive();
        try (ChatEngine engine = load(Reading.DEFAULT.with(drive::open))) {
            List<Integer> right = answer(engine).tokens();
            int opened = drive.opened.get();
            failsInTheMiddle(engine, "could not be read (Input/output error)", () -> drive.fails.set(true));
            refuses(engine, "Check its drive");
            drive.fails.set(false);
            assertThat(answer(engine).tokens()).isEqualTo(right);
            assertThat(drive.opened.get()).isGreaterThan(opened);
        }
    }

    @Test
    void aDriveThatFailsWhileLoadingIsNoModel() {
        var drive = new Drive();
        drive.fails.set(true);
        assertThatThrownBy(() -> load(Reading.DEFAULT.with(drive::open)))
                .isInstanceOf(EngineException.Failed.class)
                .hasMessageContaining("could not be read");
    }

    /// The real file on a drive that can be told to fail.
    private static final class Drive {
        private final AtomicBoolean fails = new AtomicBoolean();
        private final AtomicInteger opened = new AtomicInteger();

        ByteSource open(Path path, OpenOption... options) throws IOException {
            opened.incrementAndGet();
            ByteSource file = ByteSource.ofFile(path, options);
            return new ByteSource() {
                @Override
                public int read(ByteBuffer into, long position) throws IOException {
                    if (fails.get()) throw new IOException("Input/output error");
                    return file.read(into, position);
                }

                @Override
                public void close() throws IOException {
                    file.close();
                }
            };
        }
    }
}
