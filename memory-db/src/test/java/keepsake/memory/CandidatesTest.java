package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import keepsake.memory.Recall.Purpose;
import keepsake.memory.Recall.Question;
import keepsake.memory.sql.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CandidatesTest {
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
        clock.tick();
        return memory.conversations().say(memory.conversations().start().id(), text);
    }

    private Fact candidate(String text) {
        say(text);
        return facts.candidates().getFirst();
    }

    @Test
    void whatIsPlainlySaidIsACandidateWithItsWords() {
        Message said = say("Hello! I'm allergic to walnuts, what can I bake?");
        Message other = say("Good morning. I live in Leipzig.");
        assertThat(facts.candidates()).singleElement().satisfies(fact -> {
            assertThat(fact.statement()).isEqualTo("I live in Leipzig");
            assertThat(fact.subject()).isEqualTo(Fact.USER);
            assertThat(fact.status()).isEqualTo(Fact.Status.CANDIDATE);
            assertThat(fact.confidence()).isLessThan(1);
            assertThat(fact.sources()).singleElement().satisfies(source -> {
                assertThat(source.message()).isEqualTo(other.id());
                assertThat(other.text()).contains(source.quote());
            });
        });
        assertThat(said.text()).as("a question says nothing").contains("walnuts");
    }

    @Test
    void whatTheUserHadRememberedIsNotProposedAgainWhoeverItIsAbout() {
        Message said = say("Remember that my sister Mia is allergic to nuts.");
        facts.remember("my sister Mia is allergic to nuts", said.id(), "my sister Mia is allergic to nuts");
        say("My sister Mia is allergic to nuts.");
        assertThat(facts.candidates()).extracting(Fact::statement).containsExactly("Mia is my sister");
        assertThat(facts.active()).hasSize(1);
    }

    @Test
    void aCandidateIsNotKnownAndNotGivenToTheModelAsAFact() {
        Fact candidate = candidate("I live in Leipzig.");
        assertThat(facts.active()).isEmpty();
        assertThat(facts.search("Leipzig")).isEmpty();
        assertThat(memory.recall().recall(new Question("Where do I live?", 5, Optional.empty(), Purpose.EVIDENCE)))
                .as("the message is found, the candidate is not")
                .extracting(found -> found.id())
                .doesNotContain(candidate.id())
                .contains(candidate.sources().getFirst().message());
    }

    @Test
    void confirmedItIsAFact() {
        Fact confirmed = facts.confirm(candidate("I live in Leipzig.").id());
        assertThat(confirmed.status()).isEqualTo(Fact.Status.ACTIVE);
        assertThat(facts.active()).containsExactly(confirmed);
        assertThat(facts.candidates()).isEmpty();
        assertThatThrownBy(() -> facts.confirm(confirmed.id())).hasMessageContaining("is no candidate");
    }

    @Test
    void saidAgainItGetsASecondSource() {
        candidate("I live in Leipzig.");
        say("As I wrote: I live in Leipzig.");
        say("I currently live in Leipzig!");
        assertThat(facts.candidates()).singleElement().satisfies(fact -> assertThat(fact.sources())
                .hasSizeGreaterThan(1));
    }

    @Test
    void dismissedItNeverComesBackAndNoWordOfItIsKept() throws IOException {
        Fact candidate = candidate("I hate Brussels sprouts.");
        facts.dismiss(candidate.id());
        say("I really hate Brussels sprouts.");
        assertThat(facts.candidates()).isEmpty();
        assertThat(facts.find(candidate.id())).isEmpty();
        memory.close();
        try (Memory again = Memory.open(home, clock)) {
            assertThat(again.facts().candidates()).isEmpty();
            assertThat(again.check().ok()).isTrue();
        }
        assertThat(Files.exists(home.resolve("keepsake.db"))).isTrue();
        open();
    }

    @Test
    void aDismissalCanBeTakenBack() {
        Fact candidate = candidate("I live in Leipzig.");
        facts.dismiss(candidate.id());
        Fact again = facts.reconsider(candidate);
        assertThat(facts.candidates()).containsExactly(again);
        assertThat(again.statement()).isEqualTo(candidate.statement());
        assertThat(again.sources()).isEqualTo(candidate.sources());
        facts.confirm(again.id());
        facts.confirm(candidate("I moved to Rome.").id());
        assertThat(facts.active())
                .as("it is still known that one lives in one place")
                .singleElement()
                .satisfies(fact -> assertThat(fact.statement()).contains("Rome"));
        facts.dismiss(candidate("I hate Brussels sprouts.").id());
        assertThat(facts.candidates()).isEmpty();
    }

    @Test
    void takenBackTwiceItIsOneCandidate() {
        Fact candidate = candidate("I live in Leipzig.");
        facts.dismiss(candidate.id());
        assertThat(facts.reconsider(candidate)).isEqualTo(facts.reconsider(candidate));
        assertThat(facts.candidates()).hasSize(1);
    }

    @Test
    void whatWasErasedMeanwhileIsNotProposedAgain() {
        Fact candidate = candidate("I live in Leipzig.");
        facts.dismiss(candidate.id());
        memory.erasure().erase(List.of(candidate.sources().getFirst().message()));
        assertThatThrownBy(() -> facts.reconsider(candidate)).hasMessageContaining("is gone");
        assertThat(facts.candidates()).isEmpty();
    }

    @Test
    void whatAnOlderVersionKeptOfDismissalsCountsUnderTheKey() throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest("user\ni hate brussels sprouts".getBytes(StandardCharsets.UTF_8));
        String kept = HexFormat.of().formatHex(hash);
        memory.close();
        try (Database database = Database.open(home)) {
            database.write(sql -> sql.update(
                    "INSERT INTO candidate_dismissed (key, dismissed_at) VALUES (?, ?)", kept, clock.instant()));
        }
        open();
        say("I really hate Brussels sprouts.");
        assertThat(facts.candidates()).isEmpty();
        memory.close();
        assertThat(rows("candidate_dismissed")).isZero();
        assertThat(rows("dismissal")).isOne();
        open();
    }

    private long rows(String table) {
        try (Database database = Database.open(home)) {
            return database.read(sql -> sql.number("SELECT count(*) FROM " + table));
        }
    }

    @Test
    void erasingEverythingErasesWhatWasDismissed() {
        facts.dismiss(candidate("I live in Leipzig.").id());
        memory.erasure().erase(new Erasure.What.Everything());
        say("I live in Leipzig.");
        assertThat(facts.candidates()).hasSize(1);
    }

    @Test
    void aRetractedFactIsNoCandidateAgain() {
        Fact fact = facts.confirm(candidate("I play the oboe.").id());
        facts.delete(fact.id());
        say("I still play the oboe.");
        assertThat(facts.candidates()).isEmpty();
    }

    @Test
    void rememberingACandidateMakesItKnown() {
        Fact candidate = candidate("My dog is called Bruno.");
        Message said = say("Remember that my dog is called Bruno");
        Fact remembered = facts.remember("my dog is called Bruno", said.id(), "my dog is called Bruno");
        assertThat(remembered.id()).isEqualTo(candidate.id());
        assertThat(facts.active()).containsExactly(remembered);
        assertThat(facts.candidates()).isEmpty();
        assertThat(remembered.sources()).hasSize(2);
    }

    @Test
    void theNewerCityReplacesTheOlderAndBothAreKept() {
        Fact leipzig = facts.confirm(candidate("I live in Leipzig.").id());
        Fact rome = facts.confirm(candidate("I moved to Rome.").id());
        assertThat(facts.active()).containsExactly(rome);
        assertThat(facts.find(leipzig.id()).orElseThrow()).satisfies(old -> {
            assertThat(old.status()).isEqualTo(Fact.Status.SUPERSEDED);
            assertThat(old.supersededBy()).contains(rome.id());
            assertThat(old.validTo()).contains(rome.sources().getFirst().saidAt());
        });
    }

    @Test
    void anOlderValueConfirmedLateStaysHistory() {
        say("I live in Leipzig.");
        say("I moved to Rome.");
        Fact rome = facts.candidates().getFirst();
        Fact leipzig = facts.candidates().getLast();
        facts.confirm(rome.id());
        assertThat(facts.confirm(leipzig.id()).status()).isEqualTo(Fact.Status.SUPERSEDED);
        assertThat(facts.active()).extracting(Fact::id).containsExactly(rome.id());
    }

    @Test
    void whatWasOnceTrueReplacesNothing() {
        Fact now = facts.confirm(candidate("I work at Lumen Labs.").id());
        Fact once = facts.confirm(candidate("I used to work at Siemens.").id());
        assertThat(once.validTo()).isPresent();
        assertThat(facts.active()).extracting(Fact::id).contains(now.id(), once.id());
    }

    @Test
    void aSupersededValueCannotBeRestoredBesideTheNewOne() {
        Fact leipzig = facts.confirm(candidate("I live in Leipzig.").id());
        facts.delete(leipzig.id());
        facts.confirm(candidate("I moved to Rome.").id());
        assertThatThrownBy(() -> facts.restore(leipzig.id())).hasMessageContaining("something newer");
    }

    @Test
    void deletedConversationsHaveNoCandidates() {
        Message said = say("I live in Leipzig.");
        memory.conversations().delete(said.conversationId());
        assertThat(facts.candidates()).isEmpty();
    }

    @Test
    void messagesAreReadOnce() {
        say("I live in Leipzig.");
        say("I have two cats.");
        assertThat(facts.learn(1)).isEqualTo(1);
        assertThat(facts.learn(10)).isEqualTo(1);
        assertThat(facts.learn(10)).isZero();
    }
}
