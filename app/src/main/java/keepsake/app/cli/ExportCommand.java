package keepsake.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import keepsake.app.home.Keepsake;
import keepsake.memory.Identity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description = "Writes your confirmed identity to a file that password managers and address books read.")
final class ExportCommand implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--format", required = true, paramLabel = "bitwarden|vcard", description = "the file's format")
    private String format;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the file to write")
    private Path out;

    ExportCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Identity.Format asked = format();
        if (Files.isDirectory(out)) throw CommandProblem.badInput(out + " is a folder. Give a file with --out.");
        try (Keepsake keepsake = Session.open(spec, around)) {
            Identity identity = keepsake.memory().identity();
            Identity.Preview preview = identity.preview(asked);
            identity.export(preview, out.toAbsolutePath());
            int fields = preview.fields().size();
            around.out()
                    .println("Wrote " + fields + (fields == 1 ? " field to " : " fields to ") + out
                            + ". The file is not encrypted; delete it when you have imported it.");
            return ExitStatus.OK;
        }
    }

    private Identity.Format format() {
        for (Identity.Format known : Identity.Format.values()) if (known.id().equals(format)) return known;
        throw CommandProblem.badInput("There is no format '" + format + "'. Use bitwarden or vcard.");
    }
}
