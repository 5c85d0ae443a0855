package keepsake.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import keepsake.app.home.Keepsake;
import keepsake.runtime.catalogue.DownloadException;
import keepsake.runtime.catalogue.InstalledModel;
import keepsake.runtime.catalogue.ModelFolder;
import keepsake.runtime.catalogue.ModelFolder.DownloadProgress;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.host.HostedOptimisation;
import keepsake.runtime.sidecar.Sidecar;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "model",
        description = "Gets, lists, checks and optimises models; forgets what they keep.",
        subcommands = {
            ModelCommand.Get.class,
            ModelCommand.ListThem.class,
            ModelCheck.class,
            ModelOptimise.class,
            ModelForget.class
        })
final class ModelCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "'keepsake model' needs one of get, list, check, optimise or forget");
    }

    @Command(
            name = "get",
            description = "Downloads a model. Interrupted (Ctrl-C, no network), the next call goes on from there.")
    static final class Get implements Callable<Integer> {
        private final Surroundings around;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "starter|smoke", description = "which one")
        private String id;

        Get(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() throws DownloadException {
            StopSignal stop = new StopSignal();
            Progress progress = new Progress(around);
            try (Keepsake keepsake = Session.open(spec, around);
                    Interrupts _ = Interrupts.raising(stop)) {
                ModelFolder models = keepsake.models();
                if (models.offers().stream().noneMatch(offer -> offer.id().equals(id))) {
                    throw CommandProblem.badInput("There is no model '" + id + "' to get. Use one of "
                            + models.offers().stream()
                                    .map(ModelFolder.Offer::id)
                                    .collect(Collectors.joining(", "))
                            + ".");
                }
                var file = models.get(id, at -> progress.show(line(at)), stop);
                progress.clear();
                around.out().println(file);
                return ExitStatus.OK;
            } catch (DownloadException.Paused paused) {
                throw CommandProblem.stopped(
                        Optional.ofNullable(paused.getMessage()).orElse("Paused. Run the command again to go on."));
            } finally {
                progress.clear();
            }
        }

        private static String line(DownloadProgress at) {
            return String.format(
                    "%s: %s, %.0f %%", at.stage(), at.detail(), 100.0 * at.done() / Math.max(1, at.total()));
        }
    }

    @Command(name = "list", description = "Lists the models in Keepsake's folder.")
    static final class ListThem implements Callable<Integer> {
        private final Surroundings around;

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "a JSON array")
        private boolean json;

        ListThem(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            try (Keepsake keepsake = Session.open(spec, around)) {
                List<InstalledModel> models = keepsake.models().list();
                if (json) {
                    around.out()
                            .println(Json.text(Json.array(
                                    models.stream().map(ListThem::fields).toList())));
                } else if (models.isEmpty()) {
                    around.out()
                            .println("No models yet. Run 'keepsake model get starter', or put a GGUF file into "
                                    + keepsake.home().models() + ".");
                } else {
                    around.out().print(table(models));
                }
                return ExitStatus.OK;
            }
        }

        private static Json.Fields fields(InstalledModel model) {
            return new Json.Fields()
                    .with("id", model.id())
                    .with("path", model.path().toString())
                    .with("architecture", model.architecture())
                    .with("size", model.size())
                    .with("optimised", HostedOptimisation.look(model.path()) instanceof Sidecar.State.Ready);
        }

        private static String table(List<InstalledModel> models) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("ID", "ARCHITECTURE", "SIZE", "FILE"));
            for (InstalledModel model : models) {
                rows.add(List.of(
                        Prose.line(model.id(), 60),
                        Prose.line(model.architecture(), 30),
                        Prose.size(model.size()),
                        Prose.line(model.path().toString(), 300)));
            }
            return Prose.table(rows);
        }
    }
}
