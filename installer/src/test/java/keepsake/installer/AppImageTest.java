package keepsake.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import keepsake.runtime.gguf.TinyModels;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs what jpackage made: the launcher with its own Java, without Maven and without the build's class path.
@Tag("e2e")
class AppImageTest {
    private static final Path IMAGE = Path.of(System.getProperty("keepsake.image", ""));
    private static final Path LAUNCHER = IMAGE.resolve("bin/Keepsake");

    @TempDir
    Path home;

    @Test
    void commandsKeepAndFindAFact() throws Exception {
        assertThat(run("remember", "--home", home.toString(), "My boat is called Halcyon")
                        .exit())
                .isZero();
        Result facts = run("facts", "--home", home.toString(), "--json");
        assertThat(facts.exit()).as(facts.output()).isZero();
        assertThat(facts.output()).contains("Halcyon");
    }

    @Test
    void bothEnginesAreInTheImage() throws Exception {
        Result doctor = run("doctor", "--home", home.toString(), "--json");
        assertThat(doctor.exit()).as(doctor.output()).isZero();
        assertThat(doctor.output()).contains("streaming").contains("fallback");
    }

    @ParameterizedTest
    @ValueSource(strings = {"streaming", "fallback"})
    void theModelHostAnswersFromTheImagesOwnJava(String engine) throws Exception {
        Path model = TinyModels.olmoe(home.resolve("tiny.gguf"), 1);
        String[] question = {"--home", home.toString(), "--model", model.toString(), "--engine", engine};
        Result answer = run("ask", question, "--temperature", "0", "--max-tokens", "8", "--json", "Hello");
        assertThat(answer.exit()).as(answer.output()).isZero();
        assertThat(answer.output()).contains("\"engine\" : \"" + engine + "\"").contains("\"olmoe\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bitwarden", "vcard"})
    void anIdentityIsExported(String format) throws Exception {
        Path file = home.resolve("identity");
        assertThat(run("identity", "set", "given-name=Halina", "--home", home.toString())
                        .exit())
                .isZero();
        Result export = run("export", "--format", format, "--out", file.toString(), "--home", home.toString());
        assertThat(export.exit()).as(export.output()).isZero();
        assertThat(file).content().contains("Halina");
    }

    @Test
    void theLauncherOpensTheWindow() throws Exception {
        Path log = home.resolve("window.log");
        String display = ":" + (200 + ProcessHandle.current().pid() % 700);
        Process screen = new ProcessBuilder("Xvfb", display, "-screen", "0", "1280x800x24", "-nolisten", "tcp")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            ProcessBuilder app = new ProcessBuilder(
                    LAUNCHER.toString(), "--home", home.resolve("h").toString());
            app.environment().put("DISPLAY", display);
            Process window =
                    app.redirectErrorStream(true).redirectOutput(log.toFile()).start();
            try {
                assertThat(windowAppears(display, window))
                        .as(Files.readString(log))
                        .isTrue();
            } finally {
                window.destroy();
                if (!window.waitFor(10, TimeUnit.SECONDS)) window.destroyForcibly();
            }
        } finally {
            screen.destroyForcibly();
        }
    }

    private static boolean windowAppears(String display, Process window) throws Exception {
        Instant until = Instant.now().plus(Duration.ofSeconds(60));
        while (window.isAlive() && Instant.now().isBefore(until)) {
            ProcessBuilder list = new ProcessBuilder("xwininfo", "-display", display, "-root", "-tree");
            Process process = list.redirectErrorStream(true).start();
            String windows = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            if (windows.contains("\"Keepsake")) return true;
            Thread.sleep(250);
        }
        return false;
    }

    private record Result(int exit, String output) {}

    private static Result run(String command, String[] options, String... more)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private static Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
