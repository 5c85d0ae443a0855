package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import keepsake.memory.Recall.Purpose;
import keepsake.memory.Recall.Question;
import keepsake.memory.Recall.Recollection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecallTest {
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

    private Fact remember(String statement) {
        return memory.facts()
                .remember(statement, say("Remember that " + statement + ".").id(), statement);
    }

    private void answer(Message to, String text) {
        var draft = memory.conversations().answer(to.conversationId(), List.of(), "test");
        draft.append(text);
        draft.finish(Message.State.COMPLETE, Optional.empty());
    }

    private List<Recollection> search(String text) {
        return memory.recall().recall(new Question(text, 10, Optional.empty(), Purpose.SEARCH));
    }

    private List<Recollection> evidence(String text) {
        return memory.recall().recall(new Question(text, 10, Optional.empty(), Purpose.EVIDENCE));
    }

    @Test
    void findsTheOneFactAmongAThousand() {
        List<String> statements = IntStream.range(0, 1_000)
                .mapToObj(i -> "my " + SomeWords.word(i) + " is called " + SomeWords.word(i + 5_000))
                .toList();
        MemoryId source = say(String.join("\n", statements)).id();
        for (String statement : statements) memory.facts().remember(statement, source, statement);
        Fact dog = remember("my dog is called Bruno");
        assertThat(evidence("What is my dog called?")).first().satisfies(found -> {
            assertThat(found.id()).isEqualTo(dog.id());
            assertThat(found.text()).isEqualTo("My dog is called Bruno");
            assertThat(found.reason()).isEqualTo("you told me on 3 May, matches “dog”, “called”");
            assertThat(found.source().quote()).isEqualTo("my dog is called Bruno");
        });
        assertThat(evidence("What is my dog called?")).hasSize(1);
        assertThat(evidence("what's my dog's name"))
                .first()
                .extracting(Recollection::id)
                .isEqualTo(dog.id());
    }

    @Test
    void findsByOneWord() {
        Fact name = remember("my name is Ana");
        remember("I like tea");
        assertThat(evidence("What is my name?")).extracting(Recollection::id).containsExactly(name.id());
    }

    @Test
    void givesTheFactAndNotItsSourceMessage() {
        Fact dog = remember("my dog is called Bruno");
        assertThat(search("dog")).extracting(Recollection::id).containsExactly(dog.id());
        assertThat(evidence("dog")).extracting(Recollection::id).containsExactly(dog.id());
    }

    @Test
    void evidenceIsWhatTheUserToldAndNothingElse() {
        Message told = say("My passport expires in June. Can you write a poem about passports?");
        Message asked = say("When does my passport expire?");
        answer(asked, "Your passport expires in 1999.");
        say("Please renew my passport");
        assertThat(evidence("When does my passport expire?")).singleElement().satisfies(found -> {
            assertThat(found.id()).isEqualTo(told.id());
            assertThat(found.text()).isEqualTo("My passport expires in June.");
        });
        assertThat(search("passport")).hasSize(4);
    }

    @Test
    void asTheSameQuestionTwiceFindsTheSame() {
        say("My passport is in the blue drawer.");
        say("I keep my passport number secret.");
        remember("my passport expires in June");
        String question = "I lost my passport, where is it?";
        Message first = say(question);
        List<Recollection> once = ask(first, question);
        answer(first, "Your passport is in the blue drawer.");
        Message second = say(question);
        List<Recollection> twice = ask(second, question);
        assertThat(once).hasSize(3);
        assertThat(twice)
                .as("in the same order with the same words; a score counts within one answer only")
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("score")
                .isEqualTo(once);
    }

    private List<Recollection> ask(Message asked, String question) {
        return memory.recall()
                .recall(new Question(question, 10, Optional.of(asked.conversationId()), Purpose.EVIDENCE));
    }

    @Test
    void leavesOutTheMessagesOfTheConversationButNotItsFacts() {
        Message here = say("My bicycle is green.");
        Message source = memory.conversations().say(here.conversationId(), "Remember that my bicycle was stolen");
        Fact fact = memory.facts().remember("my bicycle was stolen", source.id(), "my bicycle was stolen");
        assertThat(ask(here, "bicycle")).extracting(Recollection::id).containsExactly(fact.id());
        assertThat(evidence("bicycle")).hasSize(2);
    }

    @Test
    void forgetsDeletedConversationsAndFacts() {
        Message told = say("My umbrella is yellow.");
        say("My umbrella is yellow");
        memory.conversations().delete(told.conversationId());
        assertThat(evidence("umbrella")).as("still told elsewhere").hasSize(1);
        Fact fact = remember("my kite is red");
        memory.facts().delete(fact.id());
        assertThat(evidence("kite"))
                .as("the message of a deleted fact is no evidence")
                .isEmpty();
        memory.facts().restore(fact.id());
        assertThat(evidence("kite")).hasSize(1);
        memory.facts().correct(fact.id(), "my kite is blue");
        assertThat(evidence("kite")).extracting(Recollection::text).containsExactly("My kite is blue");
    }

    @Test
    void putsPinnedFirst() {
        remember("my green bicycle has a bell");
        Fact other = remember("a bicycle needs air from time to time, and so do all of its tyres");
        memory.facts().pin(other.id());
        assertThat(evidence("green bicycle bell")).extracting(Recollection::id).startsWith(other.id());
    }

    @Test
    void anAnswerIsFoundByItsQuestion() {
        Message asked = say("Which colour shall I paint the kitchen?");
        memory.conversations().say(asked.conversationId(), "Sage green it is.");
        for (int i = 0; i < 30; i++) say("The garden shed number " + i + " needs a new roof.");
        assertThat(search("kitchen colour").subList(0, 2))
                .extracting(Recollection::text)
                .contains("Sage green it is.");
    }

    @Test
    void whatIsTrueNowIsFoundByWhatWasTrueOnce() {
        Fact old = remember("I live in Leipzig");
        Fact now = memory.facts().correct(old.id(), "We moved to Dresden");
        assertThat(evidence("Where do I live?")).extracting(Recollection::id).containsExactly(now.id());
    }

    @Test
    void aValueIsFoundByWhatItIsAValueOf() {
        say("I became a gardener this month.");
        Fact candidate = memory.facts().candidates().getFirst();
        Fact known = memory.facts().confirm(candidate.id());
        assertThat(evidence("What is my job?")).extracting(Recollection::id).contains(known.id());
    }

    @Test
    void tellsWhatItKnowsWhenAskedForThat() {
        Fact first = remember("my bicycle is green");
        Fact second = remember("I am allergic to walnuts");
        memory.facts().pin(first.id());
        assertThat(evidence("What do you know about me?"))
                .extracting(Recollection::id)
                .containsExactly(first.id(), second.id());
    }

    @Test
    void findsWordsOfScriptsWithoutSpaces() {
        Message chinese = say("我的护照在蓝色抽屉里。");
        say("今天天气很好。");
        assertThat(search("护照在哪里").getFirst().id()).isEqualTo(chinese.id());
    }

    @Test
    void hiddenMessagesAreNotFoundAndShownOnesAre() {
        Message told = say("My kayak is orange.");
        memory.erasure().hide(List.of(told.id()));
        assertThat(search("kayak")).isEmpty();
        memory.erasure().show(List.of(told.id()));
        assertThat(search("kayak")).hasSize(1);
    }

    @Test
    void whatWasSaidThenComesFirstWhenTheQuestionNamesATime() {
        Message before = say("We baked bread and drank tea.");
        clock.advance(java.time.Duration.ofDays(40));
        Message then = say("We baked bread and drank milk.");
        clock.advance(java.time.Duration.ofDays(1));
        assertThat(search("What did we bake yesterday?").getFirst().id()).isEqualTo(then.id());
        assertThat(search("What did I tell you yesterday?"))
                .extracting(Recollection::id)
                .containsExactly(then.id());
        assertThat(before.id()).isNotEqualTo(then.id());
    }

    @Test
    void takesAnyText() {
        remember("my dog is called Bruno");
        for (String text : List.of(
                "",
                " ",
                "\"",
                "AND OR NOT NEAR(",
                "*",
                "dog*",
                "col:umn",
                "🐶",
                "\0",
                "dog\0cat",
                "\uD83D",
                "a".repeat(100_000),
                "the and is",
                "-dog",
                "{}^[]",
                "'; DROP TABLE fact; --",
                "犬",
                "word ".repeat(20_000))) {
            assertThat(search(text)).isNotNull();
            assertThat(evidence(text)).isNotNull();
        }
        assertThat(search("dog\0")).hasSize(1);
        assertThat(search("the and is")).isEmpty();
    }

    @Test
    void whoeverIsAskedForIsFoundByTheirOtherNames() {
        say("My sister is called Anna.");
        Message plums = say("My sister adores plum cake with cinnamon.");
        say("Our neighbour prefers rhubarb.");
        while (memory.links().refresh(100, java.util.OptionalLong.empty()) > 0) {}
        List<Recollection> found =
                memory.recall().recall(new Question("What does Anna adore?", 5, Optional.empty(), Purpose.SEARCH));
        assertThat(found.getFirst().id()).isEqualTo(plums.id());
        assertThat(found.getFirst().reason()).contains("“anna”");
    }
}
