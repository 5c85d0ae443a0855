package keepsake.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "replay", description = "Replays a recorded routing through the expert cache, without a model.")
final class BenchReplay implements Callable<Integer> {
    private final Surroundings around;

    @Option(names = "--routing", required = true, paramLabel = "FILE", description = "bytes [token][layer][expert]")
    private Path routing;

    BenchReplay(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        around.out().println(routing);
        return ExitStatus.OK;
    }
}
