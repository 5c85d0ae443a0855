package keepsake.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import keepsake.runtime.residency.Replay;
import keepsake.runtime.residency.Routing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "replay", description = "Replays a recorded routing through the cache of experts. No model is loaded.")
final class BenchReplay implements Callable<Integer> {
    private final Surroundings around;

    @Option(
            names = "--routing",
            required = true,
            paramLabel = "FILE",
            description = "bytes [tokens][layers][experts], each row the expert ids, best first")
    private Path routing;

    @Option(names = "--layers", required = true, paramLabel = "L", description = "layers with experts")
    private int layers;

    @Option(names = "--experts", required = true, paramLabel = "E", description = "experts per layer")
    private int experts;

    @Option(names = "--experts-used", required = true, paramLabel = "K", description = "experts a token uses")
    private int used;

    @Option(
            names = "--cache-percent",
            required = true,
            paramLabel = "P",
            description = "percent of all experts that fit into RAM")
    private int percent;

    @Option(names = "--json", description = "a JSON object")
    private boolean json;

    BenchReplay(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Replay replay = replay();
        around.out().println(json ? Json.text(fields(replay).values()) : sentence(replay));
        return ExitStatus.OK;
    }

    private Replay replay() {
        if (!Files.isRegularFile(routing)) {
            throw CommandProblem.badInput("There is no file '" + Prose.line(routing.toString(), 300) + "' to replay.");
        }
        try {
            return Replay.of(Routing.read(routing, layers, experts), used, percent);
        } catch (Routing.BadRouting bad) {
            throw CommandProblem.badInput(String.valueOf(bad.getMessage()));
        } catch (IOException unreadable) {
            throw CommandProblem.failed("The recorded routing could not be read: " + unreadable.getMessage());
        }
    }

    private static Json.Fields fields(Replay replay) {
        return new Json.Fields()
                .with("policy", replay.policy())
                .with("tokens", replay.tokens())
                .with("cache_experts", replay.cacheExperts())
                .with("accesses", replay.accesses())
                .with("hits", replay.hits())
                .with("hit_rate", replay.hitRate());
    }

    private static String sentence(Replay replay) {
        return String.format(
                Locale.ROOT,
                "%.1f %% of %,d uses by %,d tokens were found in RAM, with room for %,d experts (policy: %s).",
                100 * replay.hitRate(),
                replay.accesses(),
                replay.tokens(),
                replay.cacheExperts(),
                replay.policy());
    }
}
