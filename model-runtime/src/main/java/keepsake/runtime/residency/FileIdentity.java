package keepsake.runtime.residency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/// What tells a file from another one that has taken its name, and from itself with other content: asking for it
/// costs microseconds.
///
/// @param size    bytes
/// @param written when its content last changed
/// @param key     the file system's own name for it (device and inode); empty on Windows
public record FileIdentity(long size, FileTime written, Optional<String> key) {

    /// @throws IOException when there is no such file or its drive is gone
    public static FileIdentity of(Path path) throws IOException {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
        return new FileIdentity(
                found.size(),
                found.lastModifiedTime(),
                Optional.ofNullable(found.fileKey()).map(Object::toString));
    }
}
