package keepsake.app.ui.identity;

import java.nio.file.Path;
import java.util.Optional;

/// Asks the person where to save. Called on the FX thread; empty when they changed their mind.
@FunctionalInterface
interface ChooseFile {
    /// @param suggested file name
    /// @param kind      what the file is, for a person
    Optional<Path> choose(String suggested, String kind);
}
