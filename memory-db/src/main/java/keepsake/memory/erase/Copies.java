package keepsake.memory.erase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import keepsake.memory.sql.Failures;

/// Older copies of the memory beside it: snapshots before migrations, damaged files that a repair set aside, copies
/// and repairs that were not finished. They hold what was erased since.
final class Copies {
    private Copies() {}

    static List<String> names(Path database) {
        try {
            return paths(database).stream()
                    .map(path -> String.valueOf(path.getFileName()))
                    .toList();
        } catch (IOException unreadable) {
            throw Failures.sentence(unreadable, database);
        }
    }

    static void delete(Path database) throws IOException {
        for (Path copy : paths(database)) {
            if (Files.isDirectory(copy)) {
                try (Stream<Path> inside = Files.list(copy)) {
                    for (Path file : inside.toList()) Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(copy);
        }
    }

    private static List<Path> paths(Path database) throws IOException {
        String name = database.getFileName().toString();
        try (Stream<Path> all = Files.list(database.toAbsolutePath().getParent())) {
            return all.filter(path -> isCopy(path.getFileName().toString(), name))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isCopy(String file, String database) {
        return file.startsWith(database + ".before-v")
                || file.startsWith(database + ".damaged-")
                || file.equals(database + ".repair")
                || (file.startsWith(database + ".") && file.endsWith(".part"));
    }
}
