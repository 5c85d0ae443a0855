package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import keepsake.memory.Reflection.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run that ends anywhere and is begun again comes to what an undisturbed run comes to.
@Tag("e2e")
class ReflectionKillTest {
    private static final int BREAKS = Integer.getInteger("keepsake.breaks", 200);
    private static final int KILLS = Integer.getInteger("keepsake.kills", 20);
    private static final int MESSAGES = 400;

    @TempDir
    Path homes;

    private final Random random = new Random(Long.getLong("keepsake.seed", 10));

    /// What tears a run apart, in the middle of a step as well: nothing of the step is kept.
    private static final class Torn extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void tornAnywhere() throws IOException {
        Path made = made();
        List<String> undisturbed = undisturbed(made);
        int tears = 0;
        for (int i = 0; i < BREAKS; i++) {
            Path home = copy(made, "torn" + i);
            TestClock clock = clock();
            try (Memory memory = Memory.open(home, clock)) {
                tears += tear(memory, 1 + random.nextInt(i % 2 == 0 ? 60 : 1_500));
                if (i % 3 == 0) tears += tear(memory, 1 + random.nextInt(200));
                memory.reflection().run(Request.byRules());
            }
            assertThat(ReflectedRows.withProgress(home)).isEqualTo(undisturbed);
        }
        System.out.println(BREAKS + " runs, " + tears + " of them torn");
        assertThat(tears).isGreaterThan(BREAKS / 2);
    }

    private static int tear(Memory memory, int at) {
        AtomicInteger looks = new AtomicInteger();
        try {
            memory.reflection().run(Request.byRules(), now -> {}, () -> {
                if (looks.incrementAndGet() >= at) throw new Torn();
                return false;
            });
            return 0;
        } catch (Torn torn) {
            return 1;
        }
    }

    @Test
    void killed() throws IOException, InterruptedException {
        Path made = made();
        List<String> undisturbed = undisturbed(made);
        int killed = 0;
        for (int i = 0; i < KILLS; i++) {
            Path home = copy(made, "killed" + i);
            if (killAtRandom(home)) killed++;
            try (Memory memory = Memory.open(home, clock())) {
                assertThat(memory.check().ok()).as(memory.check().toString()).isTrue();
                memory.reflection().run(Request.byRules());
            }
            assertThat(ReflectedRows.withProgress(home)).isEqualTo(undisturbed);
        }
        System.out.println(KILLS + " processes, " + killed + " killed while they reflected");
        assertThat(killed).isPositive();
    }

    /// @return whether it was killed before it was done
    private boolean killAtRandom(Path home) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx200m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reflecting.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("open");
            Thread.sleep(random.nextInt(700));
            boolean running = process.isAlive();
            process.toHandle().destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return running && process.exitValue() != 0;
        } finally {
            process.destroyForcibly();
        }
    }

    /// The process that is killed.
    static final class Reflecting {
        private Reflecting() {}

        public static void main(String[] arguments) {
            try (Memory memory = Memory.open(Path.of(arguments[0]), clock())) {
                System.out.println("open");
                System.out.flush();
                memory.reflection().run(Request.byRules());
            }
        }
    }

    private static TestClock clock() {
        TestClock clock = new TestClock();
        clock.advance(Duration.ofDays(2_000));
        return clock;
    }

    private Path made() throws IOException {
        Path home = Files.createDirectory(homes.resolve("made"));
        TestClock clock = new TestClock();
        try (Memory memory = Memory.open(home, clock)) {
            MadeUpChats chats = new MadeUpChats(memory, clock, 77);
            chats.say(MESSAGES / 2);
            chats.decide(30);
            chats.say(MESSAGES / 2);
        }
        return home;
    }

    private List<String> undisturbed(Path made) throws IOException {
        Path home = copy(made, "undisturbed");
        try (Memory memory = Memory.open(home, clock())) {
            memory.reflection().run(Request.byRules());
        }
        return ReflectedRows.withProgress(home);
    }

    private Path copy(Path made, String name) throws IOException {
        Path home = Files.createDirectory(homes.resolve(name));
        Files.copy(made.resolve("keepsake.db"), home.resolve("keepsake.db"));
        return home;
    }
}
