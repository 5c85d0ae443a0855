package keepsake.app.home;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The folder that holds everything of one user: `keepsake.db`, `models/`, `settings.json`, `lock`, and what can be
/// deleted at any time: `keepsake.vectors` and `cache/`.
public record Home(Path directory) {
    public Path models() {
        return directory.resolve("models");
    }

    /// What makes the next start faster, and nothing else.
    public Path cache() {
        return directory.resolve("cache");
    }

    /// The folder to use: the one asked for, else `KEEPSAKE_HOME`, else the platform's data folder. Created, readable
    /// by the owner only, when it is not there; checked for writing when it is.
    ///
    /// @throws HomeException when it cannot be a home
    public static Home locate(Optional<Path> asked) {
        return locate(asked, Surroundings.ofThisProcess());
    }

    static Home locate(Optional<Path> asked, Surroundings around) {
        Path directory = asked.or(() -> around.path("KEEPSAKE_HOME"))
                .orElseGet(() -> platformFolder(around))
                .toAbsolutePath();
        return new Home(usable(directory.normalize()));
    }

    private static Path platformFolder(Surroundings around) {
        String system = around.system().toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            return around.path("LOCALAPPDATA")
                    .orElseGet(() -> around.userHome().resolve("AppData").resolve("Local"))
                    .resolve("Keepsake");
        }
        if (system.startsWith("mac")) {
            return around.userHome()
                    .resolve("Library")
                    .resolve("Application Support")
                    .resolve("Keepsake");
        }
        // The XDG specification says that a relative XDG_DATA_HOME is to be ignored.
        return around.path("XDG_DATA_HOME")
                .filter(Path::isAbsolute)
                .orElseGet(() -> around.userHome().resolve(".local").resolve("share"))
                .resolve("keepsake");
    }

    private static Path usable(Path directory) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) throw notAFolder(directory);
        try {
            Files.createDirectories(directory, ownerOnly(directory));
        } catch (FileAlreadyExistsException fileInTheWay) {
            throw notAFolder(Path.of(fileInTheWay.getFile()));
        } catch (FileSystemException refused) {
            if (Files.isRegularFile(nearestExisting(directory))) throw notAFolder(nearestExisting(directory));
            throw new HomeException(
                    HomeException.Reason.FAILED,
                    "Keepsake's folder " + directory + " cannot be created: " + reason(refused)
                            + ". Nothing was written. Choose another folder with --home.",
                    refused);
        } catch (IOException refused) {
            throw new HomeException(
                    HomeException.Reason.FAILED,
                    "Keepsake's folder " + directory + " cannot be created. Nothing was written. Choose another folder"
                            + " with --home.",
                    refused);
        }
        if (!Files.isWritable(directory) || !Files.isReadable(directory)) {
            throw new HomeException(
                    HomeException.Reason.FAILED,
                    "Keepsake's folder " + directory + " is read-only for you, so nothing could be kept. Nothing was"
                            + " changed. Allow writing to it, or choose another folder with --home.");
        }
        return directory;
    }

    private static String reason(FileSystemException refused) {
        return refused instanceof java.nio.file.AccessDeniedException
                ? "you may not write there"
                : Optional.ofNullable(refused.getReason())
                        .orElse("the system refused")
                        .toLowerCase(Locale.ROOT);
    }

    private static HomeException notAFolder(Path file) {
        return new HomeException(
                HomeException.Reason.BAD_INPUT,
                file + " is a file, not a folder, so Keepsake cannot live there. Nothing was changed. Choose a folder"
                        + " with --home.");
    }

    private static Path nearestExisting(Path path) {
        Path at = path;
        while (at.getParent() != null && !Files.exists(at)) at = at.getParent();
        return at;
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /// What decides where the platform's data folder is.
    record Surroundings(String system, Path userHome, Map<String, String> environment) {
        static Surroundings ofThisProcess() {
            return new Surroundings(
                    System.getProperty("os.name", ""), Path.of(System.getProperty("user.home", ".")), System.getenv());
        }

        Optional<Path> path(String variable) {
            String value = environment.getOrDefault(variable, "");
            if (value.isBlank()) return Optional.empty();
            try {
                return Optional.of(Path.of(value));
            } catch (InvalidPathException notAPath) {
                throw new HomeException(
                        HomeException.Reason.BAD_INPUT,
                        variable + " is set to '" + value + "', which is no path here. Set it to a folder.",
                        notAPath);
            }
        }
    }
}
