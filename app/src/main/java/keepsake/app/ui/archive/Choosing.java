package keepsake.app.ui.archive;

import java.nio.file.Path;
import java.util.Optional;

/// Asks the person for a place on the disk. Called on the FX thread; empty when they changed their mind.
interface Choosing {
    Optional<Path> file();

    Optional<Path> folder();

    /// @param suggested a file name
    Optional<Path> save(String suggested);
}
