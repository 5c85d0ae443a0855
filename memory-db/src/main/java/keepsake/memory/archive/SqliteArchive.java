package keepsake.memory.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import keepsake.memory.Archive;
import keepsake.memory.ArchivedConversation;
import keepsake.memory.ExportReport;
import keepsake.memory.ImportReport;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.MemoryId;
import keepsake.memory.archive.format.ArchiveReader;
import keepsake.memory.archive.format.Findings;
import keepsake.memory.archive.format.ItemWriter;
import keepsake.memory.archive.format.Kind;
import keepsake.memory.archive.format.Source;
import keepsake.memory.output.OwnerOutput;
import keepsake.memory.sql.Database;

/// The archive in SQLite. Threads: any.
public final class SqliteArchive implements Archive {
    private final Database database;

    public SqliteArchive(Database database) {
        this.database = database;
    }

    @Override
    public Added add(ArchivedConversation conversation) {
        ConversationBatch batch = new ConversationBatch(database);
        batch.add(conversation);
        return batch.commit();
    }

    @Override
    public Batch batch() {
        return new ConversationBatch(database);
    }

    @Override
    public Optional<Known> find(String origin, String key) {
        return database.read(sql -> {
            long id = sql.number(
                    "SELECT id FROM conversation WHERE origin = ? AND external_key = ? AND deleted_at IS NULL",
                    origin,
                    key);
            if (id == 0) return Optional.empty();
            Map<String, MemoryId> messages = new HashMap<>();
            sql.visit(
                    "SELECT id, external_key FROM message WHERE conversation_id = ?",
                    row -> {
                        messages.put(row.getString("external_key"), MemoryId.message(row.getLong("id")));
                        return true;
                    },
                    id);
            return Optional.of(new Known(id, messages));
        });
    }

    @Override
    public ImportReport read(Format format, Path path, Watch watch) {
        Findings findings = new Findings(watch::goOn);
        try (Source source = Source.open(path)) {
            Kind.refuseOther(source, format);
            Importing importing = new Importing(database, findings, source, watch);
            ImportReport.End end = ImportReport.End.DONE;
            try {
                ArchiveReader.of(format).read(source, importing, findings);
            } catch (Findings.Stopped asked) {
                end = ImportReport.End.STOPPED;
            }
            importing.finish();
            ImportReport report = new ImportReport(
                    importing.added(),
                    importing.facts(),
                    findings.skipped(),
                    findings.leftOut(),
                    findings.problems(),
                    end);
            refuseNothing(report, format, path);
            return report;
        }
    }

    private static void refuseNothing(ImportReport report, Format format, Path path) {
        Added added = report.added();
        boolean something = added.messages() + added.alreadyThere() + report.facts() > 0
                || report.end() == ImportReport.End.STOPPED
                || isEmptyButOurs(report, format);
        if (something) return;
        String why = report.problems().isEmpty()
                ? "there is no conversation with messages in it"
                : report.problems().getFirst().where() + ": "
                        + report.problems().getFirst().why();
        throw new MemoryException(
                Reason.BAD_INPUT,
                "Nothing could be imported from '" + path + "' as " + format.id() + " (" + why
                        + "). Nothing was changed; check that it is the whole file.");
    }

    /// The export of an empty memory is whole, too.
    private static boolean isEmptyButOurs(ImportReport report, Format format) {
        boolean ours = format == Format.JSONL || format == Format.MARKDOWN;
        return ours && report.skipped() == 0 && report.leftOut().isEmpty();
    }

    @Override
    public Optional<ExportReport> write(Copy copy, Path file, Overwriting overwriting, With with, Watch watch) {
        ExportReport[] report = new ExportReport[1];
        try {
            OwnerOutput.write(file, overwriting, out -> {
                try {
                    report[0] = database.read(
                            sql -> new ExportRows(sql, ItemWriter.of(copy, out), watch).write(file, with));
                } catch (UncheckedIOException failure) {
                    throw Optional.ofNullable(failure.getCause()).orElseGet(() -> new IOException(failure));
                }
            });
        } catch (ExportRows.Stopped asked) {
            return Optional.empty();
        }
        return Optional.of(report[0]);
    }
}
