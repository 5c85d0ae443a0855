package keepsake.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import keepsake.memory.Memory;
import keepsake.memory.Message;
import keepsake.runtime.gguf.TinyModels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands as processes of their own, with the real model host and a tiny real model.
@Tag("e2e")
@Timeout(240)
class RealProcessTest {
    @TempDir
    Path folder;

    private Path tiny;

    @BeforeEach
    void writeAModel() throws IOException {
        tiny = TinyModels.olmoe(folder.resolve("tiny.gguf"), 7);
    }

    @Test
    void askAnswersThroughTheModelHostAndKeepsBoth() throws Exception {
        JsonNode answer = ask("--temperature", "0", "--max-tokens", "12", "Hello there");
        assertThat(answer.get("architecture").stringValue()).isEqualTo("olmoe");
        assertThat(answer.get("tokens").size()).isEqualTo(12);
        assertThat(answer.get("stats").get("peak_rss_mib").doubleValue()).isPositive();
        try (Memory memory = memory()) {
            assertThat(memory.conversations()
                            .messages(answer.get("conversation_id").longValue()))
                    .extracting(Message::text)
                    .containsExactly("Hello there", answer.get("text").stringValue());
        }
        JsonNode again = ask("--temperature", "0", "--max-tokens", "12", "Hello there");
        assertThat(again.get("tokens")).isEqualTo(answer.get("tokens"));
    }

