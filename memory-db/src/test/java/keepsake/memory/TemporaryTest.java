package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryTest {
    @TempDir
    Path home;

    private Memory memory;

    @BeforeEach
    void open() {
        memory = Memory.open(home, new TestClock());
        Message said = memory.conversations().say(memory.conversations().start().id(), "My dog is called Bruno.");
        memory.facts().remember("My dog is called Bruno", said.id(), "My dog is called Bruno");
        memory.identity().set("given-name", "Ada");
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private static List<Recall.Recollection> recall(Memory memory) {
        return memory.recall().recall(new Recall.Question("dog", 5, Optional.empty(), Recall.Purpose.EVIDENCE));
    }

    @Test
    void aConversationLeavesNoByteBehind() {
        Memory apart = memory.temporary(Memory.Reading.MEMORY);
        long conversation = apart.conversations().start().id();
        Message said = apart.conversations().say(conversation, "Remember that I fear Snargleblat");
        Fact fact = apart.facts().remember("I fear Snargleblat", said.id(), "I fear Snargleblat");
        assertThat(apart.facts().isKept(fact.id())).isFalse();
        Conversations.AnswerDraft draft = apart.conversations().answer(conversation, List.of(), "test");
        draft.append("Who is ");
        draft.append("Snargleblat?");
        draft.finish(Message.State.COMPLETE, Optional.empty());
        assertThat(apart.conversations().messages(conversation))
                .extracting(Message::text)
                .containsExactly("Remember that I fear Snargleblat", "Who is Snargleblat?");
        assertThat(recall(apart)).hasSize(1);
        assertThat(memory.counts().messages()).isEqualTo(1);
        assertThat(memory.conversations().find(conversation)).isEmpty();
        assertThat(memory.facts().active()).hasSize(1);
        apart.close();
        assertThat(apart.conversations().messages(conversation)).isEmpty();
        assertThat(FileBytes.of(home).holding(List.of("Snargleblat"))).isEmpty();
    }

    @Test
    void changesNothingAndReadsNothingWhenAskedTo() {
        Memory apart = memory.temporary(Memory.Reading.NOTHING);
        assertThat(recall(apart)).isEmpty();
        assertThat(apart.facts().active()).isEmpty();
        assertThat(apart.identity().fields()).isEmpty();
        assertThatThrownBy(() -> apart.identity().set("given-name", "Eve")).isInstanceOf(MemoryException.class);
        MemoryId known = memory.facts().active().getFirst().id();
        assertThatThrownBy(() -> apart.facts().delete(known)).hasMessageContaining("changes nothing");
        assertThatThrownBy(apart::erasure).isInstanceOf(MemoryException.class);
        assertThat(memory.identity().fields().getFirst().value()).isEqualTo("Ada");
    }
}
