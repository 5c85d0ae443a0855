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

class FactsTest {
    @TempDir
    Path home;

    private final TestClock clock = new TestClock();
    private Memory memory;
    private Facts facts;

    @BeforeEach
    void open() {
        memory = Memory.open(home, clock);
        facts = memory.facts();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private Message say(String text) {
        return memory.conversations().say(memory.conversations().start().id(), text);
    }

    private Fact remember(String statement) {
        return facts.remember(statement, say("Remember that " + statement).id(), statement);
    }

    @Test
    void keepsAFactWithItsSource() {
        Message said = say("Remember that my dog is called Bruno.");
        Fact fact = facts.remember("my dog is called Bruno", said.id(), "my dog is called Bruno");
        assertThat(fact.statement()).isEqualTo("My dog is called Bruno");
        assertThat(fact.kind()).isEqualTo(Fact.Kind.RELATIONSHIP);
        assertThat(fact.confidence()).isEqualTo(1);
        assertThat(fact.sources()).singleElement().satisfies(source -> {
            assertThat(source.message()).isEqualTo(said.id());
            assertThat(said.text()).contains(source.quote());
            assertThat(source.conversationTitle()).isEqualTo("Remember that my dog is called Bruno");
        });
        assertThat(facts.find(fact.id())).contains(fact);
    }

    @Test
    void addsASourceWhenTheSameIsSaidAgain() {
        Fact first = remember("my dog is called Bruno");
        Fact again = remember("My dog is called  BRUNO");
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.sources()).hasSize(2);
        assertThat(facts.active()).hasSize(1);
    }

    @Test
    void refusesAQuoteThatWasNotSaidAndAnAnswerAsSource() {
        Message said = say("I like tea");
        assertThatThrownBy(() -> facts.remember("x", said.id(), "I like coffee"))
                .isInstanceOf(MemoryException.class)
                .hasMessageContaining("do not occur");
        assertThatThrownBy(() -> facts.remember("x", MemoryId.message(99), "x")).isInstanceOf(MemoryException.class);
        assertThatThrownBy(() -> facts.remember(" ", said.id(), "tea")).isInstanceOf(MemoryException.class);
        MemoryId answer = memory.conversations()
                .answer(said.conversationId(), List.of(), "test")
                .finish(Message.State.COMPLETE, Optional.empty())
                .id();
        assertThatThrownBy(() -> facts.remember("x", answer, "x")).isInstanceOf(MemoryException.class);
        assertThat(facts.active()).isEmpty();
    }

    @Test
    void correctingSupersedesAndKeepsTheSource() {
        Fact old = remember("I live in Leipzig");
        facts.pin(old.id());
        Fact corrected = facts.correct(old.id(), "I live in Dresden");
        assertThat(corrected.sources()).isEqualTo(old.sources());
        assertThat(corrected.pinned()).isTrue();
        assertThat(facts.active()).containsExactly(corrected);
        Fact before = facts.find(old.id()).orElseThrow();
        assertThat(before.status()).isEqualTo(Fact.Status.SUPERSEDED);
        assertThat(before.supersededBy()).contains(corrected.id());
        assertThatThrownBy(() -> facts.correct(old.id(), "again")).hasMessageContaining("replaced by");
    }

    @Test
    void deletesAndRestores() {
        Fact fact = remember("I live in Leipzig");
        facts.delete(fact.id());
        assertThat(facts.active()).isEmpty();
        assertThat(facts.find(fact.id()).orElseThrow().status()).isEqualTo(Fact.Status.RETRACTED);
        facts.restore(fact.id());
        assertThat(facts.active()).containsExactly(fact);
        assertThatThrownBy(() -> facts.delete(MemoryId.fact(77))).hasMessageContaining("no fact f77");
        assertThatThrownBy(() -> facts.delete(MemoryId.message(1))).hasMessageContaining("is a message");
    }

    @Test
    void listsPinnedFirstAndFindsByPrefixes() {
        Fact tea = remember("I like green tea");
        Fact dog = remember("My dog is called Bruno");
        Fact cat = remember("My cat is called Mia");
        facts.pin(tea.id());
        assertThat(facts.active()).extracting(Fact::id).containsExactly(tea.id(), cat.id(), dog.id());
        assertThat(facts.search("call bru")).extracting(Fact::id).containsExactly(dog.id());
        assertThat(facts.search(" ")).hasSize(3);
        assertThat(facts.search("?!")).isEmpty();
        facts.unpin(tea.id());
        assertThat(facts.active().getLast().id()).isEqualTo(tea.id());
    }
}
