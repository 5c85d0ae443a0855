package keepsake.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import keepsake.app.home.Home;
import keepsake.runtime.saved.SavedFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "forget",
        description = "Deletes what models keep between runs: saved prompt states and counts of used experts."
                + " Conversations and facts stay.")
final class ModelForget implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    ModelForget(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Home home = Session.home(spec);
        try {
            SavedFolder.at(home.cache()).forget();
        } catch (IOException stuck) {
            throw CommandProblem.failed("What was saved could not be deleted: " + stuck.getMessage()
                    + ". Your memory is not affected. Close Keepsake and delete " + home.cache() + " by hand.");
        }
        around.out().println("Deleted. The next answer reads its whole prompt again.");
        return ExitStatus.OK;
    }
}
