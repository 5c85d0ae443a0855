package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import keepsake.memory.Reflection.Job;
import keepsake.memory.Reflection.Later;
import keepsake.memory.Reflection.Request;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/// Whatever was said and decided, and whichever jobs ran: undoing gives back what was before.
class ReflectionUndoTest {
    @Property(tries = 40)
    void undoingEveryRunInReverseOrderGivesWhatWasBefore(
            @ForAll @LongRange(max = 100_000) long seed, @ForAll @IntRange(min = 1, max = 4) int runs)
            throws IOException {
        try (Home home = new Home()) {
            MadeUpChats chats = new MadeUpChats(home.memory, home.clock, seed);
            chats.say(30);
            chats.decide(12);
            List<List<String>> before = new ArrayList<>();
            List<Long> done = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                List<String> rows = ReflectedRows.of(home.path);
                home.clock.advance(Duration.ofDays(i == 2 ? 4_000 : 1));
                Optional<Reflection.Run> run =
                        home.memory.reflection().run(request(seed + i)).run();
                if (run.isPresent()) {
                    before.add(rows);
                    done.add(run.get().number());
                } else {
                    assertThat(ReflectedRows.of(home.path)).isEqualTo(rows);
                }
                chats.say(6);
            }
            for (int i = done.size() - 1; i >= 0; i--) {
                Reflection.Undone undone = home.memory.reflection().undo(done.get(i), Later.REFUSE);
                assertThat(undone.kept()).isEmpty();
                assertThat(ReflectedRows.of(home.path)).isEqualTo(before.get(i));
            }
            home.check();
        }
    }

    @Property(tries = 25)
    void whatIsUndoneIsNotDoneAgain(@ForAll @LongRange(max = 100_000) long seed) throws IOException {
        try (Home home = new Home()) {
            MadeUpChats chats = new MadeUpChats(home.memory, home.clock, seed);
            chats.say(40);
            chats.decide(25);
            home.clock.advance(Duration.ofDays(seed % 2 == 0 ? 1 : 4_000));
            List<String> before = ReflectedRows.of(home.path);
            Optional<Reflection.Run> run =
                    home.memory.reflection().run(Request.byRules()).run();
            if (run.isEmpty()) return;
            home.memory.reflection().undo(run.get().number(), Later.REFUSE);
            assertThat(ReflectedRows.of(home.path)).isEqualTo(before);
            home.memory.reflection().run(Request.byRules(Job.SEGMENT, Job.SUMMARISE, Job.EXTRACT, Job.CONSOLIDATE));
            assertThat(ReflectedRows.of(home.path)).isEqualTo(before);
        }
    }

    private static Request request(long seed) {
        return seed % 3 == 0
                ? Request.byRules(seed % 2 == 0 ? Job.EXTRACT : Job.FADE, Job.CONSOLIDATE, Job.SEGMENT)
                : Request.byRules();
    }

    @Property(tries = 40)
    void whateverTheUserDecidesInBetweenStaysAsTheUserDecided(@ForAll @LongRange(max = 100_000) long seed)
            throws IOException {
        try (Home home = new Home()) {
            MadeUpChats chats = new MadeUpChats(home.memory, home.clock, seed);
            for (int i = 0; i < 3; i++) {
                chats.say(25);
                home.clock.advance(Duration.ofDays(2));
                home.memory.reflection().run(Request.byRules(Job.SEGMENT, Job.SUMMARISE, Job.EXTRACT, Job.PROFILE));
                chats.decide(8);
            }
            List<String> known = known(home.memory);
            for (Reflection.Run run : home.memory.reflection().runs(9)) {
                if (run.state() != Reflection.Run.State.UNDONE)
                    home.memory.reflection().undo(run.number(), Later.UNDO);
            }
            assertThat(known(home.memory)).isEqualTo(known);
            home.check();
        }
    }

    @Property(tries = 25)
    void aPreviewChangesNothing(@ForAll @LongRange(max = 100_000) long seed) throws IOException {
        try (Home home = new Home()) {
            MadeUpChats chats = new MadeUpChats(home.memory, home.clock, seed);
            chats.say(40);
            chats.decide(10);
            home.clock.advance(Duration.ofDays(1));
            List<String> rows = ReflectedRows.withProgress(home.path);
            home.memory.reflection().preview(Request.byRules().jobs(), () -> false);
            assertThat(ReflectedRows.withProgress(home.path)).isEqualTo(rows);
        }
    }

    /// Everything the user confirmed, corrected or deleted.
    private static List<String> known(Memory memory) {
        return memory.facts().active().stream()
                .map(fact -> fact.id() + " " + fact.statement() + " " + fact.pinned())
                .collect(Collectors.toList());
    }

    private static final class Home implements AutoCloseable {
        private final Path path;
        private final TestClock clock = new TestClock();
        private final Memory memory;

        Home() throws IOException {
            path = Files.createTempDirectory("keepsake-undo");
            memory = Memory.open(path, clock);
        }

        void check() {
            assertThat(memory.check().ok()).as(memory.check().toString()).isTrue();
        }

        @Override
        public void close() throws IOException {
            memory.close();
            try (var files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            }
        }
    }
}
