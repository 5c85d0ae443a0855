package keepsake.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "eval",
        description = "Judges parts of Keepsake by data with known answers.",
        subcommands = {EvalRecall.class, EvalFacts.class, EvalUpdates.class})
final class EvalCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "'keepsake eval' needs one of "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
