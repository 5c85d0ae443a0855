package keepsake.memory.archive.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;

/// Markdown: what Keepsake exported comes back as it was; any other file is a note, and a folder of them a vault such
/// as Obsidian's. Hidden folders (`.obsidian`, `.trash`) and files of other kinds stay out.
final class MarkdownReader implements ArchiveReader {
    private static final int LONGEST_NOTE = 16 << 20;
    private static final byte[] HEAD = MarkdownMarks.HEAD.getBytes(StandardCharsets.US_ASCII);

    @Override
    public void read(Source source, Intake intake, Findings findings) {
        List<Source.Entry> all = source.entries();
        List<Source.Entry> notes =
                all.stream().filter(entry -> isNote(entry) || all.size() == 1).toList();
        if (notes.isEmpty()) {
            throw new MemoryException(
                    Reason.BAD_INPUT,
                    "There is no Markdown file in '" + source.path() + "', so nothing was imported. Give a .md file or"
                            + " a folder with some.");
        }
        for (int i = notes.size(); i < all.size(); i++) findings.leaveOut("files that are no notes");
        for (Source.Entry note : notes) {
            findings.stopIfAsked();
            try (BufferedInputStream in = new BufferedInputStream(source.open(note))) {
                if (isOurs(in)) {
                    Assembler assembler = new Assembler(intake, findings, note.name());
                    new OwnMarkdown(new Lines(in), assembler, findings, note.name()).read();
                } else {
                    note(in, note, intake, findings);
                }
            } catch (IOException unreadable) {
                findings.problem(note.name(), Json.why(unreadable));
            }
        }
    }

    static boolean isNote(Source.Entry entry) {
        String name = entry.name().toLowerCase(Locale.ROOT);
        boolean hidden = name.startsWith(".") || name.contains("/.");
        return !hidden && (name.endsWith(".md") || name.endsWith(".markdown"));
    }

    private static boolean isOurs(BufferedInputStream in) throws IOException {
        in.mark(HEAD.length);
        byte[] start = in.readNBytes(HEAD.length);
        in.reset();
        return Arrays.equals(start, HEAD);
    }

    private static void note(InputStream in, Source.Entry entry, Intake intake, Findings findings) throws IOException {
        byte[] bytes = in.readNBytes(LONGEST_NOTE + 1);
        if (bytes.length > LONGEST_NOTE) {
            findings.problem(entry.name(), "it is longer than a note can be (16 MiB)");
            return;
        }
        Note.of(entry.name(), text(bytes), entry.modified())
                .ifPresentOrElse(intake::conversation, () -> findings.leaveOut("empty notes"));
    }

    private static String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
