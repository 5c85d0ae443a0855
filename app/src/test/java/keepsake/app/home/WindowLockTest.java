package keepsake.app.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowLockTest {
    @TempDir
    Path folder;

    @Test
    void oneWindowPerHome() {
        Home home = new Home(folder);
        try (WindowLock held = WindowLock.take(home).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(WindowLock.take(home)).isEmpty();
            assertThat(WindowLock.take(home)).isEmpty();
        }
        Optional<WindowLock> again = WindowLock.take(home);
        assertThat(again).isPresent();
        again.orElseThrow().close();
    }

    @Test
    void theFileNamesTheProcess() throws Exception {
        Files.writeString(folder.resolve("lock"), "123456789012345");
        try (WindowLock held = WindowLock.take(new Home(folder)).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(folder.resolve("lock"))
                    .hasContent(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void aSecondLaunchRaisesTheFirst() throws Exception {
        Home home = new Home(folder);
        try (WindowLock held = WindowLock.take(home).orElseThrow()) {
            CountDownLatch raised = new CountDownLatch(1);
            held.onRaise(raised::countDown);
            assertThat(WindowLock.askToRaise(home))
                    .isEqualTo("Keepsake is already open in " + folder + " (process "
                            + ProcessHandle.current().pid() + "). Its window was brought to the front.");
            assertThat(raised.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(folder.resolve("raise")).doesNotExist();
        }
    }

    @Test
    void aWindowThatDoesNotAnswerIsSaid() {
        Home home = new Home(folder);
        try (WindowLock held = WindowLock.take(home).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(WindowLock.askToRaise(home)).contains("does not answer");
        }
    }

    @Test
    @Tag("e2e")
    void anotherProcessCannotTakeItAndAKillReleasesIt() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("held");
            assertThat(WindowLock.take(new Home(folder))).isEmpty();
            assertThat(folder.resolve("lock")).hasContent(Long.toString(other.pid()));
        } finally {
            other.destroyForcibly().waitFor();
        }
        Optional<WindowLock> free = WindowLock.take(new Home(folder));
        assertThat(free).isPresent();
        free.orElseThrow().close();
    }

    /// Holds the lock until killed.
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws InterruptedException {
            Optional<WindowLock> lock = WindowLock.take(new Home(Path.of(arguments[0])));
            System.out.println(lock.isPresent() ? "held" : "refused");
            Thread.sleep(60_000);
        }
    }
}
