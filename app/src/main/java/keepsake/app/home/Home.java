package keepsake.app.home;

import java.nio.file.Path;

/// The folder that holds everything of one user: `keepsake.db`, `models/`, `settings.json`, `lock`.
public record Home(Path directory) {
    public Path models() {
        return directory.resolve("models");
    }
}
