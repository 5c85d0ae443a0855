package keepsake.runtime.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import keepsake.runtime.engine.EngineException;

/// Where llama.cpp's shared libraries lie. The system property `keepsake.natives` names a folder: that of a checkout,
/// which npm has filled (`node_modules/@node-llama-cpp/<platform>/bins/<platform>`), or a flat one that holds the
/// libraries themselves, as in an installed app. File names differ by platform and carry a version; one set of patterns
/// fits all.
///
/// @param folder holds all libraries, also one per CPU variant that ggml chooses from
/// @param base   `ggml-base`, loaded first
/// @param ggml   `ggml`, loaded second
/// @param llama  `llama`, loaded last
public record NativeFolder(Path folder, Path base, Path ggml, Path llama) {
    public static final String PROPERTY = "keepsake.natives";

    private static final String VERSION_AND_SUFFIX = "(\\.v?\\d[\\w.]*)?\\.(so|dylib|dll)(\\.\\d[\\d.]*)?";
    private static final Pattern BASE = Pattern.compile("(lib)?ggml-base" + VERSION_AND_SUFFIX);
    private static final Pattern GGML = Pattern.compile("(lib)?ggml" + VERSION_AND_SUFFIX);
    private static final Pattern LLAMA = Pattern.compile("(lib)?llama" + VERSION_AND_SUFFIX);
    private static final String GET_THEM =
            "Build again with npm installed to fetch them, or choose the fallback engine; your conversations are not affected.";

    /// The libraries named by the system property.
    ///
    /// @throws EngineException.Unavailable when there are none for this platform
    public static NativeFolder find() throws EngineException.Unavailable {
        String named = System.getProperty(PROPERTY, "");
        if (named.isBlank()) {
            throw new EngineException.Unavailable(
                    "The streaming engine was not told where llama.cpp's libraries are (-D" + PROPERTY + "). "
                            + GET_THEM);
        }
        return in(Path.of(named));
    }

    /// The libraries in a checkout's or an installed app's folder.
    ///
    /// @throws EngineException.Unavailable when there are none for this platform
    public static NativeFolder in(Path folder) throws EngineException.Unavailable {
        List<String> platforms = platforms(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        Path packages = folder.resolve("node_modules").resolve("@node-llama-cpp");
        Stream<Path> candidates = Stream.concat(
                platforms.stream().map(p -> packages.resolve(p).resolve("bins").resolve(p)), Stream.of(folder));
        return candidates
                .flatMap(candidate -> librariesIn(candidate).stream())
                .findFirst()
                .orElseThrow(() -> new EngineException.Unavailable("llama.cpp's libraries for "
                        + String.join(" or ", platforms) + " are not in “" + folder + "”. " + GET_THEM));
    }

    /// The names that node-llama-cpp gives to this kind of computer, best first.
    static List<String> platforms(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch =
                switch (osArch.toLowerCase(Locale.ROOT)) {
                    case "aarch64", "arm64" -> "arm64";
                    case "amd64", "x86_64" -> "x64";
                    default -> osArch;
                };
        if (os.startsWith("mac")) return arch.equals("arm64") ? List.of("mac-arm64-metal") : List.of("mac-" + arch);
        return List.of((os.startsWith("windows") ? "win-" : "linux-") + arch);
    }

    private static Optional<NativeFolder> librariesIn(Path folder) {
        if (!Files.isDirectory(folder)) return Optional.empty();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted().toList();
        } catch (IOException e) {
            return Optional
                    .empty(); // a folder that cannot be listed holds nothing for us; the caller's sentence names it
        }
        return first(files, BASE).flatMap(base -> first(files, GGML).flatMap(ggml -> first(files, LLAMA)
                .map(llama -> new NativeFolder(folder.toAbsolutePath(), base, ggml, llama))));
    }

    private static Optional<Path> first(List<Path> files, Pattern name) {
        return files.stream()
                .filter(file -> name.matcher(String.valueOf(file.getFileName())).matches())
                .map(Path::toAbsolutePath)
                .findFirst();
    }
}
