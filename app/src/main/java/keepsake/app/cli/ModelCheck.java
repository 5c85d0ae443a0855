package keepsake.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.gguf.GgufFile;
import keepsake.runtime.gguf.GgufReader;
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
        GgufFile model = GgufReader.read(file);
        around.out().println("OK: " + file + " " + model.tensors().size());
        return ExitStatus.OK;
    }
}
