package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import keepsake.memory.Reflection.Change;
import keepsake.memory.Reflection.Diff;
import keepsake.memory.Reflection.Episode;
import keepsake.memory.Reflection.Job;
import keepsake.memory.Reflection.Later;
import keepsake.memory.Reflection.Request;
import keepsake.memory.Reflection.Run;
import keepsake.memory.Reflection.Sentence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReflectionTest {
    @TempDir
    Path home;

    private final TestClock clock = new TestClock();
    private Memory memory;
    private Reflection reflection;

    @BeforeEach
    void open() {
        memory = Memory.open(home, clock);
        reflection = memory.reflection();
    }

    @AfterEach
    void close() {
        assertThat(memory.check().ok()).as(memory.check().toString()).isTrue();
        memory.close();
    }

    private long conversation() {
        return memory.conversations().start().id();
    }

    private Message say(long conversation, String text) {
        clock.tick();
        return memory.conversations().say(conversation, text);
    }

    private Message answer(long conversation, String text) {
        Conversations.AnswerDraft draft = memory.conversations().answer(conversation, List.of(), "test");
        draft.append(text);
        return draft.finish(Message.State.COMPLETE, Optional.empty());
    }

    private Fact remember(String statement) {
        Message said = say(conversation(), "Remember that " + statement);
        return memory.facts().remember(statement, said.id(), statement);
    }

    private Diff reflect(Job first, Job... more) {
        return reflection.run(Request.byRules(first, more));
    }

    private void later() {
        clock.advance(Duration.ofHours(5));
    }

    @Test
    void aPauseEndsAnEpisodeAndAnAnswerBelongsToItsQuestion() {
        long conversation = conversation();
        Message first = say(conversation, "How do I prune the apple tree behind the house?");
        Message answered = answer(conversation, "In winter.");
        later();
        Message second = say(conversation, "I planted a cherry tree today.");
        later();
        reflect(Job.SEGMENT);
        assertThat(reflection.episodes(9))
                .extracting(Episode::first, Episode::last, Episode::messages, Episode::closed)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(second.id(), second.id(), 1L, true),
                        org.assertj.core.groups.Tuple.tuple(first.id(), answered.id(), 2L, true));
        assertThat(memory.counts().episodes()).isEqualTo(2);
    }

    @Test
    void anEpisodeStaysOpenWhileMessagesMayFollow() {
        long conversation = conversation();
        Message first = say(conversation, "How do I prune the apple tree?");
        reflect(Job.SEGMENT);
        assertThat(reflection.episodeOf(first.id()).orElseThrow().closed()).isFalse();
        Message second = say(conversation, "And the pear tree?");
        reflect(Job.SEGMENT);
        assertThat(reflection.episodeOf(second.id())).isEqualTo(reflection.episodeOf(first.id()));
        assertThat(reflection.episodeOf(second.id()).orElseThrow().messages()).isEqualTo(2);
    }

    @Test
    void anotherTopicBeginsAnEpisode() {
        long conversation = conversation();
        List<String> garden = List.of(
                "The roses in the garden need water every evening now.",
                "Tomatoes grow well beside the warm garden wall.",
                "Snails ate the lettuce leaves again last night.",
                "Fresh compost helps the lettuce and the roses.",
                "The garden hose leaks near the wooden shed.",
                "Weeds cover the path between roses and tomatoes.",
                "Bees visit the lavender beside the shed all day.",
                "Water the lavender only when leaves hang down.");
        for (String said : garden) say(conversation, said);
        Message other = say(conversation, "Our accountant wants invoices, receipts, bank statements from January.");
        reflect(Job.SEGMENT);
        assertThat(reflection.episodeOf(other.id()).orElseThrow().first()).isEqualTo(other.id());
    }

    @Test
    void anEpisodeGetsATitleAndSentencesThatWereSaid() {
        long conversation = conversation();
        say(conversation, "Hello!");
        Message said = say(conversation, "I am building a wooden boat with my brother. It should float by June.");
        answer(conversation, "You live in Atlantis.");
        later();
        reflect(Job.SEGMENT, Job.SUMMARISE);
        Episode episode = reflection.episodeOf(said.id()).orElseThrow();
        assertThat(episode.title()).isEqualTo("I am building a wooden boat with my brother");
        assertThat(episode.summary()).isNotEmpty().allSatisfy(sentence -> assertThat(said.text() + "Hello!")
                .contains(sentence.text()));
        assertThat(episode.summary().toString()).doesNotContain("Atlantis");
    }

    @Test
    void aLongConversationGetsARollingSummary() {
        long conversation = conversation();
        for (int i = 0; i < 45; i++) {
            if (i % 9 == 0) later();
            say(conversation, "I repaired the old clock number " + i + " in my workshop.");
        }
        later();
        reflect(Job.SEGMENT, Job.SUMMARISE);
        Reflection.Summary summary = reflection.summary(conversation).orElseThrow();
        assertThat(summary.episodes()).isEqualTo(4);
        assertThat(summary.text()).hasSize(4);
        assertThat(reflection.summary(conversation())).isEmpty();
    }

    @Test
    void whatTheUserSaysBecomesACandidateWithItsSourceAndNothingElseDoes() {
        long conversation = conversation();
        Message said = say(conversation, "I live in Leipzig.");
        answer(conversation, "Your name is Poseidon and you live in Atlantis.");
        Diff diff = reflect(Job.EXTRACT);
        assertThat(diff.complete()).isTrue();
        assertThat(diff.changes()).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Change.Kind.ADDED);
            assertThat(change.after()).contains("I live in Leipzig");
            assertThat(change.sources()).containsExactly(said.id());
        });
        assertThat(memory.facts().candidates()).extracting(Fact::statement).containsExactly("I live in Leipzig");
        assertThat(memory.facts().active()).isEmpty();
    }

    @Test
    void theSameSaidWithOtherSmallWordsBecomesOneFactWithBothSources() {
        Fact first = remember("I work at the Siemens office");
        Fact second = remember("I work in the Siemens office");
        Diff diff = reflect(Job.CONSOLIDATE);
        assertThat(memory.facts().active()).extracting(Fact::id).containsExactly(first.id());
        assertThat(memory.facts().active().getFirst().sources()).hasSize(2);
        assertThat(memory.facts().find(second.id()).orElseThrow().supersededBy())
                .contains(first.id());
        assertThat(diff.changes()).extracting(Change::kind).contains(Change.Kind.SUPERSEDED);
    }

    @Test
    void whatDeniesAnEarlierFactReplacesItAndBothStayWithTheirDates() {
        Fact before = remember("I like olives");
        later();
        Fact now = remember("I don't like olives");
        reflect(Job.CONSOLIDATE);
        assertThat(memory.facts().active()).extracting(Fact::id).containsExactly(now.id());
        Fact kept = memory.facts().find(before.id()).orElseThrow();
        assertThat(kept.status()).isEqualTo(Fact.Status.SUPERSEDED);
        assertThat(kept.validTo()).contains(now.sources().getFirst().saidAt());
    }

    @Test
    void whatIsOnlyProposedReplacesNothing() {
        Fact known = remember("I like olives");
        say(conversation(), "I don't like olives.");
        reflection.run(Request.byRules());
        assertThat(memory.facts().active()).extracting(Fact::id).containsExactly(known.id());
    }

    @Test
    void differentThingsStayApart() {
        remember("I like green tea");
        remember("I like black tea");
        remember("my sister was in Rome");
        remember("my sister is in Rome");
        assertThat(reflect(Job.CONSOLIDATE).changes()).isEmpty();
        assertThat(memory.facts().active()).hasSize(4);
    }

    @Test
    void whatNobodyAskedForInYearsIsArchivedUnlessItIsPinned() {
        Fact faded = remember("the parcel stood behind the door");
        Fact pinned = remember("the key lies under the mat");
        memory.facts().pin(pinned.id());
        List<Double> curve = reflection.retention(
                faded.id(), List.of(clock.instant(), clock.instant().plus(Duration.ofDays(3_000))));
        assertThat(curve.getFirst()).isBetween(0.999, 1.0);
        assertThat(curve.getLast()).isBetween(0.0, 0.05);
        clock.advance(Duration.ofDays(3_000));
        Diff diff = reflect(Job.FADE);
        assertThat(diff.changes()).singleElement().satisfies(change -> assertThat(change.kind())
                .isEqualTo(Change.Kind.ARCHIVED));
        assertThat(memory.facts().active()).extracting(Fact::id).containsExactly(pinned.id());
        assertThat(memory.facts().find(faded.id()).orElseThrow().status()).isEqualTo(Fact.Status.ARCHIVED);
        memory.facts().restore(faded.id());
        assertThat(memory.facts().active()).hasSize(2);
        assertThat(reflect(Job.FADE).changes()).isEmpty();
    }

    @Test
    void aboutYouIsWrittenFromFactsAndFollowsThem() {
        Fact boat = remember("my boat is called Runa");
        remember("I live in Leipzig");
        reflect(Job.PROFILE);
        assertThat(reflection.profile().sentences())
                .extracting(Sentence::text)
                .containsExactlyInAnyOrder("Your boat is called Runa.", "You live in Leipzig.");
        assertThat(reflect(Job.PROFILE).run()).isEmpty();
        memory.facts().delete(boat.id());
        assertThat(reflection.profile().sentences()).extracting(Sentence::text).containsExactly("You live in Leipzig.");
        reflect(Job.PROFILE);
        assertThat(reflection.profile().version()).isEqualTo(2);
    }

    @Test
    void aPreviewTellsWhatARunWouldDoAndChangesNothing() {
        MadeUpChats chats = new MadeUpChats(memory, clock, 1);
        chats.say(60);
        later();
        List<String> before = ReflectedRows.withProgress(home);
        Diff preview = reflection.preview(EnumSet.allOf(Job.class), () -> false);
        assertThat(ReflectedRows.withProgress(home)).isEqualTo(before);
        assertThat(preview.run()).isEmpty();
        Diff done = reflection.run(Request.byRules());
        if (preview.complete()) assertThat(preview.changes()).isEqualTo(done.changes());
        assertThat(preview.changes()).isNotEmpty();
    }

    @Test
    void aSecondRunFindsNothingToDo() {
        new MadeUpChats(memory, clock, 2).say(80);
        later();
        assertThat(reflection.run(Request.byRules()).changes()).isNotEmpty();
        List<String> rows = ReflectedRows.withProgress(home);
        assertThat(reflection.run(Request.byRules()).run()).isEmpty();
        assertThat(ReflectedRows.withProgress(home)).isEqualTo(rows);
        assertThat(reflection.jobs())
                .allSatisfy(job -> assertThat(job.waiting()).isZero());
    }

    @Test
    void aStoppedRunKeepsWhatItDidAndTheNextGoesOn() {
        new MadeUpChats(memory, clock, 3).say(120);
        later();
        AtomicInteger looks = new AtomicInteger();
        Diff stopped = reflection.run(Request.byRules(), at -> {}, () -> looks.incrementAndGet() > 40);
        assertThat(stopped.complete()).isFalse();
        assertThat(stopped.run().map(Run::state)).contains(Run.State.STOPPED);
        assertThat(reflection.run(Request.byRules()).complete()).isTrue();
        assertThat(reflection.jobs())
                .allSatisfy(job -> assertThat(job.waiting()).isZero());
    }

    @Test
    void whatIsUndoneDoesNotComeBack() {
        say(conversation(), "I live in Leipzig.");
        later();
        Diff diff = reflection.run(Request.byRules());
        long run = diff.run().orElseThrow().number();
        Reflection.Undone undone = reflection.undo(run, Later.REFUSE);
        assertThat(undone.kept()).isEmpty();
        assertThat(undone.restored()).isPositive();
        assertThat(memory.facts().candidates()).isEmpty();
        assertThat(reflection.runs(5)).extracting(Run::state).containsExactly(Run.State.UNDONE);
        reflection.run(Request.byRules());
        assertThat(memory.facts().candidates()).isEmpty();
        assertThat(reflection.episodes(5)).isEmpty();
        assertThatThrownBy(() -> reflection.undo(run, Later.REFUSE))
                .isInstanceOf(MemoryException.class)
                .hasMessageContaining("undone already");
    }

    @Test
    void whatTheUserDecidedSinceStays() {
        say(conversation(), "I live in Leipzig. My sister Mara is a nurse.");
        Diff diff = reflect(Job.EXTRACT);
        assertThat(diff.changes()).hasSizeGreaterThan(1);
        Fact confirmed =
                memory.facts().confirm(memory.facts().candidates().getFirst().id());
        Reflection.Undone undone = reflection.undo(diff.run().orElseThrow().number(), Later.REFUSE);
        assertThat(undone.kept()).containsExactly(confirmed.id().toString());
        assertThat(memory.facts().active()).extracting(Fact::id).containsExactly(confirmed.id());
        assertThat(memory.facts().candidates()).isEmpty();
    }

    @Test
    void aRunOnWhichLaterOnesBuildIsUndoneWithThemOrNotAtAll() {
        long conversation = conversation();
        say(conversation, "How do I prune the apple tree?");
        long first = reflect(Job.SEGMENT).run().orElseThrow().number();
        List<String> before = ReflectedRows.of(home);
        say(conversation, "And the pear tree?");
        long second = reflect(Job.SEGMENT).run().orElseThrow().number();
        assertThat(reflection.dependants(first)).extracting(Run::number).containsExactly(second);
        assertThatThrownBy(() -> reflection.undo(first, Later.REFUSE)).hasMessageContaining("build on");
        reflection.undo(second, Later.REFUSE);
        assertThat(ReflectedRows.of(home)).isEqualTo(before);
        reflection.undo(first, Later.UNDO);
        assertThat(reflection.episodes(5)).isEmpty();
    }

    @Test
    void deletedFactsNeverComeBack() {
        Fact deleted = remember("I live in Leipzig");
        memory.facts().delete(deleted.id());
        say(conversation(), "I live in Leipzig.");
        reflection.run(Request.byRules());
        assertThat(memory.facts().candidates()).isEmpty();
        assertThat(memory.facts().active()).isEmpty();
    }

    @Test
    void whatWasKnownAtATimeCanBeAsked() {
        Instant beforeAnything = clock.instant();
        Fact leipzig = remember("I live in Leipzig");
        Instant then = clock.instant();
        later();
        remember("I live in Oslo");
        reflect(Job.CONSOLIDATE);
        assertThat(reflection.knownAt(beforeAnything)).isEmpty();
        assertThat(reflection.knownAt(then)).extracting(Fact::id).containsExactly(leipzig.id());
        assertThat(reflection.knownAt(then).getFirst().validTo()).isEmpty();
        assertThat(reflection.knownAt(clock.instant()))
                .extracting(Fact::statement)
                .containsExactly("I live in Oslo");
    }

    @Test
    void aDiffCanBeTakenAlong() {
        say(conversation(), "I live in Leipzig.");
        String diff = reflection.export(reflect(Job.EXTRACT).run().orElseThrow().number());
        assertThat(diff).startsWith("{").contains("\"before\":null", "I live in Leipzig");
    }

    @Test
    void oneRunAtATime() {
        new MadeUpChats(memory, clock, 4).say(20);
        reflection.run(
                Request.byRules(),
                _ -> assertThatThrownBy(() -> reflection.run(Request.byRules())).hasMessageContaining("already"),
                () -> false);
    }

    @Test
    void hiddenMessagesAndTemporaryConversationsAreNotRead() {
        Message hidden = say(conversation(), "I live in Leipzig and sing in a choir.");
        memory.erasure().hide(List.of(hidden.id()));
        try (Memory temporary = memory.temporary(Memory.Reading.MEMORY)) {
            temporary.conversations().say(temporary.conversations().start().id(), "I live in Oslo.");
            assertThatThrownBy(temporary::reflection).isInstanceOf(MemoryException.class);
        }
        later();
        reflection.run(Request.byRules());
        assertThat(memory.facts().candidates()).isEmpty();
        assertThat(reflection.episodes(5)).isEmpty();
    }

    @Test
    void hidingAMessageTakesItOutOfTitleAndSummary() {
        long conversation = conversation();
        Message first = say(conversation, "My neighbour Xaver borrowed the ladder.");
        say(conversation, "I painted the fence green.");
        later();
        reflection.run(Request.byRules());
        assertThat(reflection.episodes(1).toString()).contains("Xaver");
        memory.erasure().hide(List.of(first.id()));
        assertThat(reflection.episodes(1).toString()).doesNotContain("Xaver");
        reflection.run(Request.byRules());
        assertThat(reflection.episodes(1).getFirst().title()).isEqualTo("I painted the fence green");
    }
}
