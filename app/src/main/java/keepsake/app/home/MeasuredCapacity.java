package keepsake.app.home;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import keepsake.runtime.bench.SpeedLimit;
import keepsake.runtime.engine.BudgetPreview;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.engine.GenerationStats;
import keepsake.runtime.engine.ModelInfo;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Measures once per drive and computer and remembers it in `HOME/cache/speed.json`: `memory` (bytes per second) with
/// `processors`, and `drives`, by the volume's name. A file that is damaged or of another computer is replaced;
/// deleting
/// it measures again. Threads: any, one measures at a time.
final class MeasuredCapacity implements Capacity {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path file;

    MeasuredCapacity(Home home) {
        this.file = home.cache().resolve("speed.json");
    }

    @Override
    public synchronized OptionalDouble bound(ModelInfo model, GenerationStats answer) {
        if (model.engine() != EngineKind.STREAMING) return OptionalDouble.empty();
        try {
            SpeedLimit limit = SpeedLimit.of(model);
            ObjectNode known = remembered();
            String volume = volume(model.path());
            OptionalDouble drive = number(known.path("drives").path(volume).asDouble(0));
            OptionalDouble memory = number(known.path("memory").asDouble(0));
            if (drive.isEmpty() || memory.isEmpty()) {
                if (drive.isEmpty()) drive = OptionalDouble.of(SpeedLimit.driveBytes(model.path()));
                if (memory.isEmpty()) memory = SpeedLimit.memoryBytes();
                known.withObject("drives").put(volume, Math.round(drive.getAsDouble()));
                if (memory.isPresent()) known.put("memory", Math.round(memory.getAsDouble()));
                remember(known);
            }
            if (memory.isEmpty()) return OptionalDouble.empty();
            return OptionalDouble.of(limit.tokensPerSecond(answer, drive.getAsDouble(), memory.getAsDouble()));
        } catch (EngineException.BadModel | IOException gone) {
            return OptionalDouble.empty(); // the answer is there all the same, only not how fast it could have been
        }
    }

    @Override
    public BudgetPreview preview(Path model, int heldMib) throws EngineException.BadModel {
        return Engines.preview(model, heldMib);
    }

    private static OptionalDouble number(double bytesPerSecond) {
        return bytesPerSecond > 0 ? OptionalDouble.of(bytesPerSecond) : OptionalDouble.empty();
    }

    private static String volume(Path model) throws IOException {
        FileStore store = Files.getFileStore(model);
        return store.name() + " (" + store.type() + ")";
    }

    private ObjectNode remembered() {
        int processors = Runtime.getRuntime().availableProcessors();
        try {
            if (Files.exists(file)
                    && JSON.readTree(Files.readString(file)) instanceof ObjectNode object
                    && object.path("drives").isObject()
                    && object.path("processors").asInt(0) == processors) {
                return object;
            }
        } catch (JacksonException | IOException damaged) {
            // Measured again and written anew.
        }
        ObjectNode fresh = JSON.createObjectNode().put("processors", processors);
        fresh.putObject("drives");
        return fresh;
    }

    private void remember(ObjectNode known) {
        try {
            Files.createDirectories(file.getParent());
            OwnedFile.write(file, JSON.writeValueAsString(known) + "\n");
        } catch (IOException full) {
            // Only a measurement: it is made again next time.
        }
    }
}
