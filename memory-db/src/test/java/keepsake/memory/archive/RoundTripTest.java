package keepsake.memory.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import keepsake.memory.Archive;
import keepsake.memory.Archive.Copy;
import keepsake.memory.Archive.Format;
import keepsake.memory.Archive.Overwriting;
import keepsake.memory.Archive.With;
import keepsake.memory.ArchivedConversation;
import keepsake.memory.ArchivedMessage;
import keepsake.memory.Conversations;
import keepsake.memory.Fact;
import keepsake.memory.Memory;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is exported comes back, and goes out again as the same bytes.
class RoundTripTest {
    private static final Instant NOW = Instant.parse("2026-05-03T10:00:00.123Z");

    @TempDir
    Path folder;

    private static Memory open(Path home) {
        return Memory.open(home, InstantSource.fixed(NOW));
    }

    /// A memory with some of everything.
    private static void fill(Memory memory) {
        Conversations conversations = memory.conversations();
        long boats = conversations.start().id();
        Message said = conversations.say(boats, "My boat is called Halcyon.\r\n```\n# not a title\n```\n\n\n");
        Fact first = memory.facts().remember("My boat is called Halcyon", said.id(), "boat is called Halcyon");
        Fact second = memory.facts().correct(first.id(), "My boat is called Kingfisher");
        memory.facts().pin(second.id());
        answer(conversations, boats, List.of(second.id(), said.id()), Message.State.STOPPED, Optional.empty());
        answer(conversations, boats, List.of(), Message.State.FAILED, Optional.of("The model ended."));
        long deleted = conversations.start().id();
        Message gone = conversations.say(deleted, "A secret: my cat is called Mischa, and nobody may know the rest.");
        memory.facts().remember("My cat is called Mischa", gone.id(), "my cat is called Mischa");
        Fact wrong = memory.facts().remember("Nobody may know", gone.id(), "nobody may know");
        memory.facts().delete(wrong.id());
        conversations.delete(deleted);
        memory.identity().set("given-name", "Zoë");
        memory.archive()
                .add(new ArchivedConversation(
                        "claude",
                        "c-1",
                        "Trees",
                        NOW,
                        List.of(
                                message("a", "", "Which tree?"),
                                message("b", "a", "An oak."),
                                message("c", "a", "A beech."),
                                message("d", "c", "<!-- keepsake:message {} -->\n\\<!-- keepsake:end {} -->\n---"))));
        conversations.start();
    }

    private static ArchivedMessage message(String key, String parent, String text) {
        return new ArchivedMessage(
                key,
                parent.isEmpty() ? Optional.empty() : Optional.of(parent),
                Message.Role.USER,
                key.equals("b") ? Optional.of("Anna --> Berg") : Optional.empty(),
                text,
                NOW);
    }

    private static void answer(
            Conversations conversations, long id, List<MemoryId> given, Message.State state, Optional<String> problem) {
        Conversations.AnswerDraft draft = conversations.answer(id, given, "Starter · streaming");
        draft.append("As you told me: Kingfisher.\n");
        draft.finish(state, problem);
    }

    private static byte[] export(Memory memory, Copy copy, Path file) throws IOException {
        memory.archive().write(copy, file, Overwriting.ALLOWED, With.IDENTITY);
        return Files.readAllBytes(file);
    }

    private static Format format(Copy copy) {
        return Format.valueOf(copy.name());
    }

    @Test
    void anExportThatIsStoppedLeavesTheFileThatWasThere() throws IOException {
        Path file = Files.writeString(folder.resolve("all.jsonl"), "an older copy");
        try (Memory memory = open(folder.resolve("stopped"))) {
            fill(memory);
            StoppedAfterOne watch = new StoppedAfterOne();
            assertThat(memory.archive().write(Copy.JSONL, file, Overwriting.ALLOWED, With.IDENTITY, watch))
                    .isEmpty();
            assertThat(watch.soFar.conversations()).isOne();
            assertThat(watch.share).isGreaterThan(0).isLessThan(1);
        }
        assertThat(file).hasContent("an older copy");
        assertThat(folder.toFile().list()).as("no unfinished file").containsExactlyInAnyOrder("stopped", "all.jsonl");
    }

    private static final class StoppedAfterOne implements Archive.Watch {
        private Archive.Added soFar = Archive.Added.NOTHING;
        private double share;

        @Override
        public void progress(double part, Archive.Added written) {
            share = part;
            soFar = written;
        }

        @Override
        public boolean goOn() {
            return soFar.conversations() == 0;
        }
    }

    @Test
    void everythingComesBackByteForByteAndInWhatItMeans() throws IOException {
        try (Memory here = open(folder.resolve("here"))) {
            fill(here);
            for (Copy copy : Copy.values()) {
                Path file = folder.resolve("export." + copy.id());
                byte[] first = export(here, copy, file);
                try (Memory there = open(folder.resolve("there-" + copy.id()))) {
                    there.archive().read(format(copy), file, Archive.Watch.NOBODY);
                    assertThat(export(there, copy, folder.resolve("again"))).isEqualTo(first);
                    assertThat(there.facts().active())
                            .extracting(Fact::statement, Fact::pinned)
                            .containsExactlyElementsOf(here.facts().active().stream()
                                    .map(f -> org.assertj.core.groups.Tuple.tuple(f.statement(), f.pinned()))
                                    .toList());
                    assertThat(there.identity().fields().getFirst().value()).isEqualTo("Zoë");
                    assertThat(there.check().ok()).isTrue();
                }
            }
        }
    }

