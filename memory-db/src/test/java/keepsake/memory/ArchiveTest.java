package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import keepsake.memory.Archive.Added;
import keepsake.memory.Recall.Purpose;
import keepsake.memory.Recall.Question;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    private static final Instant THEN = Instant.parse("2024-02-03T10:00:00Z");

    @TempDir
    Path home;

    private Memory memory;
    private Archive archive;

    @BeforeEach
    void open() {
        memory = Memory.open(home, new TestClock());
        archive = memory.archive();
    }

    @AfterEach
    void isWhole() {
        assertThat(memory.check().ok()).as(memory.check().toString()).isTrue();
        memory.close();
    }

    private static ArchivedMessage user(String key, String parent, String text) {
        return message(key, parent, Message.Role.USER, text);
    }

    private static ArchivedMessage answer(String key, String parent, String text) {
        return message(key, parent, Message.Role.ASSISTANT, text);
    }

    private static ArchivedMessage message(String key, String parent, Message.Role role, String text) {
        Optional<String> follows = parent.isEmpty() ? Optional.empty() : Optional.of(parent);
        return new ArchivedMessage(key, follows, role, Optional.empty(), text, THEN);
    }

    private static ArchivedConversation conversation(String key, ArchivedMessage... messages) {
        return new ArchivedConversation("chatgpt", key, "Boats", THEN, List.of(messages));
    }

    private List<String> texts(String key) {
        return memory
                .conversations()
                .messages(archive.find("chatgpt", key).orElseThrow().conversationId())
                .stream()
                .map(Message::text)
                .toList();
    }

    @Test
    void aConversationIsListedSearchedAndRecalled() {
        Added added = archive.add(conversation(
                "c1", user("a", "", "My boat is called Halcyon"), answer("b", "a", "A kingfisher, how lovely.")));
        assertThat(added).isEqualTo(new Added(1, 2, 0));
        Conversation listed = memory.conversations().list().getFirst();
        assertThat(listed.title()).isEqualTo("Boats");
        assertThat(listed.changedAt()).isEqualTo(THEN);
        assertThat(memory.conversations().search("kingfisher", 5)).hasSize(1);
        for (Purpose purpose : Purpose.values()) {
            assertThat(memory.recall().recall(new Question("boat", 5, Optional.empty(), purpose)))
                    .as(purpose.toString())
                    .extracting(Recall.Recollection::text)
                    .startsWith("My boat is called Halcyon");
        }
        Archive.Known known = archive.find("chatgpt", "c1").orElseThrow();
        assertThat(known.messages()).containsOnlyKeys("a", "b");
        assertThat(memory.conversations()
                        .message(known.message("b"))
                        .orElseThrow()
                        .parent())
                .contains(known.message("a"));
    }

    @Test
    void whatIsThereIsNotAddedAgainAndWhatGrewGetsTheRest() {
        archive.add(conversation("c1", user("a", "", "one"), answer("b", "a", "two")));
        assertThat(archive.add(conversation("c1", user("a", "", "one"), answer("b", "a", "two"))))
                .isEqualTo(new Added(0, 0, 1));
        assertThat(archive.add(conversation("c1", user("a", "", "one"), user("c", "b", "three"))))
                .isEqualTo(new Added(0, 1, 0));
        assertThat(texts("c1")).containsExactly("one", "two", "three");
        assertThat(memory.conversations().list()).hasSize(1);
    }

    @Test
    void whatTheUserDeletedHereStaysDeleted() {
        archive.add(conversation("c1", user("a", "", "one")));
        memory.conversations()
                .delete(archive.find("chatgpt", "c1").orElseThrow().conversationId());
        assertThat(archive.add(conversation("c1", user("a", "", "one"), user("b", "a", "two"))))
                .isEqualTo(new Added(0, 0, 1));
        assertThat(memory.conversations().list()).isEmpty();
        assertThat(archive.find("chatgpt", "c1")).isEmpty();
    }

    @Test
    void branchesStayBranchesAndTheLastMessageIsOnTheOneShown() {
        archive.add(conversation(
                "c1",
                answer("b2", "a", "another answer"),
                answer("b1", "a", "first answer"),
                user("c", "b1", "go on"),
                user("a", "", "a question")));
        assertThat(texts("c1")).containsExactly("a question", "first answer", "go on");
        assertThat(archive.find("chatgpt", "c1").orElseThrow().messages()).hasSize(4);
    }

    @Test
    void circlesOrphansAndRepeatedKeysBreakNothing() {
        archive.add(conversation("circle", user("a", "b", "one"), user("b", "a", "two"), user("c", "c", "self")));
        assertThat(archive.find("chatgpt", "circle").orElseThrow().messages()).hasSize(3);
        archive.add(conversation("orphan", user("a", "nowhere", "one"), user("a", "", "again"), user("b", "a", "two")));
        assertThat(texts("orphan")).containsExactly("one", "two");
    }

    @Test
    void whatIsReplacedGoesUnlessAFactQuotesIt() {
        archive.add(note(user("a", "", "My old boat"), user("b", "a", "My old house")));
        Archive.Known before = archive.find("markdown", "note.md").orElseThrow();
        memory.facts().remember("There was a boat", before.message("a"), "old boat");
        archive.add(note(user("x", "", "My new boat"), user("y", "x", "My new house")));
        Archive.Known after = archive.find("markdown", "note.md").orElseThrow();
        assertThat(after.messages()).containsOnlyKeys("a", "x", "y");
        assertThat(memory.conversations().messages(after.conversationId()))
                .extracting(Message::text)
                .containsExactly("My new boat", "My new house");
        assertThat(memory.conversations().search("old house", 5)).isEmpty();
    }

    private static ArchivedConversation note(ArchivedMessage... messages) {
        return new ArchivedConversation(
                "markdown", "note.md", "Note", THEN, THEN, List.of(messages), ArchivedConversation.Revision.REPLACED);
    }

    @Test
    void aNamedSpeakerIsNotTheUser() {
        archive.add(conversation(
                "c1",
                new ArchivedMessage(
                        "a", Optional.empty(), Message.Role.USER, Optional.of("Caroline"), "I own a boat", THEN)));
        Question question = new Question("boat", 5, Optional.empty(), Purpose.EVIDENCE);
        assertThat(memory.recall().recall(question)).isEmpty();
    }

    @Test
    void importsProposeNothingAboutWhoTheUserIs() {
        archive.add(conversation("c1", user("a", "", "My name is Eve Intruder and my email is eve@example.org")));
        assertThat(memory.identity().fields()).isEmpty();
    }

    @Test
    void manyGoInWithFewCommitsAndAllAreThereAfterClosing() {
        try (Archive.Batch batch = archive.batch()) {
            for (int i = 0; i < 3_000; i++) batch.add(conversation("c" + i, user("a", "", "text " + i)));
            assertThat(memory.conversations().list()).hasSize(2_000);
            assertThat(batch.commit()).isEqualTo(new Added(3_000, 3_000, 0));
            batch.add(conversation("last", user("a", "", "the last")));
        }
        assertThat(memory.conversations().list()).hasSize(3_001);
    }
}
