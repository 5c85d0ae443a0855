package keepsake.runtime.embedding;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

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
        try (ZipFile jar = new ZipFile(jar().toFile())) {
            String version = String.format(
                    Locale.ROOT, "%08x", entry(jar, LIBRARIES.getFirst()).getCrc());
            Path unpacked = Files.createDirectories(place.resolve(version));
            for (String library : LIBRARIES) {
                ZipEntry entry = entry(jar, library);
                Path file = unpacked.resolve(System.mapLibraryName(library));
                if (!isWhole(file, entry)) unpack(jar, entry, file);
            }
            return unpacked;
        }
    }

    private static boolean isWhole(Path file, ZipEntry entry) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) return false;
        CRC32 sum = new CRC32();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return sum.getValue() == entry.getCrc();
    }

    /// Another process may do the same at the same time: each moves a whole file into place.
    private static void unpack(ZipFile jar, ZipEntry entry, Path file) throws IOException {
        Path part = Files.createTempFile(file.getParent(), "part", null);
        try {
            try (InputStream in = jar.getInputStream(entry)) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static ZipEntry entry(ZipFile jar, String library) throws IOException {
        ZipEntry entry = jar.getEntry("ai/onnxruntime/native/" + platform() + "/" + System.mapLibraryName(library));
        if (entry == null) throw new IOException("no library for " + platform());
        return entry;
    }

    private static Path jar() throws IOException {
        CodeSource source = OrtEnvironment.class.getProtectionDomain().getCodeSource();
        if (source == null) throw new IOException("onnxruntime comes from nowhere");
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException noFile) {
            throw new IOException("onnxruntime does not come in a jar", noFile);
        }
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
