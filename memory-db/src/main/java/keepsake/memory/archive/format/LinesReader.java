package keepsake.memory.archive.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Keepsake's own export as JSON Lines, see [LinesWriter].
final class LinesReader implements ArchiveReader {
    /// Who has not said anything by then is somebody else's file.
    private static final int STRANGE_LINES = 1_000;

    @Override
    public void read(Source source, Intake intake, Findings findings) {
        List<Source.Entry> all = source.entries();
        List<Source.Entry> files = all.size() == 1
                ? all
                : all.stream()
                        .filter(entry -> entry.name().toLowerCase(Locale.ROOT).endsWith(".jsonl"))
                        .toList();
        if (files.isEmpty()) {
            throw new MemoryException(
                    Reason.BAD_INPUT,
                    "There is no .jsonl file in '" + source.path() + "', so nothing was imported. Give the file that"
                            + " 'keepsake export --format jsonl' wrote.");
        }
        for (Source.Entry file : files) {
            Assembler assembler = new Assembler(intake, findings, file.name());
            try (InputStream in = source.open(file)) {
                read(new Lines(in), file, assembler, findings);
            } catch (IOException unreadable) {
                findings.problem(file.name(), Json.why(unreadable));
            }
            assembler.finish();
        }
    }

    private static void read(Lines lines, Source.Entry file, Assembler assembler, Findings findings)
            throws IOException {
        int understood = 0;
        while (lines.next()) {
            if (lines.text().isBlank()) continue;
            String where = file.name() + ", line " + lines.number();
            try {
                JsonNode json = Json.MAPPER.readTree(lines.text());
                assembler.accept(ItemJson.decode(json.path(ItemJson.TYPE).asString(""), json), where);
                understood++;
            } catch (ItemJson.NotAnItem not) {
                findings.problem(where, Json.why(not));
            } catch (JacksonException noJson) {
                findings.problem(where, Json.why(noJson));
            }
            if (understood == 0 && lines.number() >= STRANGE_LINES) return;
        }
    }
}
