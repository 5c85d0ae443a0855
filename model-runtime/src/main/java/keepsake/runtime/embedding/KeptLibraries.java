package keepsake.runtime.embedding;

import ai.onnxruntime.OrtEnvironment;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/// onnxruntime's libraries, unpacked once into a folder of ours. Left alone, onnxruntime unpacks 24 MB into the
// system's
/// temporary folder at every start, and leaves them there when the process is killed.
///
/// Whatever goes wrong here (a full disk, a drive that runs no programs, an unknown platform), onnxruntime unpacks by
/// itself, as if nothing had been asked for. Threads: any.
public final class KeptLibraries {
    /// Where onnxruntime looks before it unpacks.
    private static final String PLACE = "onnxruntime.native.path";

    private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

    private static volatile Optional<Path> folder = Optional.empty();

    private KeptLibraries() {}

    /// Says where they are to be kept; they are unpacked when a model is loaded first.
    ///
    /// @param place a folder of the user's own, made when it is missing; older versions in it are removed
    public static void keepIn(Path place) {
        folder = Optional.of(place);
    }

    /// Before onnxruntime's first use: makes them lie there whole, and tells it.
    static synchronized void prepare() {
        if (folder.isEmpty() || System.getProperty(PLACE) != null) return;
        try {
            Path unpacked = unpacked(folder.get());
            // A drive may be mounted so that nothing on it is run: then they are not told of.
            System.load(unpacked.resolve(System.mapLibraryName(LIBRARIES.getFirst()))
                    .toAbsolutePath()
                    .toString());
            System.setProperty(PLACE, unpacked.toString());
            removeOthers(folder.get(), unpacked);
        } catch (IOException | LinkageError cannotBeKept) {
            // onnxruntime unpacks them by itself.
        }
    }

    /// Unpacks what is missing, cut short or changed.
    static Path unpacked(Path place) throws IOException {
        JarEntry first = entry(LIBRARIES.getFirst());
        Path unpacked = Files.createDirectories(place.resolve(String.format(Locale.ROOT, "%08x", first.getCrc())));
        for (String library : LIBRARIES) {
            JarEntry entry = entry(library);
            Path file = unpacked.resolve(System.mapLibraryName(library));
            if (!isWhole(file, entry)) unpack(library, file);
        }
        return unpacked;
    }

    private static boolean isWhole(Path file, JarEntry entry) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) return false;
        CRC32 sum = new CRC32();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return sum.getValue() == entry.getCrc();
    }

    /// Another process may do the same at the same time: each moves a whole file into place.
    private static void unpack(String library, Path file) throws IOException {
        Path part = Files.createTempFile(file.getParent(), "part", null);
        try {
            try (InputStream in = new BufferedInputStream(resource(library).openStream())) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static JarEntry entry(String library) throws IOException {
        if (resource(library).openConnection() instanceof JarURLConnection jar) return jar.getJarEntry();
        throw new IOException("onnxruntime does not come in a jar");
    }

    private static URL resource(String library) throws IOException {
        String name = "/ai/onnxruntime/native/" + platform() + "/" + System.mapLibraryName(library);
        URL resource = OrtEnvironment.class.getResource(name);
        if (resource == null) throw new IOException("no library for " + platform());
        return resource;
    }

    /// As onnxruntime names it.
    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String os = system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux";
        return os + "-" + (processor.equals("amd64") || processor.equals("x86_64") ? "x64" : processor);
    }

    private static void removeOthers(Path place, Path used) throws IOException {
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(place, "[0-9a-f]*")) {
            for (Path version : versions) {
                if (version.equals(used) || !Files.isDirectory(version)) continue;
                try (DirectoryStream<Path> files = Files.newDirectoryStream(version)) {
                    for (Path file : files) Files.deleteIfExists(file);
                }
                Files.deleteIfExists(version);
            }
        }
    }
}
