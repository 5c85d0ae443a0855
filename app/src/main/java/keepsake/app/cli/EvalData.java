package keepsake.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the JSON files that parts are judged by.
final class EvalData {
    private EvalData() {}

    /// The array in the file.
    static JsonNode read(Path file) {
        String name = Prose.line(file.toString(), 300);
        if (!Files.isRegularFile(file)) throw CommandProblem.badInput("There is no file '" + name + "' to evaluate.");
        try {
            JsonNode read = JsonMapper.shared().readTree(Files.readString(file));
            if (read.isArray()) return read;
            throw CommandProblem.badInput("'" + name + "' holds no JSON array. Nothing was evaluated.");
        } catch (JacksonException e) {
            throw CommandProblem.badInput("'" + name + "' is no JSON. Nothing was evaluated.");
        } catch (IOException e) {
            throw CommandProblem.failed("'" + name + "' could not be read: " + e.getMessage());
        }
    }

    static String text(JsonNode object, String name, Path file) {
        JsonNode value = object.path(name);
        if (value.isString()) return value.stringValue();
        throw CommandProblem.badInput("'" + Prose.line(file.toString(), 300) + "' has an entry without '" + name
                + "'. Nothing was evaluated.");
    }
}
