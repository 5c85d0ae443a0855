package keepsake.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import keepsake.app.home.Keepsake;
import keepsake.memory.Archive.Copy;
import keepsake.memory.Archive.Overwriting;
import keepsake.memory.Archive.With;
import keepsake.memory.ExportReport;
import keepsake.memory.Identity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description =
                "Writes all memories to a file that can be read back (jsonl, markdown), or your confirmed identity"
                        + " to a file that password managers and address books read (bitwarden, vcard).")
final class ExportCommand implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--format",
            required = true,
            paramLabel = "jsonl|markdown|bitwarden|vcard",
            description = "the file's format")
    private String format;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the file to write")
    private Path out;

    @Option(names = "--force", description = "replaces a file that is there (bitwarden and vcard always do)")
    private boolean force;

    @Option(names = "--with-identity", description = "jsonl and markdown: the confirmed identity goes in, too")
    private boolean withIdentity;

    @Option(names = "--json", description = "jsonl and markdown: one JSON object with what was written")
    private boolean json;

    ExportCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Optional<Copy> copy = Arrays.stream(Copy.values())
                .filter(one -> one.id().equals(format))
                .findFirst();
        Optional<Identity.Format> identity = Arrays.stream(Identity.Format.values())
                .filter(one -> one.id().equals(format))
                .findFirst();
        if (copy.isEmpty() && identity.isEmpty()) {
            throw CommandProblem.badInput(
                    "There is no format '" + format + "'. Use jsonl, markdown, bitwarden or vcard.");
        }
        if (Files.isDirectory(out)) throw CommandProblem.badInput(out + " is a folder. Give a file with --out.");
        if (copy.isPresent() && !force && Files.exists(out)) {
            throw CommandProblem.badInput(
                    out + " is there already and was left as it is. Give another name, or --force to replace it.");
        }
        try (Keepsake keepsake = Session.open(spec, around)) {
            if (copy.isPresent()) memories(keepsake, copy.get());
            else identity(keepsake, identity.orElseThrow());
            return ExitStatus.OK;
        }
    }

    private void memories(Keepsake keepsake, Copy copy) {
        ExportReport report = keepsake.memory()
                .archive()
                .write(
                        copy,
                        out.toAbsolutePath(),
                        force ? Overwriting.ALLOWED : Overwriting.REFUSED,
                        withIdentity ? With.IDENTITY : With.MEMORIES);
        if (json) {
            around.out()
                    .println(Json.text(new Json.Fields()
                            .with("format", format)
                            .with("path", out.toString())
                            .with("conversations", report.conversations())
                            .with("messages", report.messages())
                            .with("facts", report.facts())
                            .with("fields", report.fields())
                            .values()));
            return;
        }
        around.out()
                .println("Wrote " + report.conversations() + " conversations, " + report.messages() + " messages and "
                        + report.facts() + " facts to " + out + ", without what you deleted"
                        + (withIdentity ? ", and your confirmed identity." : " and without your identity.")
                        + " The file is not encrypted.");
    }

    private void identity(Keepsake keepsake, Identity.Format asked) {
        Identity identity = keepsake.memory().identity();
        Identity.Preview preview = identity.preview(asked);
        identity.export(preview, out.toAbsolutePath());
        int fields = preview.fields().size();
        around.out()
                .println("Wrote " + fields + (fields == 1 ? " field to " : " fields to ") + out
                        + ". The file is not encrypted; delete it when you have imported it.");
    }
}
