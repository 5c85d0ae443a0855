package keepsake.memory.archive.format;

import java.io.IOException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads what [MarkdownWriter] wrote.
final class OwnMarkdown {
    /// The heading and the empty line before a text, and the end of the empty line after it.
    private static final int LINES_BEFORE = 2;

    private final Lines lines;
    private final Assembler assembler;
    private final Findings findings;
    private final String file;
    private boolean atMark;

    OwnMarkdown(Lines lines, Assembler assembler, Findings findings, String file) {
        this.lines = lines;
        this.assembler = assembler;
        this.findings = findings;
        this.file = file;
    }

    void read() throws IOException {
        toNextMark();
        while (atMark) {
            String where = file + ", line " + lines.number();
            Optional<MarkdownMarks.Mark> mark = MarkdownMarks.read(lines.text());
            if (mark.isEmpty()) {
                findings.problem(where, "this mark is damaged");
                toNextMark();
            } else if (mark.get().type().equals("message")) {
                Optional<String> text = text(where);
                if (text.isPresent()) accept(mark.get(), text.get(), where);
            } else {
                accept(mark.get(), "", where);
                toNextMark();
            }
        }
        assembler.finish();
    }

    private void toNextMark() throws IOException {
        do {
            atMark = lines.next();
        } while (atMark && !MarkdownMarks.isMark(lines.text()));
    }

    /// The text of a message: all lines up to the next mark but those for people.
    private Optional<String> text(String where) throws IOException {
        StringBuilder text = new StringBuilder();
        int count = 0;
        atMark = false;
        while (lines.next()) {
            String line = lines.text();
            if (MarkdownMarks.isMark(line)) {
                atMark = true;
                // The last line feed ends the empty line after the text, the one before ends the text.
                boolean whole = text.length() >= 2 && text.lastIndexOf("\n\n") == text.length() - 2;
                if (whole) text.setLength(text.length() - 2);
                if (!whole) findings.problem(where, "the text of the message is damaged");
                return whole ? Optional.of(text.toString()) : Optional.empty();
            }
            if (count++ >= LINES_BEFORE)
                text.append(MarkdownMarks.unescape(line)).append('\n');
        }
        findings.problem(where, "the file ends in the middle of the message");
        return Optional.empty();
    }

    private void accept(MarkdownMarks.Mark mark, String text, String where) {
        try {
            JsonNode json = Json.MAPPER.readTree(mark.json());
            if (json instanceof ObjectNode object && mark.type().equals("message")) object.put(ItemJson.TEXT, text);
            assembler.accept(ItemJson.decode(mark.type(), json), where);
        } catch (ItemJson.NotAnItem not) {
            findings.problem(where, Json.why(not));
        } catch (JacksonException noJson) {
            findings.problem(where, Json.why(noJson));
        }
    }
}
