package keepsake.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import keepsake.app.cli.Doctor.Examination;
import keepsake.memory.Memory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "doctor", description = "Checks whether everything Keepsake needs is in order.")
final class DoctorCommand implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "one JSON object")
    private boolean json;

    @Option(
            names = "--repair",
            description =
                    "makes a damaged memory usable again: saves all that can be read, keeps the damaged file aside")
    private boolean repair;

    DoctorCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Path home = Session.home(spec).directory();
        if (repair) return repair(home);
        Examination found = new Doctor(around.parts()).examine(home);
        if (json) {
            around.out().println(Json.text(object(home, found).values()));
        } else {
            around.out().println("Keepsake " + Version.text() + " · Java " + Doctor.java() + " · " + Doctor.platform());
            for (Doctor.Finding finding : found.findings()) {
                around.out().println((finding.ok() ? "  ok    " : "  BAD   ") + Prose.line(finding.text(), 300));
            }
            around.out().println(found.ok() ? "All is well." : "Something needs attention, see above.");
        }
        return found.ok() ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private int repair(Path home) {
        Memory.Repaired repaired = Memory.repair(home, around.parts().clock());
        if (json) {
            around.out()
                    .println(Json.text(new Json.Fields()
                            .with("whole", repaired.whole())
                            .with("findings", repaired.findings())
                            .with("aside", repaired.aside().map(Path::toString))
                            .values()));
        } else {
            repaired.findings().forEach(around.out()::println);
            repaired.aside().ifPresent(aside -> around.out()
                    .println("The damaged file is kept as " + aside + "; delete it when nothing is missing."));
        }
        return repaired.whole() ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private static Json.Fields object(Path home, Examination found) {
        return new Json.Fields()
                .with("ok", found.ok())
                .with("home", home.toString())
                .with("version", Version.text())
                .with("java", Doctor.java())
                .with("platform", Doctor.platform())
                .with(
                        "memory",
                        new Json.Fields()
                                .with("ok", found.memory().ok())
                                .with("findings", found.memory().findings()))
                .with(
                        "natives",
                        new Json.Fields()
                                .with("streaming", natives(found.streaming()))
                                .with("fallback", natives(found.fallback())))
                .with("disk", new Json.Fields().with("free_mib", found.diskFreeMib()))
                .with(
                        "ram",
                        new Json.Fields().with("total_mib", found.ramTotalMib()).with("free_mib", found.ramFreeMib()))
                .with(
                        "findings",
                        found.findings().stream()
                                .map(finding -> new Json.Fields()
                                        .with("check", finding.check())
                                        .with("ok", finding.ok())
                                        .with("text", finding.text()))
                                .toList());
    }

    private static Json.Fields natives(Doctor.Finding finding) {
        return new Json.Fields().with("ok", finding.ok()).with("text", finding.text());
    }
}
