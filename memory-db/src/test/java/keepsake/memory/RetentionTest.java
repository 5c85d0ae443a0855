package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    @TempDir
    Path home;

    private final TestClock clock = new TestClock();
    private Memory memory;

    @BeforeEach
    void open() {
        memory = Memory.open(home, clock);
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private Message say(String text) {
        return memory.conversations().say(memory.conversations().start().id(), text);
    }

    @Test
    void keepsForEverUnlessTold() {
        Message old = say("An old one");
        clock.advance(Duration.ofDays(4_000));
        assertThat(memory.retention().setting()).isEmpty();
        assertThat(memory.retention().isDue()).isFalse();
        assertThat(memory.retention().apply().messages()).isZero();
        assertThat(memory.conversations().message(old.id())).isPresent();
        assertThatThrownBy(() -> memory.retention().keepFor(0)).isInstanceOf(MemoryException.class);
    }

    @Test
    void erasesWhatIsOlderButNotWhatFactsAndFieldsStandOn() {
        Message old = say("Glimmerfrost was a secret");
        Message source = say("Remember that I like tea");
        Fact fact = memory.facts().remember("I like tea", source.id(), "I like tea");
        Message retracted = say("Remember that I like coffee");
        memory.facts()
                .delete(memory.facts()
                        .remember("I like coffee", retracted.id(), "I like coffee")
                        .id());
        Message field = say("My email is ada@example.org.");
        memory.identity().confirm("email");
        clock.advance(Duration.ofDays(31));
        Message fresh = say("A fresh one");
        assertThat(memory.retention().preview(30).messages().first())
                .extracting(Erasure.Line::id)
                .containsExactly(old.id().toString(), retracted.id().toString());
        memory.retention().keepFor(30);
        assertThat(memory.conversations().message(old.id())).isPresent();
        assertThat(memory.retention().isDue()).isTrue();
        assertThat(memory.retention().apply().messages()).isEqualTo(2);
        assertThat(memory.retention().isDue()).isFalse();
        assertThat(memory.conversations().message(old.id())).isEmpty();
        for (Message kept : List.of(source, field, fresh)) {
            assertThat(memory.conversations().message(kept.id())).isPresent();
        }
        assertThat(memory.facts().active())
                .containsExactly(memory.facts().find(fact.id()).orElseThrow());
        assertThat(memory.erasure().wasErased("Glimmerfrost was a secret")).isFalse();
        assertThat(FileBytes.of(home).holding(List.of("Glimmerfrost"))).isEmpty();
        clock.advance(Duration.ofDays(1));
        assertThat(memory.retention().isDue()).isTrue();
        memory.retention().keepForEver();
        assertThat(memory.retention().isDue()).isFalse();
    }
}
