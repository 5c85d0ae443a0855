package keepsake.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.GgufValidator;
import keepsake.runtime.gguf.ModelDescription;
import keepsake.runtime.host.HostedOptimisation;
import keepsake.runtime.sidecar.Sidecar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "check", description = "Says whether a GGUF file can be loaded safely. Nothing is loaded.")
final class ModelCheck implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "FILE", description = "a GGUF file")
    private Path file;

    ModelCheck(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws EngineException {
        ModelDescription model = GgufValidator.check(file);
        around.out()
                .println("OK: " + Prose.line(model.name(), 80) + ", " + Prose.line(model.architecture(), 30) + ", "
                        + model.blockCount() + " layers, " + experts(model) + ", " + model.fileType() + ", "
                        + Prose.size(model.denseBytes() + model.expertBytes()) + ". It can be loaded safely.");
        return optimised();
    }

    /// The file beside the model, if there is one: all of it is read.
    private int optimised() throws EngineException {
        switch (HostedOptimisation.look(file)) {
            case Sidecar.State.Absent() -> {
                return ExitStatus.OK;
            }
            case Sidecar.State.Unusable(String reason) -> {
                around.out().println(reason);
                return ExitStatus.OK;
            }
            case Sidecar.State.Ready(long bytes) -> {
                int damaged = HostedOptimisation.damagedExperts(file, new StopSignal());
                if (damaged == 0) {
                    around.out()
                            .println("OK: its optimised experts, " + Prose.size(bytes) + ", are as they were written.");
                    return ExitStatus.OK;
                }
                throw CommandProblem.failed(damaged + " of its optimised experts are damaged; the model itself is read"
                        + " instead. Run 'keepsake model optimise' with --remove and then again; check the drive.");
            }
        }
    }

    private static String experts(ModelDescription model) {
        return model.hasExperts()
                ? model.expertCount() + " experts per layer, " + model.expertUsedCount() + " used"
                : "dense";
    }
}
