package keepsake.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import keepsake.runtime.engine.ChatTurn;
import keepsake.runtime.engine.ChatTurn.Speaker;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.engine.Generation;
import keepsake.runtime.engine.Generation.Ending;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.Sampling;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.TinyModels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Real child processes with a tiny model. The timeout is there so that a call that hangs is a failure.
@Tag("e2e")
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fallback engine has no library for it")
class HostedEngineTest {
    @TempDir
    Path folder;

    private Path model = Path.of("");

    @BeforeEach
    void writeTheModel() throws IOException {
        model = TinyModels.olmoe(folder.resolve("tiny model ä.gguf"), 7);
    }

    @Test
    void answersLikeTheEngineItself() throws Exception {
        var stages = new ArrayList<String>();
        try (HostedEngine engine = new HostedLoader().load(fallback(), (stage, done, total) -> stages.add(stage))) {
            assertThat(stages).contains("checking", "reading weights", "starting");
            assertThat(engine.info().path()).isEqualTo(model);
            assertThat(engine.info().engine()).isEqualTo(EngineKind.FALLBACK);
            assertThat(engine.pid()).isNotEqualTo(ProcessHandle.current().pid());
            var streamed = new StringBuilder();
            Generation first = engine.generate(greedy(30), streamed::append, new StopSignal());

            assertThat(first.tokens()).hasSize(30);
            assertThat(streamed.toString()).isEqualTo(first.text());
            assertThat(first.stats().promptTokens()).isPositive();
            assertThat(generate(engine, 30).tokens()).isEqualTo(first.tokens());
            assertThat(engine.countTokens("<|im_end|>")).isEqualTo(10);
        }
    }

    @Test
    void closingEndsTheProcessAndLaterCallsSaySo() throws Exception {
        HostedEngine engine = load();
        engine.close();
        engine.close();

        assertThat(engine.isAlive()).isFalse();
        assertThatThrownBy(() -> generate(engine, 1))
                .isInstanceOf(EngineException.Failed.class)
                .hasMessageContaining("unloaded");
    }

    @Test
    void stopEndsTheAnswerWithinTheCall() throws Exception {
        try (HostedEngine engine = load()) {
            var stop = new StopSignal();
            Generation stopped = engine.generate(greedy(100_000), text -> stop.raise(), stop);

            assertThat(stopped.ending()).isEqualTo(Ending.STOPPED);
            assertThat(stopped.tokens()).isNotEmpty();
            assertThat(generate(engine, 5).tokens()).hasSize(5);
        }
    }

    @Test
    void anInterruptStopsTheAnswerAndStaysSet() throws Exception {
        try (HostedEngine engine = load()) {
            Generation stopped = engine.generate(
                    greedy(100_000), text -> Thread.currentThread().interrupt(), new StopSignal());

            assertThat(Thread.interrupted()).isTrue();
            assertThat(stopped.ending()).isEqualTo(Ending.STOPPED);
        }
    }

    @Test
    void aListenerThatFailsLeavesTheEngineUsable() throws Exception {
        try (HostedEngine engine = load()) {
            assertThatThrownBy(() -> engine.generate(
                            greedy(100_000),
                            text -> {
                                throw new IllegalStateException("the view is gone");
                            },
                            new StopSignal()))
                    .hasMessage("the view is gone");
            assertThat(generate(engine, 5).tokens()).hasSize(5);
        }
    }

    @Test
    void mistakesInARequestLeaveTheEngineUsable() throws Exception {
        try (HostedEngine engine = load()) {
            var request = new GenerationRequest(turns("x"), Sampling.greedy(), 5, Optional.of("no grammar"));
            assertThatThrownBy(() -> engine.generate(request, GenerationListener.NONE, new StopSignal()))
                    .isInstanceOf(EngineException.BadRequest.class);
            var large = new GenerationRequest(turns("word ".repeat(600)), Sampling.greedy(), 5, Optional.empty());
            assertThatThrownBy(() -> engine.generate(large, GenerationListener.NONE, new StopSignal()))
                    .isInstanceOf(EngineException.PromptTooLong.class);
            assertThat(generate(engine, 5).tokens()).hasSize(5);
        }
    }

    @Test
    void aKilledHostEndsTheAnswerAndANewOneWorks() throws Exception {
        HostedEngine engine = load();
        assertThatThrownBy(() -> engine.generate(greedy(100_000), text -> kill(engine.pid(), "KILL"), new StopSignal()))
                .isInstanceOf(EngineException.HostDied.class)
                .hasMessageContaining("killed (signal 9)")
                .hasMessageContaining("Load the model again");
        assertThatThrownBy(() -> engine.countTokens("a")).isInstanceOf(EngineException.HostDied.class);
        engine.close();

        try (HostedEngine again = load()) {
            assertThat(generate(again, 5).tokens()).hasSize(5);
        }
    }

