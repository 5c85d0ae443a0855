package keepsake.app.cli;

import java.util.concurrent.Callable;
import keepsake.app.home.Keepsake;
import keepsake.memory.Memory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "stats", description = "Counts what is kept.")
final class StatsCommand implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "one JSON object")
    private boolean json;

    StatsCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Keepsake keepsake = Session.open(spec, around)) {
            Memory.Counts counts = keepsake.memory().counts();
            around.out()
                    .println(
                            json
                                    ? Json.text(object(counts).values())
                                    : counts.messages() + " messages, " + counts.facts() + " facts, "
                                            + counts.episodes() + " episodes; " + counts.embedded()
                                            + " messages can be found by meaning.");
            return ExitStatus.OK;
        }
    }

    private static Json.Fields object(Memory.Counts counts) {
        return new Json.Fields()
                .with("messages", counts.messages())
                .with("embedded", counts.embedded())
                .with("facts", counts.facts())
                .with("episodes", counts.episodes());
    }
}
