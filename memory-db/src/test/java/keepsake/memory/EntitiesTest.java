package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import keepsake.memory.Links.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntitiesTest {
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

    private void refresh() {
        while (memory.links().refresh(3, OptionalLong.empty()) > 0) {}
    }

    private Entity entity(String name) {
        refresh();
        return memory.entities().list().stream()
                .filter(entity -> entity.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError(name + " in " + memory.entities().list()));
    }

    private List<String> names() {
        refresh();
        return memory.entities().list().stream().map(Entity::name).toList();
    }

    @Test
    void whoIsNamedBecomesAnEntityWithEveryMessageThatNamesThem() {
        Message first = say("Priya came to dinner.");
        Message second = say("Tomorrow I will meet Priya again.");
        say("Dinner was good.");
        Entity priya = entity("Priya");
        assertThat(priya.kind()).isEqualTo(Entity.Kind.PERSON);
        assertThat(priya.mentions()).isEqualTo(2);
        assertThat(memory.entities().show(priya.id()).orElseThrow().mentions())
                .extracting(Entities.Mention::message)
                .containsExactly(second.id(), first.id());
        assertThat(names()).containsExactly("Priya");
    }

    @Test
    void readingAgainChangesNothing() {
        say("I live in Leipzig with Tomasz Nowak.");
        say("Tomasz cooks on Sundays.");
        say("Then Tomasz and I went to Leipzig.");
        memory.links().refresh(100, OptionalLong.empty());
        List<Entity> atOnce = memory.entities().list();
        assertThat(memory.links().refresh(100, OptionalLong.empty())).isZero();
        assertThat(memory.entities().list()).isEqualTo(atOnce);
        assertThat(entity("Tomasz").aliases()).containsExactlyInAnyOrder("Tomasz", "Tomasz Nowak");
        assertThat(entity("Leipzig").kind()).isEqualTo(Entity.Kind.PLACE);
    }

    @Test
    void aRelationIsThePersonItIsSaidToBe() {
        say("I phoned my sister yesterday.");
        say("My sister is called Anna.");
        say("Then Anna told me about her job.");
        Entity anna = entity("Anna");
        assertThat(anna.aliases()).containsExactlyInAnyOrder("Anna", "my sister");
        assertThat(anna.mentions()).isEqualTo(3);
        assertThat(memory.entities().namedIn("what does my sister do?")).containsExactly(anna);
        assertThat(memory.entities().namedIn("and anna?")).containsExactly(anna);
    }

    @Test
    void twoSistersAreNeitherOfThem() {
        say("My sister Anna is here.");
        say("My sister Lena is not.");
        assertThat(names()).containsExactlyInAnyOrder("Anna", "Lena", "my sister");
    }

    @Test
    void germanNounsAreNoNames() {
        say("Ich habe mit der Familie das Auto in die Werkstatt gebracht und dann Kaffee getrunken.");
        say("Meine Schwester heißt Katrin und wohnt in Bremen.");
        assertThat(names()).containsExactlyInAnyOrder("Katrin", "Bremen");
    }

    @Test
    void namesAreFoundInOtherScripts() {
        say("Вчера я видел Наташу в парке, и это было хорошо.");
        say("昨日は田中さんと話しました。");
        assertThat(names()).contains("Наташу", "田中");
    }

    @Test
    void answersAndShoutingNameNobody() {
        Message asked = say("tell me a story");
        memory.conversations()
                .answer(asked.conversationId(), List.of(), "test")
                .finish(Message.State.COMPLETE, Optional.empty());
        say("HELLO EVERYBODY THIS IS GREAT NEWS TODAY");
        say("On Monday we will all speak English, and in May as well.");
        assertThat(names()).isEmpty();
    }

    @Test
    void factsAreFoundByTheEntitiesTheyName() {
        Message said = say("Remember that I met Anna in Prague.");
        Fact fact = memory.facts().remember("I met Anna in Prague", said.id(), "I met Anna in Prague");
        Message other = say("Remember that Anna likes plums.");
        Fact next = memory.facts().remember("Anna likes plums", other.id(), "Anna likes plums");
        Entity anna = entity("Anna");
        assertThat(memory.entities().show(anna.id()).orElseThrow().facts())
                .extracting(Fact::id)
                .containsExactly(next.id(), fact.id());
        assertThat(memory.links().of(fact.id())).singleElement().satisfies(link -> {
            assertThat(link.kind()).isEqualTo(Kind.SAME_ENTITY);
            assertThat(link.from()).isEqualTo(next.id());
        });
    }

    @Test
    void aCorrectedFactFollowsTheEarlierOne() {
        Message said = say("Remember that my boat is called Halcyon.");
        Fact first = memory.facts().remember("my boat is called Halcyon", said.id(), "my boat is called Halcyon");
        Fact second = memory.facts().correct(first.id(), "My boat is called Petrel");
        refresh();
        assertThat(memory.links().of(second.id())).anySatisfy(link -> {
            assertThat(link.kind()).isEqualTo(Kind.FOLLOWS);
            assertThat(link.from()).isEqualTo(second.id());
            assertThat(link.to()).isEqualTo(first.id());
        });
    }

    @Test
    void whatARunLinkedCanBeTakenBack() {
        Message one = say("I sold the car.");
        Message two = say("I bought a bicycle.");
        memory.links().add(Kind.RELATED, two.id(), one.id(), "both are about getting around", OptionalLong.of(7));
        memory.links().add(Kind.RELATED, two.id(), one.id(), "again", OptionalLong.of(8));
        assertThat(memory.links().of(one.id())).singleElement().satisfies(link -> {
            assertThat(link.why()).isEqualTo("both are about getting around");
            assertThat(link.run()).hasValue(7);
        });
        assertThat(memory.links().undo(7)).isEqualTo(1);
        assertThat(memory.links().of(two.id())).isEmpty();
        assertThatThrownBy(() ->
                        memory.links().add(Kind.RELATED, one.id(), MemoryId.fact(99), "nothing", OptionalLong.empty()))
                .isInstanceOf(MemoryException.class);
    }

    @Test
    void mergingAndSplittingAreWhatTheUserSaysWhateverIsSaidLater() {
        say("I met Liz at the station.");
        say("Today I wrote to Elizabeth.");
        Entity merged =
                memory.entities().merge(entity("Elizabeth").id(), entity("Liz").id());
        assertThat(merged.aliases()).containsExactlyInAnyOrder("Elizabeth", "Liz");
        say("And then Liz called.");
        refresh();
        assertThat(memory.entities().show(merged.id()).orElseThrow().entity().mentions())
                .isEqualTo(3);
        Entity liz = memory.entities().split(merged.id(), "Liz");
        say("My sister Liz is well.");
        assertThat(entity("Elizabeth").aliases()).containsExactly("Elizabeth");
        assertThat(memory.entities().show(liz.id()).orElseThrow().entity().aliases())
                .containsExactlyInAnyOrder("Liz", "my sister");
    }

    @Test
    void aNameTheUserGaveStays() {
        say("I met Liz at the station.");
        Entity renamed = memory.entities().rename(entity("Liz").id(), " Aunt\nLiz ");
        assertThat(renamed.name()).isEqualTo("Aunt Liz");
        say("Then Liz left with Liz.");
        assertThat(entity("Aunt Liz").mentions()).isEqualTo(2);
    }

    @Test
    void whatCannotBeDoneIsSaidAndChangesNothing() {
        say("I met Liz at the station.");
        Entity liz = entity("Liz");
        Entities entities = memory.entities();
        assertThatThrownBy(() -> entities.split(liz.id(), "Liz")).hasMessageContaining("nothing else");
        assertThatThrownBy(() -> entities.split(liz.id(), "Bess")).hasMessageContaining("not called “Bess”");
        assertThatThrownBy(() -> entities.merge(liz.id(), liz.id())).hasMessageContaining("itself");
        assertThatThrownBy(() -> entities.merge(liz.id(), new Entity.Id(99))).hasMessageContaining("no entity n99");
        assertThatThrownBy(() -> entities.rename(liz.id(), "  ")).hasMessageContaining("characters");
        assertThat(entities.list()).containsExactly(liz);
    }

    @Test
    void anEntityGoesWithTheLastMessageThatNamesIt() throws IOException {
        Message first = say("I saw Zorblaxia in the park.");
        Message second = say("My sister is called Zorblaxia.");
        Message third = say("My sister laughed.");
        memory.entities().rename(entity("Zorblaxia").id(), "Quendelin Zorblaxia");
        memory.erasure().erase(List.of(second.id()));
        assertThat(names()).containsExactlyInAnyOrder("Quendelin Zorblaxia", "my sister");
        memory.erasure().erase(List.of(first.id()));
        assertThat(names()).containsExactly("my sister");
        assertThat(FileBytes.of(home).holding(List.of("zorblaxia", "Zorblaxia", "Quendelin")))
                .isEmpty();
        memory.erasure().erase(List.of(third.id()));
        assertThat(names()).isEmpty();
    }

    @Test
    void aHiddenMessageNamesNobody() {
        Message said = say("I saw Priya in the park.");
        assertThat(names()).containsExactly("Priya");
        memory.erasure().hide(List.of(said.id()));
        assertThat(names()).isEmpty();
        memory.erasure().show(List.of(said.id()));
        assertThat(names()).containsExactly("Priya");
    }

    @Test
    void aTemporaryConversationReadsThemAndLeavesNoTrace() {
        say("I saw Priya in the park.");
        assertThat(names()).containsExactly("Priya");
        try (Memory temporary = memory.temporary(Memory.Reading.MEMORY)) {
            temporary.conversations().say(temporary.conversations().start().id(), "I saw Tomasz in the park.");
            assertThat(temporary.links().refresh(100, OptionalLong.empty())).isZero();
            assertThat(temporary.entities().list()).extracting(Entity::name).containsExactly("Priya");
        }
        assertThat(memory.temporary(Memory.Reading.NOTHING).entities().list()).isEmpty();
        assertThat(names()).containsExactly("Priya");
    }
}
