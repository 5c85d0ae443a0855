package keepsake.app.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import keepsake.app.home.Keepsake;
import keepsake.memory.Archive;
import keepsake.memory.Archive.Added;
import keepsake.memory.Archive.Format;
import keepsake.memory.ImportReport;
import keepsake.runtime.engine.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        description = "Brings conversations along from ChatGPT, Claude, Markdown notes, or another Keepsake.")
final class ImportCommand implements Callable<Integer> {
    /// More would hide the numbers.
    private static final int PROBLEMS_SHOWN = 10;

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--format",
            required = true,
            paramLabel = "chatgpt|claude|markdown|jsonl",
            description = "where it comes from; jsonl and markdown also read Keepsake's own exports")
    private String format;

    @Option(names = "--json", description = "one JSON object with what was done")
    private boolean json;

    @Parameters(paramLabel = "PATH", description = "the archive as it was downloaded, a file, or a folder")
    private Path path;

    ImportCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Format asked = format();
        StopSignal stop = new StopSignal();
        Progress progress = new Progress(around);
        try (Keepsake keepsake = Session.open(spec, around);
                Interrupts _ = Interrupts.raising(stop)) {
            ImportReport report;
            try {
                report = keepsake.memory().archive().read(asked, path.toAbsolutePath(), watch(stop, progress));
            } finally {
                progress.clear();
            }
            if (json) around.out().println(Json.text(summary(report).values()));
            else print(report);
            return report.end() == ImportReport.End.STOPPED ? ExitStatus.STOPPED : ExitStatus.OK;
        }
    }

    private Format format() {
        Optional<Format> known = Arrays.stream(Format.values())
                .filter(one -> one.id().equals(format))
                .findFirst();
        return known.orElseThrow(() -> CommandProblem.badInput("There is no format '" + format + "'. Use "
                + Arrays.stream(Format.values()).map(Format::id).collect(Collectors.joining(", ")) + "."));
    }

    private static Archive.Watch watch(StopSignal stop, Progress progress) {
        return new Archive.Watch() {
            @Override
            public void progress(double share, Added soFar) {
                progress.show("Importing: " + Math.round(100 * share) + " %, " + soFar.conversations()
                        + " conversations, " + soFar.messages() + " messages");
            }

            @Override
            public boolean goOn() {
                return !stop.isRaised();
            }
        };
    }

    private Json.Fields summary(ImportReport report) {
        return new Json.Fields()
                .with("format", format)
                .with("path", path.toString())
                .with("conversations", report.added().conversations())
                .with("messages", report.added().messages())
                .with("facts", report.facts())
                .with("already_there", report.added().alreadyThere())
                .with("skipped", report.skipped())
                .with(
                        "left_out",
                        report.leftOut().stream()
                                .map(one -> new Json.Fields()
                                        .with("what", one.what())
                                        .with("count", one.count()))
                                .toList())
                .with(
                        "problems",
                        report.problems().stream()
                                .map(one -> new Json.Fields()
                                        .with("where", one.where())
                                        .with("why", one.why()))
                                .toList())
                .with("stopped", report.end() == ImportReport.End.STOPPED);
    }

    private void print(ImportReport report) {
        Added added = report.added();
        around.out()
                .println("Imported " + counted(added.conversations(), "conversation") + " and "
                        + counted(added.messages(), "message")
                        + (report.facts() > 0 ? " and " + counted(report.facts(), "fact") : "") + "."
                        + (added.alreadyThere() > 0
                                ? " " + counted(added.alreadyThere(), "conversation")
                                        + (added.alreadyThere() == 1 ? " was" : " were") + " there already."
                                : ""));
        if (!report.leftOut().isEmpty()) {
            around.out()
                    .println("Left out: "
                            + report.leftOut().stream()
                                    .map(one -> one.count() + " " + one.what())
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        problems(report);
        if (report.end() == ImportReport.End.STOPPED) {
            around.out().println("Stopped. What is imported is kept; run the same command again to go on.");
        }
    }

    private void problems(ImportReport report) {
        if (report.skipped() == 0) return;
        around.out().println("Could not be read: " + report.skipped() + (report.skipped() == 1 ? " part." : " parts."));
        List<ImportReport.Problem> shown =
                report.problems().stream().limit(PROBLEMS_SHOWN).toList();
        for (ImportReport.Problem problem : shown) {
            around.out().println("  " + Prose.line(problem.where(), 120) + ": " + Prose.line(problem.why(), 200));
        }
        if (report.skipped() > shown.size()) around.out().println("  … --json lists more.");
    }

    private static String counted(int count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }
}