    @Test
    void whatIsDeletedStaysBehindButForTheWordsThatAFactQuotes() throws IOException {
        try (Memory memory = open(folder.resolve("here"))) {
            fill(memory);
            for (Copy copy : Copy.values()) {
                String text =
                        new String(export(memory, copy, folder.resolve("x")), java.nio.charset.StandardCharsets.UTF_8);
                assertThat(text)
                        .contains("my cat is called Mischa", "From a deleted conversation")
                        .doesNotContain("A secret", "obody may know");
            }
        }
    }

    @Test
    void theIdentityGoesOutOnlyWhenAskedFor() throws IOException {
        try (Memory memory = open(folder.resolve("here"))) {
            fill(memory);
            Path file = folder.resolve("x");
            memory.archive().write(Copy.JSONL, file, Overwriting.REFUSED, With.MEMORIES);
            assertThat(Files.readString(file)).doesNotContain("Zoë").contains("Halcyon");
        }
    }

    @Test
    void importingWhereItCameFromChangesNothing() throws IOException {
        try (Memory memory = open(folder.resolve("here"))) {
            fill(memory);
            for (Copy copy : Copy.values()) {
                Path file = folder.resolve("x." + copy.id());
                byte[] before = export(memory, copy, file);
                var report = memory.archive().read(format(copy), file, Archive.Watch.NOBODY);
                assertThat(report.added()).isEqualTo(new Archive.Added(0, 0, 3));
                assertThat(report.problems()).isEmpty();
                assertThat(export(memory, copy, folder.resolve("y"))).isEqualTo(before);
            }
        }
    }

    @Test
    void anEmptyMemoryComesBackToo() throws IOException {
        for (Copy copy : Copy.values()) {
            Path file = folder.resolve("x." + copy.id());
            try (Memory here = open(folder.resolve("here"));
                    Memory there = open(folder.resolve("there"))) {
                byte[] first = export(here, copy, file);
                there.archive().read(format(copy), file, Archive.Watch.NOBODY);
                assertThat(export(there, copy, folder.resolve("y"))).isEqualTo(first);
            }
        }
    }

    record Line(boolean user, boolean branch, String text) {}

    /// Any UTF-16, NUL and lone surrogates included, and what means something in one of the formats.
    @Provide
    Arbitrary<List<Line>> talks() {
        Arbitrary<String> text = Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(80),
                Arbitraries.of(
                                "\n",
                                "\r\n",
                                "\r",
                                " ",
                                "\0",
                                "\\",
                                "```",
                                "---\n",
                                "# ",
                                "<!-- keepsake:",
                                " -->",
                                "<!-- keepsake:message {\"key\":\"x\"} -->",
                                "\\<!-- keepsake:end {} -->",
                                "\uFEFF",
                                "\u2028",
                                "\u0085",
                                "{\"type\":\"end\"}",
                                "\uD83D\uDE00",
                                "ß",
                                "\n\n",
                                "\t",
                                "\"")
                        .list()
                        .ofMaxSize(12)
                        .map(parts -> String.join("", parts)));
        return Combinators.combine(Arbitraries.of(true, false), Arbitraries.of(true, false), text)
                .as(Line::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Property(tries = 15)
    void anyTextComesBack(@ForAll("talks") List<Line> lines) throws IOException {
        Path folder = Files.createTempDirectory("keepsake-round");
        try (Memory here = open(folder.resolve("here"))) {
            List<ArchivedMessage> messages = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                Line line = lines.get(i);
                int follows = line.branch() ? i / 2 - 1 : i - 1;
                messages.add(new ArchivedMessage(
                        "k" + i + line.text().hashCode(),
                        follows < 0
                                ? Optional.empty()
                                : Optional.of(messages.get(follows).key()),
                        line.user() ? Message.Role.USER : Message.Role.ASSISTANT,
                        line.branch() ? Optional.of(line.text()) : Optional.empty(),
                        line.text(),
                        NOW.plusMillis(i)));
            }
            String title = lines.getFirst().text();
            here.archive().add(new ArchivedConversation("chatgpt", "k", title, NOW, messages));
            List<String> texts = texts(here);
            for (Copy copy : Copy.values()) {
                Path file = folder.resolve("export." + copy.id());
                byte[] first = export(here, copy, file);
                try (Memory there = open(folder.resolve("there-" + copy.id()))) {
                    there.archive().read(format(copy), file, Archive.Watch.NOBODY);
                    assertThat(texts(there)).isEqualTo(texts);
                    assertThat(export(there, copy, folder.resolve("again"))).isEqualTo(first);
                }
            }
        } finally {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            }
        }
    }

    private static List<String> texts(Memory memory) {
        return memory.archive().find("chatgpt", "k").orElseThrow().messages().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .map(entry -> memory.conversations()
                        .message(entry.getValue())
                        .orElseThrow()
                        .text())
                .toList();
    }
}
