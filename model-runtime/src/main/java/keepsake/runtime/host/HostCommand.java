package keepsake.runtime.host;

import de.kherud.llama.LlamaModel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import keepsake.runtime.engine.EngineException;
import org.jspecify.annotations.NullMarked;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/// The command line and environment of the model host process.
///
/// It is kept small, because everything beside weights and context counts against the user's memory budget.
final class HostCommand {
    /// Beside the defaults; docs/decisions/0041 has the measurements. The launcher reads the same file.
    private static final String OPTIONS = "java.options";

    /// Properties of ours that the engines read.
    private static final List<String> PASSED_ON = List.of("keepsake.natives", "java.io.tmpdir");

    private HostCommand() {}

    static ProcessBuilder processBuilder() throws EngineException {
        return processBuilder(HostMain.class);
    }

    static ProcessBuilder processBuilder(Class<?> main, String... arguments) throws EngineException {
        var command = new ArrayList<String>();
        command.add(javaProgram().toString());
        command.addAll(options());
        for (String name : PASSED_ON) {
            Optional.ofNullable(System.getProperty(name)).ifPresent(value -> command.add("-D" + name + "=" + value));
        }
        command.add("-cp");
        command.add(classPath());
        command.add(main.getName());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        // Each arena of glibc's allocator may keep tens of MiB; two are enough for one computing thread.
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        return builder;
    }

    /// One option a line; lines that begin with `#` are for people.
    static List<String> options() throws EngineException.Unavailable {
        try (InputStream file = HostCommand.class.getResourceAsStream(OPTIONS)) {
            if (file == null) throw new IOException(OPTIONS + " is missing");
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new EngineException.Unavailable(
                    "The model host cannot be started (" + e.getMessage() + "). Install Keepsake again.");
        }
    }

    private static Path javaProgram() throws EngineException {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        Path java = Path.of(System.getProperty("java.home", ""), "bin", windows ? "java.exe" : "java");
        if (!Files.isExecutable(java)) {
            throw new EngineException.Unavailable("The model host cannot be started, because its program is missing: "
                    + java + ". Install Keepsake again.");
        }
        return java;
    }

    /// Only what the host needs of the app's class path; all of it when that cannot be told.
    private static String classPath() {
        Set<String> entries = new LinkedHashSet<>();
        for (Class<?> needed : List.of(
                HostMain.class,
                JsonMapper.class,
                JsonParser.class,
                jsonAnnotation(),
                LlamaModel.class,
                NullMarked.class)) {
            Optional<String> entry = origin(needed);
            if (entry.isEmpty()) return System.getProperty("java.class.path", "");
            entries.add(entry.get());
        }
        return String.join(File.pathSeparator, entries);
    }

    private static Class<?> jsonAnnotation() {
        return com.fasterxml.jackson.annotation.JsonProperty.class;
    }

    private static Optional<String> origin(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) return Optional.empty();
        try {
            return Optional.of(Path.of(source.getLocation().toURI()).toString());
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
