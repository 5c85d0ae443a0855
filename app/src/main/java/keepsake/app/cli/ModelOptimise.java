package keepsake.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import keepsake.app.home.Keepsake;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.host.HostedOptimisation;
import keepsake.runtime.sidecar.Sidecar;
import keepsake.runtime.sidecar.SidecarWriter.Outcome;
import keepsake.runtime.sidecar.SidecarWriter.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "optimise",
        description = "Writes a file beside a model that holds its experts ready for this computer, so that they are"
                + " read faster. Interrupted, the next call goes on from there.")
final class ModelOptimise implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "a GGUF file, or an id of 'model list'")
    private String model;

    @Option(names = "--remove", description = "deletes that file again; the model stays")
    private boolean remove;

    @Option(names = "--json", description = "one JSON object")
    private boolean json;

    ModelOptimise(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws EngineException {
        Path file = find();
        if (remove) {
            long freed = HostedOptimisation.remove(file);
            say(
                    new Json.Fields()
                            .with("model", file.toString())
                            .with("optimised", false)
                            .with("freed", freed),
                    freed == 0
                            ? "There was nothing to remove."
                            : "Removed; " + Prose.size(freed) + " are free again. The model itself is as it was.");
            return ExitStatus.OK;
        }
        boolean before = HostedOptimisation.look(file) instanceof Sidecar.State.Ready;
        write(file);
        Path made = HostedOptimisation.file(file);
        long size = made.toFile().length();
        say(
                new Json.Fields()
                        .with("model", file.toString())
                        .with("optimised", true)
                        .with("file", made.toString())
                        .with("size", size),
                before
                        ? "It is optimised for this computer already: " + made
                        : "Optimised for this computer: " + made + ", "
                                + Prose.size(size)
                                + ". 'keepsake model optimise --remove' deletes it.");
        return ExitStatus.OK;
    }

    private Path find() {
        try (Keepsake keepsake = Session.open(spec, around)) {
            return keepsake.models()
                    .find(model)
                    .filter(Files::isRegularFile)
                    .orElseThrow(() -> CommandProblem.badInput("There is no model '" + model
                            + "'. Give a GGUF file, or an id that 'keepsake model list' shows."));
        }
    }

    private void write(Path file) throws EngineException {
        StopSignal stop = new StopSignal();
        Progress progress = new Progress(around);
        try (Interrupts _ = Interrupts.raising(stop)) {
            Outcome outcome = HostedOptimisation.write(
                    file, (stage, done, total) -> progress.show(line(stage, done, total)), stop);
            if (outcome == Outcome.STOPPED) {
                throw CommandProblem.stopped(
                        "Stopped. Run the command again to go on, or with --remove to give it up.");
            }
        } finally {
            progress.clear();
        }
    }

    private static String line(Stage stage, long done, long total) {
        String doing =
                switch (stage) {
                    case WRITING -> "Arranging experts";
                    case CHECKING -> "Checking";
                };
        return String.format(
                "%s: %s of %s, %.0f %%", doing, Prose.size(done), Prose.size(total), 100.0 * done / Math.max(1, total));
    }

    private void say(Json.Fields fields, String sentence) {
        around.out().println(json ? Json.text(fields.values()) : sentence);
    }
}