    @Test
    void aNativeAbortIsToldAsACrash() throws Exception {
        try (HostedEngine engine = load()) {
            assertThatThrownBy(() ->
                            engine.generate(greedy(100_000), text -> kill(engine.pid(), "ABRT"), new StopSignal()))
                    .isInstanceOf(EngineException.HostDied.class)
                    .hasMessageContaining("crashed in native code (signal 6)");
        }
    }

    @Test
    void theHostEndsWithTheAppHoweverThatDies() throws Exception {
        Process app = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AnsweringApp.class.getName(),
                        model.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long hostPid = Long.parseLong(app.inputReader().readLine());
        ProcessHandle host = ProcessHandle.of(hostPid).orElseThrow();
        assertThat(host.isAlive()).isTrue();
        app.destroyForcibly().waitFor();

        assertThat(host.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
    }

    /// An app that loads a model, tells the process id of its host, and generates for ever.
    static final class AnsweringApp {
        private AnsweringApp() {}

        public static void main(String[] arguments) throws EngineException {
            HostedEngine engine = new HostedLoader().load(fallback(Path.of(arguments[0])), LoadListener.NONE);
            var told = new CountDownLatch(1);
            while (true) {
                engine.generate(
                        greedy(400),
                        text -> {
                            if (told.getCount() > 0) System.out.println(engine.pid());
                            told.countDown();
                        },
                        new StopSignal());
            }
        }
    }

    @Test
    void whatNativeCodePrintsNeverComesBetweenFrames() throws Exception {
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NoisyHost.class.getName())
                .start();
        try (var executor = Executors.newSingleThreadExecutor()) {
            var noise = executor.submit(() -> new String(host.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            InputStream frames = host.getInputStream();
            for (int i = 0; i < NoisyHost.MESSAGES; i++) {
                assertThat(Frames.read(frames, FromHost.class)).contains(new FromHost.Text(i, "message " + i));
            }
            assertThat(Frames.read(frames, FromHost.class)).isEmpty();
            assertThat(noise.get()).contains("native noise").contains("java noise");
        }
    }

    @Test
    void aBadFileIsABadModelAndLeavesNoProcess() throws Exception {
        Path text = Files.writeString(folder.resolve("text.gguf"), "this is a letter, not a model");
        Path cut = folder.resolve("cut.gguf");
        Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(model), (int) Files.size(model) / 2));

        for (Path bad : List.of(text, cut, folder.resolve("missing.gguf"), folder)) {
            assertThatThrownBy(() -> new HostedLoader().load(fallback(bad), LoadListener.NONE))
                    .as(bad.toString())
                    .isInstanceOf(EngineException.BadModel.class);
        }
        assertThat(ProcessHandle.current()
                        .children()
                        .filter(child -> child.info().commandLine().orElse("").contains(HostMain.class.getName()))
                        .map(child -> child.onExit().join())
                        .filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void withoutTheStreamingLibrariesTheFallbackRunsAndSaysWhy() throws Exception {
        String before = System.getProperty("keepsake.natives", "");
        System.setProperty(
                "keepsake.natives",
                Files.createDirectory(folder.resolve("empty")).toString());
        try (HostedEngine engine = new HostedLoader().load(LoadRequest.of(model), LoadListener.NONE)) {
            assertThat(engine.info().engine()).isEqualTo(EngineKind.FALLBACK);
            assertThat(engine.info().notice().orElseThrow()).startsWith("The fallback engine runs, because streaming");
            var wanted = new LoadRequest(
                    model, Optional.of(EngineKind.STREAMING), OptionalInt.empty(), OptionalInt.empty(), 512);
            assertThatThrownBy(() -> new HostedLoader().load(wanted, LoadListener.NONE))
                    .isInstanceOf(EngineException.Unavailable.class);
        } finally {
            System.setProperty("keepsake.natives", before);
        }
    }

    private LoadRequest fallback() {
        return fallback(model);
    }

    private static LoadRequest fallback(Path model) {
        return new LoadRequest(model, Optional.of(EngineKind.FALLBACK), OptionalInt.empty(), OptionalInt.empty(), 512);
    }

    private HostedEngine load() throws EngineException {
        return new HostedLoader().load(fallback(), LoadListener.NONE);
    }

    private static Generation generate(HostedEngine engine, int maxTokens) throws EngineException {
        return engine.generate(greedy(maxTokens), GenerationListener.NONE, new StopSignal());
    }

    private static GenerationRequest greedy(int maxTokens) {
        return new GenerationRequest(turns("who are you"), Sampling.greedy(), maxTokens, Optional.empty());
    }

    private static List<ChatTurn> turns(String text) {
        return List.of(new ChatTurn(Speaker.USER, text));
    }

    private static void kill(long pid, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(new File("/dev/null"))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
