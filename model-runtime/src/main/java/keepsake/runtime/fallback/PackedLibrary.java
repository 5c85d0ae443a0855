package keepsake.runtime.fallback;

import de.kherud.llama.LlamaModel;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import keepsake.runtime.engine.EngineException;
import org.jspecify.annotations.Nullable;

/// The shared library inside the jar `de.kherud:llama`, opened for its C functions.
///
/// The jar's own loader leaves a copy in the temporary folder and starts a server inside the library. Here the library
/// is copied, opened and the copy removed at once (the mapping stays), so nothing is left behind even by `kill -9`, and
/// only llama.cpp's C interface is used, which the jar's Linux and macOS libraries export.
final class PackedLibrary {
    private static @Nullable SymbolLookup opened;

    private PackedLibrary() {}

    /// Opened once per process and never closed: its threads may outlive a model.
    static synchronized SymbolLookup open() throws EngineException.Unavailable {
        SymbolLookup present = opened;
        if (present != null) return present;
        String resource = resource().orElseThrow(() -> unavailable("it is not made for this system"));
        SymbolLookup lookup;
        try {
            Path folder = Files.createTempDirectory("keepsake-fallback");
            Path file = folder.resolve("library");
            try {
                copy(resource, file);
                lookup = SymbolLookup.libraryLookup(file, Arena.global());
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw unavailable("its library cannot be written to the temporary folder (" + e.getMessage() + ")");
        } catch (IllegalArgumentException e) {
            throw unavailable("its library cannot be opened; on Linux it needs libgomp");
        }
        opened = lookup;
        return lookup;
    }

    static EngineException.Unavailable unavailable(String why) {
        return new EngineException.Unavailable(
                "The fallback engine cannot run here, because " + why + ". Choose the streaming engine.");
    }

    private static void copy(String resource, Path file) throws IOException, EngineException.Unavailable {
        try (InputStream in = LlamaModel.class.getResourceAsStream(resource)) {
            if (in == null) throw unavailable("its library is not in the installation");
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Optional<String> resource() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor =
                switch (System.getProperty("os.arch", "")) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "aarch64";
                    default -> "";
                };
        if (processor.isEmpty()) return Optional.empty();
        if (system.startsWith("linux")) return Optional.of("Linux/" + processor + "/libjllama.so");
        if (system.startsWith("mac")) return Optional.of("Mac/" + processor + "/libjllama.dylib");
        // The jar's Windows library exports nothing but the functions of its own Java class.
        return Optional.empty();
    }
}
