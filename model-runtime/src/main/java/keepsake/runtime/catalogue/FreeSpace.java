package keepsake.runtime.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much room there is on a disk.
@FunctionalInterface
interface FreeSpace {
    FreeSpace REAL = folder -> Files.getFileStore(folder).getUsableSpace();

    /// @param folder exists
    /// @return bytes
    long at(Path folder) throws IOException;
}