    @Test
    void killedInTheMiddleOfAnAnswerTheMessageAndThePartAreThereAndMarked() throws Exception {
        Process asking = start("ask", "--model", tiny.toString(), "--max-tokens", "3000", "Tell me about the sea");
        // The answer is committed at least once a second; read for two, then kill.
        readFor(asking.getInputStream(), Duration.ofSeconds(2));
        asking.destroyForcibly().waitFor();
        try (Memory memory = memory()) {
            long conversation = memory.conversations().list().getFirst().id();
            List<Message> kept = memory.conversations().messages(conversation);
            assertThat(kept).hasSize(2);
            assertThat(kept.getFirst().text()).isEqualTo("Tell me about the sea");
            assertThat(kept.getLast().state()).isEqualTo(Message.State.INTERRUPTED);
            assertThat(kept.getLast().text()).isNotBlank();
            assertThat(memory.check().ok()).isTrue();
        }
        assertThat(run("recall", "sea").out()).contains("Tell me about the sea");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void ctrlCStopsTheAnswerAndKeepsThePart() throws Exception {
        Process asking = start("ask", "--model", tiny.toString(), "--max-tokens", "3000", "Tell me about the sea");
        assertThat(asking.getInputStream().read()).isNotNegative();
        new ProcessBuilder("kill", "-INT", Long.toString(asking.pid())).start().waitFor();
        asking.getInputStream().readAllBytes();
        assertThat(asking.waitFor()).isEqualTo(ExitStatus.STOPPED);
        try (Memory memory = memory()) {
            List<Message> kept = memory.conversations()
                    .messages(memory.conversations().list().getFirst().id());
            assertThat(kept.getLast().state()).isEqualTo(Message.State.STOPPED);
            assertThat(kept.getLast().text()).isNotBlank();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aHostThatIsKilledIsAFailureInOneSentenceAndNothingIsLost() throws Exception {
        Process asking = start("ask", "--model", tiny.toString(), "--max-tokens", "3000", "Tell me about the sea");
        assertThat(asking.getInputStream().read()).isNotNegative();
        asking.descendants().forEach(ProcessHandle::destroyForcibly);
        asking.getInputStream().readAllBytes();
        String said = new String(asking.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(asking.waitFor()).as(said).isEqualTo(1);
        assertThat(said.strip()).isNotEmpty().doesNotContain("\n").doesNotContain("Exception");
        try (Memory memory = memory()) {
            List<Message> kept = memory.conversations()
                    .messages(memory.conversations().list().getFirst().id());
            assertThat(kept.getLast().state()).isEqualTo(Message.State.FAILED);
            assertThat(kept.getLast().problem()).contains(said.strip());
            assertThat(kept.getLast().text()).isNotBlank();
        }
    }

    @Test
    void aHostileModelIsBadInputAndNothingIsKept() throws Exception {
        byte[] whole = Files.readAllBytes(tiny);
        Path cut = Files.write(folder.resolve("cut.gguf"), java.util.Arrays.copyOf(whole, whole.length / 2));
        Outcome outcome = run("ask", "--model", cut.toString(), "Hello");
        assertThat(outcome.status()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().strip()).contains("cut.gguf").doesNotContain("\n");
        try (Memory memory = memory()) {
            assertThat(memory.conversations().list()).isEmpty();
        }
    }

    /// onnxruntime 1.29 overflowed the stack on a long command line: it read it, to report it.
    @Test
    void aLongMessageOnTheCommandLineIsAnswered() throws Exception {
        String message = "Tell me about the sea and the harbour. ".repeat(150);
        ask("--max-tokens", "4", message);
        try (Memory memory = memory()) {
            assertThat(memory.conversations()
                            .messages(memory.conversations().list().getFirst().id()))
                    .first()
                    .extracting(Message::text)
                    .isEqualTo(message.strip());
        }
    }

    /// With the model host, the embedding model and the database in use: no process connects to, listens to or sends
    /// anything, and nothing is left in the user's own folders. (Java itself makes and closes two sockets at its
    /// start,
    /// to know which protocols there are; they are not connected.)
    @Test
    @EnabledOnOs(OS.LINUX)
    void nothingIsSentAndNothingIsLeftElsewhere() throws Exception {
        Path calls = folder.resolve("calls.txt");
        Path own = Files.createDirectory(folder.resolve("own"));
        List<String> line = new ArrayList<>(
                List.of("strace", "-f", "-qq", "-e", "trace=connect,bind,listen,sendto,sendmsg,sendmmsg,openat", "-o"));
        line.add(calls.toString());
        line.addAll(command(List.of(), "ask", "--model", tiny.toString(), "--max-tokens", "4", "What do I like?"));
        ProcessBuilder process = new ProcessBuilder(line);
        process.environment().put("HOME", own.toString());
        process.environment().keySet().removeIf(name -> name.equals("CI") || name.startsWith("XDG_"));
        Process asking = process.redirectErrorStream(true).start();
        String said = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(asking.waitFor()).as(said).isZero();
        List<String> made = Files.readAllLines(calls);
        assertThat(made)
                .as("the embedding model is in use")
                .anyMatch(call -> call.contains("home/cache/onnxruntime") && call.contains("libonnxruntime.so"));
        assertThat(made)
                .filteredOn(call -> !call.contains("openat("))
                .filteredOn(call -> call.matches("\\d+ +\\w+\\(.*"))
                .as("calls about networks (looking up the user's name may ask a daemon of this computer)")
                .allMatch(call -> call.contains("AF_UNIX"));
        try (Stream<Path> left = Files.walk(own)) {
            assertThat(left).containsExactly(own);
        }
    }

    @Test
    void aCommandLoadsNoJavaFx() throws Exception {
        Path log = folder.resolve("classes.log");
        List<String> line = command(List.of("-Xlog:class+load:file=" + log), "facts");
        Process facts = new ProcessBuilder(line).redirectErrorStream(true).start();
        facts.getInputStream().readAllBytes();
        assertThat(facts.waitFor()).isZero();
        assertThat(Files.readString(log))
                .contains("keepsake.app.cli.FactsCommand")
                .doesNotContain("javafx.");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void textIsUtf8WhateverTheLocale() throws Exception {
        ProcessBuilder process = new ProcessBuilder(command(List.of(), "remember", "Zoë's boat is called Möwe"));
        process.environment().put("LC_ALL", "C");
        Process remembering = process.redirectErrorStream(true).start();
        String said = new String(remembering.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(remembering.waitFor()).as(said).isZero();
        try (Memory memory = memory()) {
            assertThat(memory.facts().active().getFirst().statement()).isEqualTo("Zoë's boat is called Möwe");
        }
        assertThat(said).contains("Möwe");
    }

    private JsonNode ask(String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of("ask", "--json", "--model", tiny.toString()));
        line.addAll(List.of(words));
        Outcome outcome = run(line.toArray(String[]::new));
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        return JsonMapper.shared().readTree(outcome.out());
    }

    private record Outcome(int status, String out, String err) {}

    private Outcome run(String... words) throws Exception {
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(command(List.of(), words))
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(200, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), out, Files.readString(err));
    }

    private Process start(String... words) throws IOException {
        return new ProcessBuilder(command(List.of(), words)).start();
    }

    private List<String> command(List<String> options, String... words) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Xmx256m"));
        line.add("-Dkeepsake.natives=" + System.getProperty("keepsake.natives", ""));
        line.addAll(options);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "keepsake.app.Main"));
        line.addAll(List.of(words));
        line.addAll(List.of("--home", folder.resolve("home").toString()));
        return line;
    }

    private static void readFor(InputStream answer, Duration time) throws IOException {
        try (BufferedReader text = new BufferedReader(new java.io.InputStreamReader(answer, StandardCharsets.UTF_8))) {
            assertThat(text.read()).isNotNegative();
            long until = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < until && text.read() >= 0) {
                // Reading keeps the answer flowing.
            }
        }
    }

    private Memory memory() {
        return Memory.open(folder.resolve("home"), InstantSource.system());
    }
}
