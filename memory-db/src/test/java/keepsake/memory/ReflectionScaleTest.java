package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import keepsake.memory.Reflection.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Years of conversations, reflected at once. Prints how long it took and how long the longest step held the memory.
@Tag("e2e")
class ReflectionScaleTest {
    private static final int MESSAGES = Integer.getInteger("keepsake.messages", 10_000);
    private static final int TOGETHER = 50;

    @TempDir
    Path home;

    private final Random random = new Random(3);
    private final TestClock clock = new TestClock();

    @Test
    void yearsOfConversationsAreReflectedByRules() {
        try (Memory memory = Memory.open(home, clock)) {
            fill(memory);
            clock.advance(Duration.ofHours(6));
            long start = System.nanoTime();
            long[] last = {start};
            List<Long> steps = new ArrayList<>();
            Reflection.Diff diff = memory.reflection()
                    .run(
                            Request.byRules(),
                            at -> {
                                steps.add((System.nanoTime() - last[0]) / 1_000);
                                last[0] = System.nanoTime();
                            },
                            () -> false);
            double seconds = (System.nanoTime() - start) / 1e9;
            steps.sort(Long::compare);
            System.out.printf(
                    "%,d messages reflected in %.1f s, %,d changes, %,d episodes, %,d candidates; %,d steps: median %.1f"
                            + " ms, p99 %.1f ms, longest %.1f ms%n",
                    MESSAGES,
                    seconds,
                    diff.changes().size(),
                    memory.counts().episodes(),
                    memory.facts().candidates().size(),
                    steps.size(),
                    steps.get(steps.size() / 2) / 1e3,
                    steps.get(steps.size() * 99 / 100) / 1e3,
                    steps.getLast() / 1e3);
            assertThat(diff.complete()).isTrue();
            assertThat(memory.counts().episodes()).isGreaterThan(MESSAGES / 100);
            assertThat(memory.reflection().run(Request.byRules()).changes()).isEmpty();
            assertThat(memory.check().ok()).isTrue();
        }
    }

    private void fill(Memory memory) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) words.add("w" + Integer.toString(i * 7_919 + 40_000, 36));
        try (Archive.Batch batch = memory.archive().batch()) {
            for (int first = 0; first < MESSAGES; first += TOGETHER) {
                List<ArchivedMessage> messages = new ArrayList<>();
                for (int i = 0; i < TOGETHER; i++) {
                    clock.advance(Duration.ofMinutes(random.nextInt(15) == 0 ? 300 : 2));
                    Optional<String> parent = messages.isEmpty()
                            ? Optional.empty()
                            : Optional.of(messages.getLast().key());
                    boolean user = i % 2 == 0;
                    messages.add(new ArchivedMessage(
                            "k" + i,
                            parent,
                            user ? Message.Role.USER : Message.Role.ASSISTANT,
                            Optional.empty(),
                            text(words, user),
                            clock.instant()));
                }
                batch.add(new ArchivedConversation("made up", "c" + first, "", clock.instant(), messages));
            }
        }
    }

    private String text(List<String> words, boolean user) {
        StringBuilder text = new StringBuilder();
        if (user && random.nextInt(4) == 0) {
            text.append(List.of("I like ", "My sister is called ", "I live in ", "I work at ", "I bought a house in ")
                            .get(random.nextInt(5)))
                    .append(words.get(random.nextInt(words.size())))
                    .append(". ");
        }
        for (int i = 0; i < 25; i++) {
            text.append(words.get(random.nextInt(words.size()))).append(i % 9 == 8 ? ". " : " ");
        }
        return text.toString();
    }
}
