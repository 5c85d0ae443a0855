package keepsake.memory.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import keepsake.memory.Archive.Added;
import keepsake.memory.Archive.Format;
import keepsake.memory.Archive.Watch;
import keepsake.memory.Conversation;
import keepsake.memory.ImportReport;
import keepsake.memory.ImportReport.End;
import keepsake.memory.ImportReport.LeftOut;
import keepsake.memory.Memory;
import keepsake.memory.MemoryException;
import keepsake.memory.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exports as ChatGPT, Claude and Obsidian write them, made by hand after what is known of them.
class ImportTest {
    @TempDir
    Path folder;

    private Memory memory;

    @BeforeEach
    void open() {
        memory = Memory.open(folder.resolve("home"), InstantSource.fixed(Instant.parse("2026-05-03T10:00:00Z")));
    }

    @AfterEach
    void isWhole() {
        assertThat(memory.check().ok()).as(memory.check().toString()).isTrue();
        memory.close();
    }

    private static byte[] fixture(String name) throws IOException {
        try (InputStream in = ImportTest.class.getResourceAsStream(name)) {
            if (in == null) throw new IOException(name + " is missing");
            return in.readAllBytes();
        }
    }

    private Path file(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.write(file, bytes);
    }

    private Path file(String name, String text) throws IOException {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private ImportReport read(Format format, Path path) {
        return memory.archive().read(format, path, Watch.NOBODY);
    }

    private List<Message> messages(String origin, String key) {
        return memory.conversations()
                .messages(memory.archive().find(origin, key).orElseThrow().conversationId());
    }

    private void assertRefused(Format format, Path path, String... parts) {
        assertThatThrownBy(() -> read(format, path)).isInstanceOfSatisfying(MemoryException.class, refused -> {
            assertThat(refused.reason()).isEqualTo(MemoryException.Reason.BAD_INPUT);
            assertThat(refused.getMessage()).contains(parts).endsWith(".").doesNotContain("\n");
        });
    }

    @Test
    void chatGptsTreeComesInWithTheBranchThatWasShown() throws IOException {
        ImportReport report = read(Format.CHATGPT, file("conversations.json", fixture("chatgpt.json")));
        assertThat(report.added()).isEqualTo(new Added(2, 6, 0));
        List<Message> shown = messages("chatgpt", "conv-0001");
        assertThat(shown)
                .extracting(Message::text)
                .containsExactly(
                        "[Image]\nMy boat is called Halcyon. Where can I sail?\n[Attachment: chart.pdf]",
                        "To Sweden.",
                        "Thanks \uD83D\uDE00, and half: \uFFFD");
        assertThat(shown.get(1).madeBy()).contains("ChatGPT · o3");
        assertThat(shown.get(0).saidAt()).isEqualTo(Instant.parse("2024-02-03T10:00:01.250Z"));
        assertThat(memory.archive().find("chatgpt", "conv-0001").orElseThrow().messages())
                .containsOnlyKeys("n3", "n5b", "n6b", "n7");
        assertThat(memory.conversations().search("Denmark", 5)).hasSize(1);
        assertThat(memory.conversations().search("money", 5)).isEmpty();
        assertThat(report.leftOut())
                .contains(
                        new LeftOut("system messages", 1),
                        new LeftOut("custom instructions", 1),
                        new LeftOut("tool calls", 1),
                        new LeftOut("tool messages", 1),
                        new LeftOut("thoughts", 1),
                        new LeftOut("conversations without messages", 1));
    }

    @Test
    void whatMakesNoSenseIsReportedWithItsPlace() throws IOException {
        ImportReport report = read(Format.CHATGPT, file("conversations.json", fixture("chatgpt.json")));
        assertThat(report.skipped()).isEqualTo(3);
        assertThat(report.problems())
                .extracting(ImportReport.Problem::why)
                .containsExactly(
                        "it has no messages as ChatGPT's conversations have",
                        "this is no conversation",
                        "a node of the conversation is none");
        assertThat(report.problems())
                .allMatch(problem -> problem.where().matches("conversations\\.json, character \\d+"));
        Conversation undated = memory.conversations().list().getLast();
        assertThat(undated.title()).isEqualTo("A question without a date");
        assertThat(messages("chatgpt", "conv-0004")).extracting(Message::text).contains("```python\nprint(1)\n```");
    }

    @Test
    void theArchiveTheFolderAndSplitFilesAreTheSame() throws IOException {
        byte[] json = fixture("chatgpt.json");
        Path zip = file("export.zip", zip(Map.of("conversations.json", json, "user.json", new byte[] {'{', '}'})));
        Path split = file("a/b/export.bin", zip(Map.of("x/conversations-000.json", json, "x/chat.html", json)));
        file("folder/data/conversations.json", json);
        assertThat(read(Format.CHATGPT, zip).added()).isEqualTo(new Added(2, 6, 0));
        assertThat(read(Format.CHATGPT, split).added()).isEqualTo(new Added(0, 0, 2));
        assertThat(read(Format.CHATGPT, folder.resolve("folder")).added()).isEqualTo(new Added(0, 0, 2));
    }

    @Test
    void claudesConversationsComeIn() throws IOException {
        Path zip = file(
                "claude.zip",
                zip(Map.of("conversations.json", fixture("claude.json"), "users.json", new byte[] {'[', ']'})));
        ImportReport report = read(Format.CLAUDE, zip);
        assertThat(report.added()).isEqualTo(new Added(2, 5, 0));
        assertThat(messages("claude", "c-1"))
                .extracting(Message::text)
                .containsExactly(
                        "What grows in shade?\n\n[Attachment: plan.txt]\n\n[Attachment: garden.png]", "Hostas.");
        assertThat(memory.conversations().search("moss", 5)).hasSize(1);
        assertThat(memory.conversations().search("orders", 5)).isEmpty();
        assertThat(messages("claude", "c-2")).hasSize(2);
        assertThat(memory.conversations().list().getFirst().title()).isEqualTo("I planted an apple tree");
        assertThat(report.leftOut()).contains(new LeftOut("account files", 1), new LeftOut("thoughts", 1));
        assertThat(read(Format.CLAUDE, zip).added()).isEqualTo(new Added(0, 0, 2));
    }

    @Test
    void aVaultComesInAndAnEditedNoteIsReplaced() throws IOException {
        file("vault/.obsidian/app.md", "hidden");
        file("vault/.trash/old.md", "thrown away");
        file("vault/picture.png", new byte[100]);
        file("vault/Empty.md", " \n\n");
        file(
                "vault/People/Anna.md",
                "---\ntitle: \"Anna Berg\"\ncreated: 2024-05-01\n---\n# Anna\n\nSees [[Leipzig|home]] often.\n");
        String lines = "# Ideas\n\n" + "One thought. ".repeat(40) + "\n\n# More\n\nA boat of my own.\n";
        file("vault/Ideas.md", lines);
        Path vault = folder.resolve("vault");
        ImportReport report = read(Format.MARKDOWN, vault);
        assertThat(report.added()).isEqualTo(new Added(2, 3, 0));
        assertThat(report.leftOut())
                .containsExactlyInAnyOrder(new LeftOut("files that are no notes", 1), new LeftOut("empty notes", 1));
        assertThat(memory.conversations().list())
                .extracting(Conversation::title)
                .containsExactlyInAnyOrder("Anna Berg", "Ideas");
        assertThat(messages("markdown", "People/Anna.md").getFirst().saidAt())
                .isEqualTo(Instant.parse("2024-05-01T00:00:00Z"));
        assertThat(memory.conversations().search("Leipzig", 5)).hasSize(1);
        assertThat(read(Format.MARKDOWN, vault).added()).isEqualTo(new Added(0, 0, 2));
        file("vault/Ideas.md", lines.replace("boat", "ship"));
        assertThat(read(Format.MARKDOWN, vault).added()).isEqualTo(new Added(0, 1, 1));
        assertThat(memory.conversations().search("boat", 5)).isEmpty();
        assertThat(memory.conversations().search("ship", 5)).hasSize(1);
        assertThat(memory.conversations().list()).hasSize(2);
        assertThat(messages("markdown", "Ideas.md")).hasSize(2);
    }

    @Test
    void aLongNoteIsCutIntoPassagesAndNoWordIsLost() throws IOException {
        StringBuilder note = new StringBuilder();
        for (int i = 0; i < 3_000; i++) note.append("word").append(i).append(i % 50 == 49 ? "\n\n" : " ");
        note.append("x".repeat(10_000));
        read(Format.MARKDOWN, file("long.md", note.toString()));
        List<Message> passages = messages("markdown", "long.md");
        assertThat(passages).allMatch(passage -> passage.text().length() <= 4_000);
        assertThat(String.join(" ", passages.stream().map(Message::text).toList())
                        .replaceAll("\\s+", ""))
                .isEqualTo(note.toString().replaceAll("\\s+", ""));
    }

    @Test
    void theWrongFormatIsToldTheRightOne() throws IOException {
        Path chatGpt = file("c.json", fixture("chatgpt.json"));
        Path claude = file("claude.zip", zip(Map.of("conversations.json", fixture("claude.json"))));
        Path note = file("note.md", "Just a note");
        Path own = file("own.jsonl", "{\"type\":\"export\",\"app\":\"keepsake\",\"version\":1}\n");
        assertRefused(Format.CLAUDE, chatGpt, "is a ChatGPT export", "--format chatgpt");
        assertRefused(Format.MARKDOWN, chatGpt, "--format chatgpt");
        assertRefused(Format.CHATGPT, claude, "is a Claude export", "--format claude");
        assertRefused(Format.JSONL, claude, "--format claude");
        assertRefused(Format.CHATGPT, note, "is Markdown", "--format markdown");
        assertRefused(Format.CLAUDE, own, "--format jsonl");
    }

    @Test
    void whatCannotBeReadAtAllIsToldInASentence() throws IOException {
        assertRefused(Format.CHATGPT, folder.resolve("nowhere.zip"), "There is no file or folder");
        assertRefused(Format.CHATGPT, file("broken.zip", "PK\u0003\u0004 and nothing else"), "not a whole zip");
        assertRefused(Format.CHATGPT, file("empty.json", ""), "Nothing could be imported");
        assertRefused(Format.CHATGPT, file("other.json", "[]"), "no conversation with messages");
        assertRefused(
                Format.CHATGPT,
                file("other.zip", zip(Map.of("a.txt", new byte[1], "b.txt", new byte[1]))),
                "no conversations.json");
        assertRefused(Format.MARKDOWN, Files.createDirectories(folder.resolve("nothing")), "no Markdown file");
        assertRefused(
                Format.JSONL,
                file("new.jsonl", "{\"type\":\"export\",\"app\":\"keepsake\",\"version\":2}\n"),
                "newer Keepsake");
    }

    @Test
    void ofAFileThatWasCutOffWhatIsWholeComesIn() throws IOException {
        String json = new String(fixture("chatgpt.json"), StandardCharsets.UTF_8);
        Path cut = file("conversations.json", json.substring(0, json.indexOf("A question without")));
        ImportReport report = read(Format.CHATGPT, cut);
        assertThat(report.added()).isEqualTo(new Added(1, 4, 0));
        assertThat(report.problems().getLast().why()).contains("the file ends in the middle of a conversation");
        assertThat(read(Format.CHATGPT, file("whole.json", json)).added()).isEqualTo(new Added(1, 2, 1));
    }

    @Test
    void bytesThatAreNoTextBecomeMarksAndNestingHasAnEnd() throws IOException {
        byte[] json = fixture("chatgpt.json");
        int boat = new String(json, StandardCharsets.ISO_8859_1).indexOf("Halcyon");
        json[boat] = (byte) 0xFF;
        assertThat(read(Format.CHATGPT, file("c.json", json)).added().conversations())
                .isEqualTo(2);
        assertThat(messages("chatgpt", "conv-0001").getFirst().text()).contains("\uFFFDalcyon");
        String deep = "[{\"mapping\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}]";
        assertRefused(Format.CHATGPT, file("deep.json", deep), "Nothing could be imported");
    }

    @Test
    void anArchiveThatUnpacksWithoutEndIsLeft() throws IOException {
        byte[] dull = ("[{\"title\":\"" + "x".repeat(150 << 20) + "\"}]").getBytes(StandardCharsets.US_ASCII);
        Path bomb = file("bomb.zip", zip(Map.of("conversations.json", dull)));
        assertThat(Files.size(bomb)).isLessThan(1 << 20);
        assertRefused(Format.CHATGPT, bomb, "Nothing could be imported");
    }

    @Test
    void namesThatLeadOutOfAnArchiveLeadNowhere() throws IOException {
        Path zip = file(
                "slip.zip",
                zip(Map.of("../../../conversations.json", fixture("claude.json"), "/etc/x.md", new byte[3])));
        assertThat(read(Format.CLAUDE, zip).added().conversations()).isEqualTo(2);
        assertThat(folder.resolve("../conversations.json")).doesNotExist();
    }

    @Test
    void anImportThatWasStoppedGoesOn() throws IOException {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < 50; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"uuid\":\"u")
                    .append(i)
                    .append("\",\"chat_messages\":[{\"uuid\":\"m\",\"text\":\"number ")
                    .append(i)
                    .append("\",\"sender\":\"human\"}]}");
        }
        Path file = file("c.json", json.append("]").toString());
        int[] asked = {0};
        Watch impatient = new Watch() {
            @Override
            public void progress(double share, Added soFar) {
                assertThat(share).isBetween(0.0, 1.0);
            }

            @Override
            public boolean goOn() {
                return asked[0]++ < 20;
            }
        };
        ImportReport stopped = memory.archive().read(Format.CLAUDE, file, impatient);
        assertThat(stopped.end()).isEqualTo(End.STOPPED);
        assertThat(stopped.added()).isEqualTo(new Added(20, 20, 0));
        assertThat(read(Format.CLAUDE, file).added()).isEqualTo(new Added(30, 30, 20));
    }

    @Test
    void aChainOfAHundredThousandComesIn() throws IOException {
        StringBuilder json = new StringBuilder("[{\"conversation_id\":\"deep\",\"mapping\":{");
        for (int i = 0; i < 100_000; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("\"n")
                    .append(i)
                    .append("\":{\"parent\":\"n")
                    .append(i - 1)
                    .append("\",\"message\":")
                    .append(
                            i % 100 == 99
                                    ? "{\"author\":{\"role\":\"user\"},\"content\":{\"parts\":[\"number " + i + "\"]}}"
                                    : "null")
                    .append("}");
        }
        ImportReport report =
                read(Format.CHATGPT, file("c.json", json.append("}}]").toString()));
        assertThat(report.added()).isEqualTo(new Added(1, 1_000, 0));
        assertThat(messages("chatgpt", "deep")).hasSize(1_000);
        assertThat(messages("chatgpt", "deep").getFirst().parent()).isEqualTo(Optional.empty());
    }
}
