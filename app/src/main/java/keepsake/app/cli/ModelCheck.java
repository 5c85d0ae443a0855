package keepsake.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.gguf.GgufValidator;
import keepsake.runtime.gguf.ModelDescription;
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
        return ExitStatus.OK;
    }

    private static String experts(ModelDescription model) {
        return model.hasExperts()
                ? model.expertCount() + " experts per layer, " + model.expertUsedCount() + " used"
                : "dense";
    }
}
