package keepsake.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        description = "Measures parts of Keepsake.",
        subcommands = {BenchMemory.class, BenchModel.class, BenchMakeModel.class, BenchReplay.class})
final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "'keepsake bench' needs one of "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
